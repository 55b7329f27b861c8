"""Reads go to the replica, writes and locks to the primary, and only that one is migrated."""

from django.contrib.auth import get_user_model
from django.db import router
from django.test import override_settings

User = get_user_model()

with override_settings(DATABASE_ROUTERS=[Replica()]):
    assert User.objects.all().db == "replica"
    assert User.objects.select_for_update().db == "default"
    assert router.db_for_write(User) == "default"
    assert router.allow_relation(User(), User())
    assert router.allow_migrate("default", "auth")
    assert not router.allow_migrate("replica", "auth")
