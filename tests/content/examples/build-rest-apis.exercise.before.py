"""What the new action needs."""

from rest_framework.decorators import action
from rest_framework.response import Response
