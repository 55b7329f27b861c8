"""One query, each book once, and those without reviews are there."""

for number in (4, 40):
    with CaptureQueriesContext(connection) as sent:
        found = {book.pk: (book.mine, book.newest) for book in books.order_by("pk")[:number]}
    assert len(sent) == 1
    assert len(found) == number
    assert (found[1], found[2]) == ((True, 2), (False, None))
assert books.count() == 50
