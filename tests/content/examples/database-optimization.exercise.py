"""The test passes for a page with a join, and finds the page without one."""

import unittest

from django.http import HttpResponse
from django.test import TestCase
from django.urls import clear_url_caches, path


def make_books(rows):
    Book.objects.all().delete()
    for n in range(rows):
        Book.objects.create(title="A", author=Author.objects.create(name="B"), year=n)


def page_of(books):
    def page(request):
        return HttpResponse(f"{books.count()}" + "".join(book.author.name for book in books.all()))

    return page


def failures_with(books):
    global urlpatterns
    urlpatterns = [path("books/", page_of(books))]
    clear_url_caches()
    case = type("Books", (TestCase,), {"runTest": test_queries_do_not_grow})
    result = unittest.TestResult()
    case()(result)
    assert not result.errors, result.errors
    return len(result.failures)


assert failures_with(Book.objects.select_related("author")) == 0
assert failures_with(Book.objects.all()) == 1
