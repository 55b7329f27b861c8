"""The Django that examples run in: in-memory caches and mail, a SQLite file that vanishes, and the app `example`."""

from pathlib import Path
from typing import Any  # Django ships no types

import django
from django.apps import apps
from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections

APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework.authtoken",
    "rest_framework_simplejwt.token_blacklist",
    "example",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL: dict[str, object] = (
    {"MAILERS": {"default": {"BACKEND": MAIL_BACKEND}}}  # 6.1 deprecates EMAIL_BACKEND for this
    if django.VERSION >= (6, 1)
    else {"EMAIL_BACKEND": MAIL_BACKEND}
)
CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]


def configure(directory: Path) -> dict[str, str]:
    """Set Django up with its files in `directory`; gives the templates (name -> text) that examples may fill."""
    templates: dict[str, str] = {}
    loaders = [
        ("django.template.loaders.locmem.Loader", templates),
        "django.template.loaders.app_directories.Loader",
    ]
    settings.configure(
        SECRET_KEY="an example has no secrets, yet signing wants a long key",
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": directory / "example.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=APPS,
        MIDDLEWARE=MIDDLEWARE,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ROOT_URLCONF="example.urls",
        STATIC_URL="/static/",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": loaders, "context_processors": CONTEXT},
            }
        ],
        USE_TZ=True,
        **MAIL,
    )
    django.setup()
    return templates


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


def _complete(model: Any) -> bool:
    """Tell whether `model` owns a table and the models that it points at exist already."""
    options = model._meta
    fields = [*options.local_fields, *options.local_many_to_many]
    waits = any(isinstance(field.remote_field.model, str) for field in fields if field.remote_field)
    return options.managed and not options.proxy and not waits
