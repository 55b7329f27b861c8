"""Every address is found and can be built back from its name."""

from django.urls import clear_url_caches

clear_url_caches()
assert reverse("month", args=[2026, 11]) == "/archive/2026/11/"
assert resolve("/archive/2026/11/").kwargs == {"year": 2026, "month": 11}
names = [resolve(url).view_name for url in ("/", "/archive/2026/", "/archive/2026/11/", "/tags/django/")]
assert names == ["home", "year", "month", "tag"]
