"""Checks login, the guarded page and logout, and that the session gets a new key at the login."""

from django.contrib.auth import get_user_model
from django.test import Client

User = get_user_model()
templates["login.html"] = "{{ form }}"

User.objects.create_user("ada", password="pencil")
client = Client()

assert client.get("/me/").url == "/login/?next=/me/"
assert client.get("/login/?next=/me/").status_code == 200, "the page to which login_required sends can be opened"
assert b"correct" in client.post("/login/", {"username": "ada", "password": "wrong"}).content

session = client.session
session["visited"] = True
session.save()
client.cookies["sessionid"] = planted = session.session_key
answer = client.post("/login/", {"username": "ada", "password": "pencil"})
assert (answer.status_code, answer.url) == (302, "/me/")
assert client.cookies["sessionid"].value != planted
assert client.get("/me/").content == b"Hello ada"

good = {"username": "ada", "password": "pencil"}
assert client.post("/login/?next=/shelf/", good).url == "/shelf/"
assert client.post("/login/?next=https://evil.example/", good).url == "/me/"

assert client.get("/logout/").status_code == 405
client.post("/logout/")
assert client.get("/me/").status_code == 302
