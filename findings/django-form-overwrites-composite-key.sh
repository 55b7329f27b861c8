#!/usr/bin/env bash
# Django's CompositePrimaryKey in a ModelForm: an "add" form that repeats the key of a row is valid, and save() writes over
# that row without a word. With an ordinary primary key the same form is refused ("already exists"). full_clean() of an
# instance does know the key: only the form, which leaves `pk` out of its fields, passes it over.
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

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.forms import modelform_factory


class Line(models.Model):
    pk = models.CompositePrimaryKey("order", "number")
    order = models.IntegerField()
    number = models.IntegerField()
    text = models.CharField(max_length=9)

    class Meta:
        app_label = "shop"


class Code(models.Model):
    code = models.CharField(max_length=9, primary_key=True)
    text = models.CharField(max_length=9)

    class Meta:
        app_label = "shop"


with connection.schema_editor() as editor:
    editor.create_model(Line)
    editor.create_model(Code)
Line.objects.create(order=1, number=2, text="old")
Code.objects.create(code="a", text="old")


def add(model, **data):
    """Fill an "add" form, save it if it is valid; return whether it was, and the texts in the table."""
    form = modelform_factory(model, fields="__all__")(data)
    valid = form.is_valid()
    if valid:
        form.save()
    return valid, list(model.objects.values_list("text", flat=True))


def full_clean_refuses():
    try:
        Line(order=1, number=2, text="new").full_clean()
    except ValidationError:
        return True
    return False


print("Django", django.__version__)
known = full_clean_refuses()
control = add(Code, code="a", text="new")
seen = add(Line, order=1, number=2, text="new")
print("control, an ordinary primary key: (valid, texts) =", control)
print("full_clean() of an instance with a key that is taken refuses it:", known)
print("expected of the composite key: (False, ['old'])")
print("seen:", seen)
sys.exit(0 if (control, seen) == ((False, ["old"]), (True, ["new"])) else 1)
PYTHON
