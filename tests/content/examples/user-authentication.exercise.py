"""A valid form makes a user who is logged in; an invalid one is shown again."""

from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth import get_user_model
from django.shortcuts import render
from django.test import Client
from django.urls import clear_url_caches

User = get_user_model()

templates["sign_up.html"] = "{{ form.errors }}"
urlpatterns = [path("sign-up/", sign_up)]
clear_url_caches()
client = Client()
assert client.get("/sign-up/").status_code == 200
passwords = {"password1": "a long pencil", "password2": "a long pencil"}
assert b"errorlist" in client.post("/sign-up/", {"username": "ada"}).content
answer = client.post("/sign-up/", {"username": "ada", **passwords})
assert (answer.status_code, answer.url) == (302, "/me/")
assert "_auth_user_id" in client.session
assert User.objects.get().check_password("a long pencil")
