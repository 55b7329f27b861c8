"""Owner and staff get in, another user and an anonymous one do not."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

User = get_user_model()


class Thing(APIView):
    def get(self, request):
        self.check_object_permissions(request, review)
        return Response()


Thing.permission_classes = permission_classes
ada, bob = (User.objects.create_user(name) for name in ("ada", "bob"))
staff = User.objects.create_user("eve", is_staff=True)
review = Review(text="mine")
review.owner = ada


def status_for(user):
    request = APIRequestFactory().get("/")
    force_authenticate(request, user)
    return Thing.as_view()(request).status_code


assert [status_for(user) for user in (ada, bob, staff)] == [200, 403, 200]
assert status_for(AnonymousUser()) in (401, 403)
