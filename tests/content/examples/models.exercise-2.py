"""The list shows, finds, and does not ask once more for each row."""

from django.contrib.auth import get_user_model
from django.core import checks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, path

urlpatterns = [path("admin/", admin.site.urls)]
clear_url_caches()
assert checks.run_checks([__import__("django.apps").apps.apps.get_app_config("example")]) == []
get_user_model().objects.create_superuser("root", password="pencil")
client = Client()
client.login(username="root", password="pencil")
ADDRESS = "/admin/example/book/"


def count(**query):
    with CaptureQueriesContext(connection) as sent:
        answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    return len(sent), answer.content.decode()


few, _ = count()
for number in range(20):
    Book.objects.create(title=f"Tales {number}", author=Author.objects.create(name=f"Author {number}"))
many, page = count()
assert many == few, f"{few} queries for one book, {many} for 21"
assert "By status" in page
_, found = count(q="Lem")
assert "Solaris" in found and "Tales" not in found
