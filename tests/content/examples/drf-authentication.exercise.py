"""The right token gets in, none and a wrong one get 401."""

urlpatterns = [path("whoami/", WhoAmI.as_view())]
answer = client.get("/whoami/")
assert (answer.status_code, answer.json()) == (200, "ada")
assert APIClient().get("/whoami/").status_code == 401
client.credentials(HTTP_AUTHORIZATION=f"Token {token.key[:-1]}x")
assert client.get("/whoami/").status_code == 401
