"""The old names, and the password in the repository."""

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "mail.example.com", "port": 587, "username": "shop", "password": "pencil"},
    }
}
MAILERS["default"]["OPTIONS"]["use_tls"] = False
