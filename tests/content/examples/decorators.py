"""The decorator refuses, lets through, and keeps its view recognisable."""

from django.test import RequestFactory

requests = RequestFactory()

refused = report(requests.get("/"), 2026)
assert refused.status_code == 400
assert refused.content == b'{"error": "X-Client is missing"}'

answered = report(requests.get("/", headers={"X-Client": "app 3"}), year=2026)
assert answered.status_code == 200
assert answered.content == b'{"year": 2026}'
assert report.__wrapped__(requests.get("/"), 1999).content == b'{"year": 1999}'
