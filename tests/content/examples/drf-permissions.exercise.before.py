"""The imports that the answer takes for given."""

from rest_framework.permissions import BasePermission, IsAuthenticated
