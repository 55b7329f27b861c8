"""The imports, the user and the client that the answer takes for given."""

from django.contrib.auth import get_user_model
from rest_framework.authentication import TokenAuthentication
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

User = get_user_model()

user = User.objects.create_user("ada")
client = APIClient()
