"""Checks the permission and the throttle: who may read, who may write, and when it is too often."""

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import path
from rest_framework.test import APIClient

User = get_user_model()

urlpatterns = [path("reviews/<int:pk>/", ReviewDetail.as_view())]

ada, bob = User.objects.create_user("ada"), User.objects.create_user("bob")
Review.objects.create(text="hello", writer=ada)


def patch(user):
    client = APIClient()
    client.force_authenticate(user)
    return client.patch("/reviews/1/", {"text": f"by {user or 'nobody'}"}, format="json")


assert APIClient().get("/reviews/1/").status_code == 200
assert patch(None).status_code == 403
assert patch(bob).status_code == 403
assert patch(ada).status_code == 200
assert Review.objects.get().text == "by ada"

cache.clear()
answers = [patch(ada) for _ in range(4)]
assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
assert 0 < int(answers[-1]["Retry-After"]) <= 60
assert patch(bob).status_code == 403, "permissions are checked before throttles, and bob has a count of his own"
