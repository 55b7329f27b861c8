"""Host, user and password come from the environment, and the backend is one for production."""

import django
from django.test import override_settings

default = MAILERS["default"]
options = default["OPTIONS"]
assert default["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
assert (options["host"], options["port"], options["use_tls"]) == ("mail.example.com", 587, True)
assert (options["username"], options["password"]) == ("shop", "pencil")
assert "pencil" not in EXAMPLE
if django.VERSION >= (6, 1):
    from django.core.mail import mailers

    with override_settings(MAILERS=MAILERS):
        assert mailers["default"].use_tls
