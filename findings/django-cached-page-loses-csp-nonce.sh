#!/usr/bin/env bash
# Django's CSP nonce and cache_page: the first visitor of a cached page gets a nonce in the script tag and in the header.
# Each later one gets the same tag from the cache and a header without any nonce, so that the browser refuses the script:
# the header names a nonce only if somebody asked for it during this request, and from the cache nobody asks.
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
import re
import sys

import django
from django.conf import settings
from django.utils.csp import CSP

ENGINE = "django.template.backends.django.DjangoTemplates"
settings.configure(
    SECRET_KEY="x" * 50, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=True,
    MIDDLEWARE=["django.middleware.csp.ContentSecurityPolicyMiddleware"],
    SECURE_CSP={"script-src": [CSP.SELF, CSP.NONCE]},
    TEMPLATES=[{"BACKEND": ENGINE, "OPTIONS": {"context_processors": ["django.template.context_processors.csp"]}}],
)
django.setup()

from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path
from django.views.decorators.cache import cache_page

template = engines["django"].from_string('<script nonce="{{ csp_nonce }}">go()</script>')


def page(request):
    return HttpResponse(template.render({}, request))


urlpatterns = [path("plain/", page), path("cached/", cache_page(60)(page))]


def script_runs(address):
    """Tell whether the header allows the script of the page, as a browser decides."""
    answer = Client().get(address)
    nonce = re.search(r'nonce="([^"]+)"', answer.content.decode())[1]
    return f"'nonce-{nonce}'" in answer["Content-Security-Policy"], answer["Content-Security-Policy"]


print("Django", django.__version__)
seen = {address: [script_runs(address) for _ in range(2)] for address in ("/plain/", "/cached/")}
print("control, without cache:", seen["/plain/"])
print("expected of the cached page: the script runs for the second visitor as well")
print("seen:", seen["/cached/"])
runs = {address: [allowed for allowed, _ in visits] for address, visits in seen.items()}
sys.exit(0 if runs == {"/plain/": [True, True], "/cached/": [True, False]} else 1)
PYTHON
