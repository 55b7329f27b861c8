"""Checks of the topic `sql-basics`."""

import sqlite3
from contextlib import closing
from bookshop.catalog.models import Author
from bookshop.shelves import fill
from django.db import connection
from grading import claim, code, exercise, question, raises


def ask(sql, before=""):
    with connection.cursor() as cursor:
        for statement in filter(str.strip, before.split(";")):
            cursor.execute(statement)
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@claim("An inner join drops rows without a partner")
def joins():
    fill()
    Author.objects.create(name="Nobody")
    join = "SELECT a.name, b.title FROM catalog_author a {} JOIN catalog_book b ON b.author_id = a.id"
    assert len(ask(join.format(""))) == 4 and ("Nobody", None) in ask(join.format("LEFT"))


@claim("`COUNT(*)` counts rows")
def counts():
    assert ask("SELECT COUNT(*), COUNT(x) FROM (SELECT 1 AS x UNION ALL SELECT NULL) AS t") == [(2, 1)]


@claim("Comparing with `NULL` gives neither true nor false")
def null():
    assert ask("SELECT 1 WHERE NULL = NULL") == [] == ask("SELECT 1 WHERE NULL <> 1")
    assert ask("SELECT 1 WHERE NULL IS NULL") == [(1,)]


@claim("`UPDATE` and `DELETE` without `WHERE`")
def every_row():
    fill()
    assert ask("UPDATE catalog_book SET stock = 0") == 4


@claim("gives the row before and after an `UPDATE`", database="postgresql")
def old_and_new():
    fill()
    if connection.pg_version >= 180000:
        seen = ask("UPDATE catalog_book SET stock = stock + 1 RETURNING old.stock, new.stock")
        assert seen == [(3, 4)] * 4


@claim("A generated column is virtual unless", database="postgresql")
def virtual():
    from django.db import Error

    if connection.pg_version >= 180000:
        ask("CREATE TEMP TABLE g (n int, m int GENERATED ALWAYS AS (n * 2))")
        assert ask("SELECT attgenerated FROM pg_attribute WHERE attrelid = 'g'::regclass AND attname = 'm'") == [("v",)]
        assert raises(Error, lambda: ask("CREATE INDEX ON g (m)"))


@claim("`RETURNING` works in SQLite too")
def returning():
    assert ask("INSERT INTO catalog_author (name) VALUES ('Eco') RETURNING name") == [("Eco",)]


@question("join-keeps-authors-book")
def which_join(choices):
    fill()
    Author.objects.create(name="Nobody")

    def keeps(text):
        one, kind, other = text.split()[0], " ".join(text.split()[1:-1]), text.split()[-1]
        rows = ask(f"SELECT author.name FROM catalog_{one} {one} {kind} catalog_{other} {other} ON book.author_id = author.id")
        return ("Nobody",) in rows

    return {choice: keeps(code(choice)) for choice in choices}


@question("part-filters-groups")
def groups(choices):
    from django.db import Error

    fill()

    def works(word):
        found = []
        sql = f"SELECT author_id FROM catalog_book GROUP BY author_id {word} COUNT(*) > 1"
        return not raises(Error, lambda: found.extend(ask(sql))) and len(found) == 1

    return {choice: works(code(choice)) for choice in choices}


@question("want-number-orders-per")
def having(choices):
    from django.db import Error

    ask("CREATE TEMP TABLE orders (customer_id int)")
    for customer, number in ((1, 7), (2, 3)):
        for _ in range(number):
            ask(f"INSERT INTO orders VALUES ({customer})")

    def works(rest):
        found = []
        return not raises(Error, lambda: found.extend(ask(f"SELECT customer_id, COUNT(*) FROM orders {rest.rstrip(';')}"))) and found == [(1, 7)]

    return {choice: works(code(choice)) for choice in choices}


@question("authors-without-cheap")
def lost_rows(choices):
    fill()
    sql = "SELECT a.name FROM catalog_author a LEFT JOIN catalog_book b ON b.author_id = a.id {} b.price < 9 {}"
    names = lambda *parts: {name for name, in ask(sql.format(*parts))}
    lost = "Herbert" not in names("WHERE", "")
    return {"`NULL` rows": lost and "Herbert" in names("AND", ""), "`GROUP BY`": "Herbert" in names("WHERE", "GROUP BY a.name"),
            "in the wrong order": "Herbert" in {name for name, in ask("SELECT a.name FROM catalog_book b LEFT JOIN catalog_author a ON b.author_id = a.id WHERE b.price < 9")}, "compare the names": "Herbert" in {name for name, in ask("SELECT a.name FROM catalog_author a LEFT JOIN catalog_book b ON b.title = a.name WHERE b.price < 9")}}


@question("sql-returning-old", database="postgresql")
def returning_old(choices):
    from django.db import Error

    ask("CREATE TEMP TABLE book (price int)", "")
    ask("INSERT INTO book VALUES (5), (NULL)")
    seen = {}
    for choice in choices:
        found = []
        failed = raises(Error, lambda: found.extend(ask(code(choice))))
        seen[choice] = not failed and len(found[0]) == 2 and "old." in choice
    return seen


@question("sql-explain-seq", database="postgresql")
def a_plan(choices):
    ask("CREATE TEMP TABLE customer (email text)")
    ask("INSERT INTO customer SELECT 'c' || n || '@example.com' FROM generate_series(1, 5000) n")
    explain = lambda: " ".join(row[0] for row in ask("EXPLAIN ANALYZE SELECT * FROM customer WHERE email = 'c7@example.com'"))
    ask("ANALYZE customer")
    before = explain()
    ask("CREATE INDEX ON customer (email)")
    after = explain()
    return {"an index on `email` is missing": "Rows Removed by Filter: 4999" in before and "Rows Removed" not in after,
            "was used": "Index" in before, "deleted": ask("SELECT COUNT(*) FROM customer") != [(5000,)]}


@question("sql-exists-not-in")
def not_in(choices):
    def found(values):
        rows = " UNION ALL ".join(f"SELECT {value} AS m" for value in values)
        return ask(f"SELECT 7 WHERE 7 NOT IN (SELECT m FROM ({rows}) AS t)")

    distinct = ask("SELECT 7 WHERE 7 NOT IN (SELECT DISTINCT m FROM (SELECT 1 AS m UNION ALL SELECT NULL) AS t)")
    return {"never true": found(["1"]) == [(7,)] and found(["1", "NULL"]) == [], "no `SELECT`": found(["1"]) == [], "`DISTINCT`": distinct == [(7,)],
            "asked once": ask("SELECT 7 FROM (SELECT 1) AS one WHERE 7 NOT IN (SELECT m FROM (SELECT 1 AS m UNION ALL SELECT NULL) AS t WHERE m = 1 OR m IS NULL)") == [(7,)]}


TABLES = """
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, author_id INTEGER);
INSERT INTO author VALUES (1, 'Austen'), (2, 'Herbert'), (3, 'Lem');
INSERT INTO book VALUES (1, 'Emma', 1), (2, 'Dune', 2);
"""


@exercise(
    "lists the authors **without any book**",
    "SELECT author.name FROM author LEFT JOIN book ON book.author_id = author.id AND book.id IS NULL",
    "SELECT author.name FROM author JOIN book ON book.author_id = author.id WHERE book.id IS NULL",
    "SELECT author.name FROM author LEFT JOIN book ON book.author_id = author.id WHERE book.id = NULL",
)
def authors_without_books(answer):
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(TABLES)
        lem = db.execute(answer).fetchall()
        db.execute("INSERT INTO book VALUES (3, 'Eden', 3)")
        return lem == [("Lem",)] and db.execute(answer).fetchall() == []


@question("money-moves-account", database="sqlite")
def never_one_alone(choices):
    def half_done(begin, *, constraint="", lock=False):
        """Break off between the two updates; tell whether one of them is left."""
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
            db.execute(f"CREATE TABLE account (id INTEGER PRIMARY KEY, n INTEGER {constraint})")
            db.executemany("INSERT INTO account (id, n) VALUES (?, 10)", [(1,), (2,)])
            if begin:
                db.execute("BEGIN")
            db.execute("UPDATE account SET n = n - 5 WHERE id = 1")
            if begin:
                db.execute("ROLLBACK")  # the second statement fails
            return sum(n for n, in db.execute("SELECT n FROM account")) != 20

    return {"Both in one transaction": not half_done(True), "A `CHECK` on both": not half_done(False, constraint="CHECK (n >= 0)"),
            "A foreign key between": not half_done(False, constraint="REFERENCES account (id)")}


@question("select-book-price-null", database="sqlite")
def nothing_equals_null(choices):
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript("CREATE TABLE book (id INTEGER, price INTEGER); INSERT INTO book VALUES (1, NULL), (2, 5);")
        rows = lambda condition: len(db.execute(f"SELECT * FROM book WHERE {condition}").fetchall())
        return {"stored as a 0": rows("price = 0") == 1, "is never true": (rows("price = NULL"), rows("price IS NULL")) == (0, 1),
                "in quotes": rows("price = 'NULL'") == 1, "leaves out the empty": len(db.execute("SELECT * FROM book").description) != 2}


@claim("A `SELECT` is worked out as FROM and JOIN")
def worked_out_in_this_order():
    from django.db import Error

    fill()
    refused = lambda rest: raises(Error, lambda: ask(f"SELECT author_id, COUNT(*) AS n FROM catalog_book {rest}"))
    assert refused("WHERE COUNT(*) > 1 GROUP BY author_id")  # WHERE comes before the groups are there
    assert not refused("GROUP BY author_id HAVING COUNT(*) > 1") and not refused("GROUP BY author_id ORDER BY n LIMIT 1")
    assert ask("SELECT title, price * 2 AS double FROM catalog_book ORDER BY double DESC LIMIT 1")[0][0] == "Dune"


@claim("Without `ORDER BY` the order of rows is not defined")
def no_order():
    ask("CREATE TEMP TABLE seen (n int, text text)")
    ask("INSERT INTO seen VALUES (1, 'c'), (2, 'a'), (3, 'b')")
    before = ask("SELECT n FROM seen")
    ask("UPDATE seen SET text = 'z' WHERE n = 1") if connection.vendor == "postgresql" else ask("CREATE INDEX by_text ON seen (text, n)")
    after = ask("SELECT n FROM seen" if connection.vendor == "postgresql" else "SELECT n FROM seen WHERE text > ''")
    assert before != after and sorted(before) == sorted(after) == ask("SELECT n FROM seen ORDER BY n")


@claim("was sent before the `WHERE` was typed", database="sqlite")
def saved_by_a_rollback():
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute("CREATE TABLE book (id INTEGER)")
        db.executemany("INSERT INTO book VALUES (?)", [(1,), (2,)])
        db.execute("BEGIN")
        assert db.execute("DELETE FROM book;").rowcount == 2
        db.execute("ROLLBACK")
        assert db.execute("SELECT COUNT(*) FROM book").fetchone() == (2,)


@claim("`WHERE price = NULL` finds nothing")
def rows_without_a_price():
    ask("CREATE TEMP TABLE priced (price int)")
    ask("INSERT INTO priced VALUES (5), (6), (NULL)")
    rows = lambda condition: len(ask(f"SELECT * FROM priced WHERE {condition}"))
    assert [rows(c) for c in ("price = NULL", "price IS NULL", "price <> 5", "price <> 5 OR price IS NULL")] == [0, 1, 1, 2]


@claim("behaves like an inner join")
def on_or_where():
    fill()
    Author.objects.create(name="Nobody")
    sql = "SELECT a.name FROM catalog_author a LEFT JOIN catalog_book b ON b.author_id = a.id {} b.price > 5"
    inner = ask(sql.replace("LEFT JOIN", "JOIN").format("WHERE"))
    assert sorted(ask(sql.format("WHERE"))) == sorted(inner) and ("Nobody",) in ask(sql.format("AND"))


@claim("A query is glued together from user input")
def injected():
    fill()
    name = "x' OR '1'='1"
    assert len(ask("SELECT * FROM catalog_author WHERE name = '" + name + "'")) == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM catalog_author WHERE name = %s", [name])
        assert cursor.fetchall() == []
