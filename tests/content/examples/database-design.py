"""Checks that the database itself refuses what the design forbids."""

import sqlite3


def refuses(statement):
    try:
        connection.execute(statement)
    except sqlite3.IntegrityError:
        return True
    return False


assert refuses("INSERT INTO author VALUES (2, 'Herbert')"), "names are unique"
assert refuses("INSERT INTO book VALUES (2, 'Emma', -1, 1)"), "no price is below zero"
assert refuses("INSERT INTO book VALUES (2, 'Emma', 900, 99)"), "there is no author 99"
assert refuses("INSERT INTO book (id, title, author_id) VALUES (2, 'Emma', 1)"), "a book has a price"
assert refuses("INSERT INTO book_genre VALUES (1, 2)"), "a pair occurs once"
assert refuses("DELETE FROM author WHERE id = 1"), "an author with books stays"
assert not refuses("INSERT INTO book VALUES (2, 'Emma', 900, 1)")
