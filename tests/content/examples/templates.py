"""Checks the page with books, without books, and with a title that tries to be HTML."""

from types import SimpleNamespace

from django.template import Context
from django.urls import path

urlpatterns = [path("books/<int:pk>/", print, name="book")]
templates["base.html"] = "<title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}"
templates["footer.html"] = "<footer>{{ shop }}</footer>"


def page(*books):
    return " ".join(document.render(Context({"books": books})).split())


one = page(SimpleNamespace(pk=3, title="<Dune>", price=9.5, stock=0))
assert one.startswith("<title>Our books</title> <h1>1 book</h1>")
assert '1. <a href="/books/3/"> &lt;Dune&gt;</a> 9.50 (sold out)' in one
assert one.endswith("<footer>Waymark</footer>")

assert "<h1>0 books</h1>" in page()
assert "Nothing here yet." in page()
assert "Nothing here yet." not in one
