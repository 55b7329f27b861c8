"""The first call finishes the task, the second is a conflict, a stranger finds nothing."""

from rest_framework.test import APIClient

TaskViewSet.finish = finish
router = routers.DefaultRouter()
router.register("tasks", TaskViewSet, basename="task")
urlpatterns = router.urls

ada, bob = (User.objects.create_user(name) for name in ("ada", "bob"))
task = Task.objects.create(owner=ada, title="Pay rent")
client = APIClient()
client.force_authenticate(ada)
first = client.post("/tasks/1/finish/")
assert (first.status_code, first.json()["done"]) == (200, True)
assert client.post("/tasks/1/finish/").status_code == 409
client.force_authenticate(bob)
assert client.post("/tasks/1/finish/").status_code == 404
