"""The environment that the settings read."""

import os

os.environ |= {"SECRET_KEY": "x", "DEBUG": "False", "ALLOWED_HOSTS": "shop.example,www.shop.example"}
