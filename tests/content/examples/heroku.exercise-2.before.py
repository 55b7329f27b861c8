"""The environment that the settings read."""

import os

os.environ |= {"MAIL_HOST": "mail.example.com", "MAIL_USER": "shop", "MAIL_PASSWORD": "pencil"}
