#!/usr/bin/env bash
# F() and bulk_update(): since Django 6.0 save() puts the new number in place of an F() on the instance, so that a second
# save() subtracts nothing more. bulk_update() still leaves the expression there: the next save() takes it away again.
set -euo pipefail
packages="Django==6.1.3"
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
for python in python3 python3.13 python3.12 "$HOME"/.pyenv/versions/3.1[2-5].*/bin/python; do  # Django 6.1 wants 3.12
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2> /dev/null && break
done
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check $packages
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import django
from django.conf import settings

settings.configure(
    USE_TZ=True, INSTALLED_APPS=[], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

from django.db import connection, models


class Book(models.Model):
    stock = models.IntegerField()

    class Meta:
        app_label = "shop"


with connection.schema_editor() as editor:
    editor.create_model(Book)


def left(first):
    """Sell one of ten copies by `first`, save the instance once more; return what is left."""
    book = Book.objects.create(stock=10)
    book.stock = models.F("stock") - 1
    first(book)
    book.save()
    return Book.objects.get(pk=book.pk).stock


print("Django", django.__version__)
control = left(lambda book: book.save())
seen = left(lambda book: Book.objects.bulk_update([book], ["stock"]))
print("control, save() and save():", control)
print("expected of bulk_update() and save(): 9")
print("seen:", seen)
sys.exit(0 if (control, seen) == (9, 8) else 1)
PYTHON
