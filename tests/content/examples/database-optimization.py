"""`prefetch_related` costs one query more than the join, and the index serves year and title, but not title alone."""

with CaptureQueriesContext(connection) as queries:
    assert len([book.author.name for book in books.prefetch_related("author")]) == 50
assert len(queries) == 2
assert "year_title" in books.filter(year=1999, title="A").explain()
assert "SCAN" in books.filter(title="A").explain()
