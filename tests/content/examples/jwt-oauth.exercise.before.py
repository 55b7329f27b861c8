"""The settings that the answer adds to."""

from datetime import timedelta

from django.contrib.auth import get_user_model

User = get_user_model()

INSTALLED_APPS = []
