"""The form that the answer builds on."""

from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm
