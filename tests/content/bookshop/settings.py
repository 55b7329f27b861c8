"""Settings of the bookshop: SQLite, or the PostgreSQL whose address is in BOOKSHOP_DATABASE."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import django


def database(address: str) -> dict[str, object]:
    """Return the entry of DATABASES for a PostgreSQL address, or for SQLite when there is none."""
    if not address:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    url = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or "postgres"),
        "HOST": parse_qs(url.query).get("host", [url.hostname or ""])[0],
        "PORT": str(url.port or ""),
    }


BASE_DIR = Path(__file__).parent
SECRET_KEY = "the bookshop has no secrets, yet signing wants a long key"
ALLOWED_HOSTS = ["testserver", "bookshop.example"]
AUTH_USER_MODEL = "accounts.User"
DATABASES = {"default": database(os.environ.get("BOOKSHOP_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework.authtoken",
    "rest_framework_simplejwt.token_blacklist",
    "bookshop.accounts",
    "bookshop.catalog",
    "bookshop.orders",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if django.VERSION >= (6, 1):  # 6.1 deprecates EMAIL_BACKEND for this
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROOT_URLCONF = "bookshop.urls"
STATIC_URL = "/static/"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
USE_TZ = True
REST_FRAMEWORK = {"TEST_REQUEST_DEFAULT_FORMAT": "json"}
