"""Checks the data migration against a table of its own history: forwards it fills, backwards it empties."""

from django.db import connection, models
from django.db.migrations.state import ModelState, ProjectState

fields = [
    ("id", models.BigAutoField(primary_key=True)),
    ("title", models.CharField(max_length=80)),
    ("slug", models.SlugField(default="")),
]
state = ProjectState()
state.add_model(ModelState("catalog", "Book", fields))
Book = state.apps.get_model("catalog", "Book")
with connection.schema_editor() as editor:
    editor.create_model(Book)

Book.objects.create(title="Dune Messiah")
Book.objects.create(title="Emma", slug="kept")
migration = Migration("0003_fill_slug", "catalog")

with connection.schema_editor() as editor:
    migration.apply(state.clone(), editor)
assert list(Book.objects.order_by("pk").values_list("slug", flat=True)) == ["dune-messiah", "kept"]

with connection.schema_editor() as editor:
    migration.unapply(state.clone(), editor)
assert set(Book.objects.values_list("slug", flat=True)) == {""}
