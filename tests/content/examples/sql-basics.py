"""Checks that the update and the delete did what the result shows, and the exercise about authors without books."""

assert connection.execute("SELECT title, price FROM book ORDER BY title").fetchall() == [("Dune", 12), ("Emma", 9)]
assert rows == [("Austen", 1, 9), ("Herbert", 1, 12), ("Lem", 0, None)]

without_books = """
    SELECT author.name FROM author
    LEFT JOIN book ON book.author_id = author.id
    WHERE book.id IS NULL
"""
assert connection.execute(without_books).fetchall() == [("Lem",)]
