"""The defaults of simplejwt that the topic names."""

from datetime import timedelta

from rest_framework_simplejwt.settings import DEFAULTS

assert DEFAULTS["ACCESS_TOKEN_LIFETIME"] == timedelta(minutes=5)
assert DEFAULTS["REFRESH_TOKEN_LIFETIME"] == timedelta(days=1)
assert DEFAULTS["ALGORITHM"] == "HS256"
assert DEFAULTS["ROTATE_REFRESH_TOKENS"] is False
