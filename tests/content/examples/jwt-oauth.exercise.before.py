"""The settings that the answer adds to."""

from datetime import timedelta

from django.contrib.auth.models import User

INSTALLED_APPS = []
