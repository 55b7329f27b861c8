"""Any text switches debugging on, and a missing key does not stop the start."""

import os

SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEBUG = bool(os.environ.get("DEBUG"))
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split(",")
