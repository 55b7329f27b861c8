"""Every address is found and can be built back from its name."""

from django.urls import clear_url_caches

clear_url_caches()
assert reverse("month", args=[2026, 11]) == "/sales/2026/11/"
assert resolve("/sales/2026/11/").kwargs == {"year": 2026, "month": 11}
names = [resolve(url).view_name for url in ("/", "/sales/2026/", "/sales/2026/11/", "/genres/classic/")]
assert names == ["home", "year", "month", "genre"]
