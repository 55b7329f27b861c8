"""The imports, the user and the client that the answer takes for given."""

from django.contrib.auth.models import User
from rest_framework.authentication import TokenAuthentication
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

user = User.objects.create_user("ada")
client = APIClient()
