"""The first of the four pages, without those that it leads to."""

urlpatterns = [path("accounts/password_reset/", PasswordResetView.as_view(), name="password_reset")]
