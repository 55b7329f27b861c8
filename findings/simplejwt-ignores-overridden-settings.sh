#!/usr/bin/env bash
# Simple JWT listens to Django's `setting_changed`, as DRF does, so a test would expect override_settings(SIMPLE_JWT=…) to
# count. It makes a new settings object then, and the modules go on with the one that they imported: nothing changes.
set -euo pipefail
packages="Django==5.2.19 djangorestframework==3.18.3 djangorestframework-simplejwt==5.5.1"
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check $packages
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="a key that is long enough to sign tokens with", USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework", "rest_framework_simplejwt"],
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import override_settings
from rest_framework.settings import api_settings as of_drf
from rest_framework_simplejwt.serializers import TokenRefreshSerializer
from rest_framework_simplejwt.tokens import RefreshToken

call_command("migrate", verbosity=0)
ada = User.objects.create_user("ada")


def rotates():
    """Tell whether a refresh gives a new refresh token, as ROTATE_REFRESH_TOKENS asks for."""
    swap = TokenRefreshSerializer(data={"refresh": str(RefreshToken.for_user(ada))})
    swap.is_valid(raise_exception=True)
    return "refresh" in swap.validated_data


with override_settings(REST_FRAMEWORK={"PAGE_SIZE": 7}):
    control = of_drf.PAGE_SIZE
with override_settings(SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": True}):
    import rest_framework_simplejwt.settings as module

    new_object = module.api_settings.ROTATE_REFRESH_TOKENS
    seen = rotates()
print("Simple JWT", version("djangorestframework-simplejwt"))
print("control, DRF's PAGE_SIZE under override_settings:", control)
print("ROTATE_REFRESH_TOKENS of the object that nobody reads:", new_object)
print("expected: a refresh rotates the token (True)")
print("seen:", seen)
sys.exit(0 if (control, new_object, seen) == (7, True, False) else 1)
PYTHON
