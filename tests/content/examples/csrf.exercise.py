"""The test passes with the check in place, and fails when the view is exempt."""

import unittest

from django.shortcuts import redirect
from django.test import TestCase
from django.urls import clear_url_caches
from django.views.decorators.csrf import csrf_exempt


def contact(request):
    if request.method == "POST":
        return redirect("/")
    return HttpResponse(FORM.render(RequestContext(request)))


def failures_with(view):
    urlpatterns[:] = [path("contact/", view)]
    case = type("Contact", (TestCase,), {"runTest": test_post_needs_the_token, "databases": set()})
    result = unittest.TestResult()
    case()(result)
    assert not result.errors, result.errors
    return len(result.failures)


assert failures_with(contact) == 0
clear_url_caches()
assert failures_with(csrf_exempt(contact)) == 1
