"""Checks the middleware example: the view is timed, and a closed site answers in its place."""

from types import SimpleNamespace

from django.http import HttpResponse
from django.test import RequestFactory, override_settings

seen = []


def view(request):
    seen.append(request.path)
    return HttpResponse("page")


def ask(*, staff):
    request = RequestFactory().get("/shop/")
    request.user = SimpleNamespace(is_staff=staff)
    return timing(MaintenanceMode(view))(request)


open_answer = ask(staff=False)
assert (open_answer.status_code, open_answer.content) == (200, b"page")
assert open_answer["Server-Timing"].startswith("app;dur=")
assert seen == ["/shop/"]

with override_settings(CLOSED=True):
    closed_answer = ask(staff=False)
    assert (closed_answer.status_code, closed_answer.content) == (503, b"Back soon")
    assert "Server-Timing" in closed_answer, "the middleware above still sees the response"
    assert seen == ["/shop/"], "the view was skipped"
    assert ask(staff=True).status_code == 200
