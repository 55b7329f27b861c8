"""The bookshop's own user model, as every project should begin."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A customer or a member of the staff; empty, so that it can grow."""
