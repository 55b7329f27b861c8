"""Checks the JWT example: wrong password, two tokens, a protected view, a new access token."""

from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

User = get_user_model()

User.objects.create_user("ada", password="pencil")
client = APIClient()

anonymous = client.get("/me/")
assert (anonymous.status_code, anonymous["WWW-Authenticate"].split()[0]) == (401, "Bearer")
assert client.post("/token/", {"username": "ada", "password": "wrong"}).status_code == 401

tokens = client.post("/token/", {"username": "ada", "password": "pencil"}).json()
assert set(tokens) == {"access", "refresh"}

client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
assert client.get("/me/").json() == {"name": "ada"}
client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['refresh']}")
assert client.get("/me/").status_code == 401, "a refresh token opens no door"

client.credentials()
renewed = client.post("/token/refresh/", {"refresh": tokens["refresh"]}).json()
client.credentials(HTTP_AUTHORIZATION=f"Bearer {renewed['access']}")
assert client.get("/me/").status_code == 200
