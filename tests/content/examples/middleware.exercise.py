"""A form is refused, JSON and GET get through."""

from django.test import RequestFactory

handler = only_json(lambda request: HttpResponse())
make = RequestFactory()
assert handler(make.post("/", {"a": 1})).status_code == 415
assert handler(make.put("/", b"a=1", content_type="text/plain")).status_code == 415
assert handler(make.post("/", {"a": 1}, content_type="application/json")).status_code == 200
assert handler(make.get("/")).status_code == 200
