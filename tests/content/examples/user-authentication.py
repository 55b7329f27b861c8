"""Checks login, the guarded page and logout, and that the session gets a new key at the login."""

from django.contrib.auth import get_user_model
from django.test import Client

User = get_user_model()

User.objects.create_user("ada", password="pencil")
client = Client()

assert client.get("/me/").url == "/login/?next=/me/"
assert client.post("/login/", {"username": "ada", "password": "wrong"}).status_code == 400
assert client.get("/login/").status_code == 405

session = client.session
session["visited"] = True
session.save()
client.cookies["sessionid"] = planted = session.session_key
answer = client.post("/login/", {"username": "ada", "password": "pencil"})
assert (answer.status_code, answer.url) == (302, "/me/")
assert client.cookies["sessionid"].value != planted
assert client.get("/me/").content == b"Hello ada"

assert client.get("/logout/").status_code == 405
client.post("/logout/")
assert client.get("/me/").status_code == 302
