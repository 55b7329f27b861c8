"""The environment that the settings read."""

import os

os.environ |= {"SECRET_KEY": "from the environment", "HOSTS": "shop.example www.shop.example"}
