"""Each user sees and changes their own wishes only, and cannot choose an owner or an id."""

from rest_framework.test import APIClient

ada, bob = (User.objects.create_user(name) for name in ("ada", "bob"))
owner, stranger, anonymous = APIClient(), APIClient(), APIClient()
owner.force_authenticate(ada)
stranger.force_authenticate(bob)

body = {"title": "Emma", "owner": bob.pk, "id": 77}
created = owner.post("/wishes/", body, format="json")
assert created.status_code == 201
assert created.json() == {"id": 1, "title": "Emma", "bought": False}
assert Wish.objects.get().owner == ada

assert stranger.get("/wishes/").json() == []
for method in ("get", "patch", "put", "delete"):
    assert getattr(stranger, method)("/wishes/1/", {}, format="json").status_code == 404
assert anonymous.get("/wishes/").status_code in (401, 403)
assert owner.post("/wishes/", {}).json() == {"title": ["This field is required."]}
assert owner.delete("/wishes/1/").status_code == 204
