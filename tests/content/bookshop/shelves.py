"""Rows to begin: Emma (8) by Austen, Dune (12) by Herbert, Solaris (9) and Eden (7) by Lem, and Ada, a customer."""

from django.contrib.auth import get_user_model

from bookshop.catalog.models import Author, Book

STOCK = [("Emma", 8, "Austen"), ("Dune", 12, "Herbert"), ("Solaris", 9, "Lem"), ("Eden", 7, "Lem")]


def fill(stock=3):
    """Create the four books, each with `stock` copies; return them by title."""
    books = {}
    for title, price, name in STOCK:
        author, _ = Author.objects.get_or_create(name=name)
        books[title] = Book.objects.create(title=title, slug=title.lower(), price=price, stock=stock, author=author)
    return books


def person(name="ada", **values):
    """Create a user whose password is `pencil`; return it."""
    return get_user_model().objects.create_user(name, f"{name}@example.com", "pencil", **values)
