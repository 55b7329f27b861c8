"""A refresh token works once, and gives a new pair with the lifetimes asked for."""

from django.test import override_settings
from django.urls import path
from rest_framework.test import APIClient

with override_settings(SIMPLE_JWT=SIMPLE_JWT):
    from rest_framework_simplejwt.tokens import RefreshToken
    from rest_framework_simplejwt.views import TokenRefreshView

    urlpatterns = [path("refresh/", TokenRefreshView.as_view())]
    old = RefreshToken.for_user(User.objects.create_user("ada"))
    assert old["exp"] - old["iat"] == 7 * 24 * 3600
    assert old.access_token["exp"] - old["iat"] == 600  # its own "iat" may be a second later

    first = APIClient().post("/refresh/", {"refresh": str(old)})
    assert (first.status_code, set(first.json())) == (200, {"access", "refresh"})
    second = APIClient().post("/refresh/", {"refresh": str(old)})
    assert (second.status_code, second.json()["detail"]) == (401, "Token is blacklisted")
