#!/usr/bin/env bash
# @cache_page and a shared cache: one would guess that a patch release finds the pages that the one before has stored.
# Since 5.2.19 (and 6.0.10, 6.1.3) the key marks a header of Vary that a request lacks: pages that vary on Cookie are all
# made anew for visitors without a cookie, and two releases side by side never share them. With a cookie they are found.
set -euo pipefail
packages="Django==5.2.18 Django==5.2.19"
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
for package in $packages; do
  python3 -m pip install --quiet --disable-pip-version-check --target "$folder/$package" "$package"
done
cat > "$folder/visit.py" <<'PYTHON'
"""Visit a cached page that varies on Cookie, without and with one; say for each whether the view ran."""
import sys

import django
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_cookie

backend = "django.core.cache.backends.filebased.FileBasedCache"
settings.configure(CACHES={"default": {"BACKEND": backend, "LOCATION": sys.argv[1]}}, ALLOWED_HOSTS=["*"], USE_I18N=False)
django.setup()
ran = []


@cache_page(600)
@vary_on_cookie
def page(request):
    ran.append(request)
    return HttpResponse("books")


def visit(**headers):
    ran.clear()
    request = RequestFactory().get("/", headers=headers)
    if not headers:
        del request.META["HTTP_COOKIE"]  # the factory sends an empty one; a browser without cookies sends none
    page(request)
    return "made" if ran else "found"


print("without a cookie:", visit() + ", with one:", visit(Cookie="theme=dark"))
PYTHON
visit() { PYTHONPATH="$folder/Django==$1" python3 "$folder/visit.py" "$folder/pages"; }
first=$(visit 5.2.18); control=$(visit 5.2.18); seen=$(visit 5.2.19)
echo "Django 5.2.18, first visits:  $first"
echo "Django 5.2.18, second visits: $control (the control)"
echo "Django 5.2.19, expected:      $control"
echo "Django 5.2.19, seen:          $seen"
[ "$control" = "without a cookie: found, with one: found" ] && [ "$seen" = "without a cookie: made, with one: found" ]
