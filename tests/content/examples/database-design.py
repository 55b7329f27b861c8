"""Checks that the database itself refuses what the design forbids."""

import sqlite3

refused = [
    "INSERT INTO author VALUES (2, 'Herbert')",
    "INSERT INTO book VALUES (2, 'Emma', -1, 1)",
    "INSERT INTO book VALUES (2, 'Emma', 900, 99)",
    "INSERT INTO book (id, title, author_id) VALUES (2, 'Emma', 1)",
    "INSERT INTO book_genre VALUES (1, 2)",
    "DELETE FROM author WHERE id = 1",
]
for statement in refused:
    try:
        connection.execute(statement)
    except sqlite3.IntegrityError:
        continue
    raise AssertionError(statement)
