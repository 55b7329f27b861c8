"""What a URLconf imports."""

from django.contrib.auth.views import PasswordResetView
from django.urls import include, path
