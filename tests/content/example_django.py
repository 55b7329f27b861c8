"""The Django that examples run in: the bookshop's users and settings, a migrated database, and the app `example`.

The database is a SQLite file, or a new one on the PostgreSQL whose address is in BOOKSHOP_DATABASE.
"""

import os
import shutil
from pathlib import Path
from typing import Any  # Django ships no types

import django
from bookshop import settings as bookshop
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections

APPS = [app for app in bookshop.INSTALLED_APPS if app not in ("bookshop.catalog", "bookshop.orders")]
"""An example brings models of its own, which may be called as the bookshop's are; the custom user is there for all."""

SHARED = (
    "AUTH_USER_MODEL",
    "DEFAULT_AUTO_FIELD",
    "MAILERS",
    "MIDDLEWARE",
    "PASSWORD_HASHERS",
    "SECRET_KEY",
    "STATIC_URL",
    "USE_TZ",
)
ADDRESS = os.environ.get("BOOKSHOP_DATABASE", "")
MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def configure(directory: Path) -> dict[str, str]:
    """Set Django up with its files in `directory`; return the templates (name -> text) that examples may fill."""
    templates: dict[str, str] = {}
    loaders = [
        ("django.template.loaders.locmem.Loader", templates),
        "django.template.loaders.app_directories.Loader",
    ]
    values = {name: getattr(bookshop, name) for name in SHARED if hasattr(bookshop, name)}
    engine: dict[str, Any] = {**bookshop.TEMPLATES[0], "DIRS": [], "APP_DIRS": False}
    engine["OPTIONS"] = engine["OPTIONS"] | {"loaders": loaders}
    if "MAILERS" not in values:
        values["EMAIL_BACKEND"] = MAIL_BACKEND
    settings.configure(
        **values,
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": _new_database(directory)},
        INSTALLED_APPS=[*APPS, "example"],
        ROOT_URLCONF="example.urls",
        TEMPLATES=[engine],
    )
    django.setup()
    return templates


def migrate(directory: Path) -> None:
    """Migrate the example's database from nothing, or copy the one that an earlier example left beside `directory`."""
    if ADDRESS:
        call_command("migrate", verbosity=0)
        return
    own, migrated = directory / "example.sqlite3", directory.parent / "migrated.sqlite3"
    if migrated.exists():
        shutil.copy(migrated, own)
        return
    call_command("migrate", verbosity=0)
    connections.close_all()
    Path(shutil.copy(own, directory / migrated.name)).replace(migrated)  # at once, so that nobody copies half of it


def create_missing_tables() -> None:
    """Create the tables (and permissions) of the models that exist and have none yet, in every database."""
    for alias in connections:
        connection = connections[alias]
        known = set(connection.introspection.table_names())
        missing = [model for model in apps.get_models() if model._meta.db_table not in known and _complete(model)]
        if not missing:
            continue
        with connection.schema_editor() as editor:
            for model in missing:
                editor.create_model(model)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)


def _new_database(directory: Path) -> dict[str, object]:
    """Return the settings of a database of this example's own; one on PostgreSQL is made here."""
    if not ADDRESS:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": directory / "example.sqlite3"}
    import psycopg  # noqa: PLC0415 - it is there in the environments of `make test-content` alone

    entry = bookshop.database(ADDRESS) | {"NAME": f"example_{os.getpid()}"}
    where: dict[str, Any] = {"host": entry["HOST"], "user": entry["USER"], "port": entry["PORT"] or None}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f"CREATE DATABASE example_{os.getpid()}")
    return entry


def _complete(model: Any) -> bool:
    """Tell whether `model` owns a table and the models that it points at exist already."""
    options = model._meta
    fields = [*options.local_fields, *options.local_many_to_many]
    waits = any(isinstance(field.remote_field.model, str) for field in fields if field.remote_field)
    return options.managed and not options.proxy and not waits
