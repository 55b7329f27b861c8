"""Checks of the topic `database-design`."""

import sqlite3
from contextlib import closing
from bookshop.catalog.models import Review
from bookshop.shelves import fill, person
from django.db import Error, IntegrityError, connection
from grading import claim, code, exercise, question, raises


def ask(*statements):
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


@claim("A foreign key makes the database refuse", database="postgresql")
def refuses():
    ask("CREATE TEMP TABLE a (id int PRIMARY KEY)", "CREATE TEMP TABLE b (a_id int REFERENCES a (id))")
    assert raises(IntegrityError, lambda: ask("INSERT INTO b VALUES (1)"))


@claim("Foreign key columns are not indexed by PostgreSQL itself", database="postgresql")
def not_indexed():
    ask("CREATE TEMP TABLE a (id int PRIMARY KEY)", "CREATE TEMP TABLE b (a_id int REFERENCES a (id))")
    assert ask("SELECT COUNT(*) FROM pg_indexes WHERE tablename = 'b'") == [(0,)]
    assert ask("SELECT COUNT(*) FROM pg_indexes WHERE tablename = 'catalog_book' AND indexdef LIKE '%(author_id)%'") == [(1,)]


@claim("can serve a search by `user_id` alone", database="postgresql")
def skip_scan():
    if connection.pg_version >= 180000:
        assert "Index" in plan()


def plan():
    ask("CREATE TEMP TABLE event (kind int, user_id int)",
        "INSERT INTO event SELECT n % 5, n FROM generate_series(1, 50000) n",
        "CREATE INDEX ON event (kind, user_id)", "ANALYZE event")
    return ask("EXPLAIN SELECT * FROM event WHERE user_id = 77")[0][0]


@claim("gives a table between two others the pair as its key")
def composite():
    from django.db import models

    assert models.CompositePrimaryKey("book_id", "genre_id").unique


@question("each-member-may-vote")
def one_review(choices):
    def works(rule):
        name = "review"
        ask(f"DROP TABLE IF EXISTS {name}")
        ask(f"CREATE TEMP TABLE {name} (customer_id int, book_id int, {rule})")
        ask(f"INSERT INTO {name} VALUES (1, 2)")
        return not raises(Error, lambda: ask(f"INSERT INTO {name} VALUES (1, 3), (2, 2)")) and raises(
            IntegrityError, lambda: ask(f"INSERT INTO {name} VALUES (1, 2)"))

    seen = {}
    for choice in choices:
        seen[choice] = not raises(Error, lambda: None) and "INDEX" not in choice and works(code(choice))
    return seen


@question("shop-stores-prices")
def floats(choices):
    import json

    with closing(shop_of("CREATE TABLE line (price REAL)", "CREATE INDEX by_price ON line (price)", "INSERT INTO line VALUES (0.1), (0.1), (0.1)")) as db:
        indexed = db.execute("SELECT SUM(price) FROM line").fetchone()[0]
    sent = json.loads(json.dumps(0.1 + 0.2))  # as a browser gets and shows it
    return {"cannot hold": 0.1 + 0.2 != 0.3, "`GROUP BY`": sum([0.1, 0.2]) == 0.3, "need an index": indexed == 0.3, "by the browser": sent != 0.1 + 0.2}


@question("db-skip-scan", database="postgresql")
def skips(choices):
    seen = plan()
    whole = ask("EXPLAIN SELECT * FROM event WHERE user_id = 77 AND kind = 1")[0][0]
    return {"jumping": "Index" in seen and "Index" in whole, "Nothing with it": "Seq Scan" in seen}


@question("db-cascade-or-protect", database="postgresql")
def kept(choices):
    def works(rule):
        ask("DROP TABLE IF EXISTS o", "DROP TABLE IF EXISTS c")
        ask("CREATE TEMP TABLE c (id int PRIMARY KEY)", f"CREATE TEMP TABLE o (c_id int REFERENCES c (id) {rule})",
            "INSERT INTO c VALUES (1)", "INSERT INTO o VALUES (1)")
        return raises(IntegrityError, lambda: ask("DELETE FROM c")) and "ON DELETE" in rule

    return {choice: works(code(choice)) for choice in choices}


CUSTOMER = "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, postcode TEXT, town TEXT);"
BOOKS = "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE purchase (customer_id INTEGER, book_id INTEGER);"


@exercise(
    "Bring this table into third normal form",
    CUSTOMER + BOOKS,
    CUSTOMER.replace("town TEXT", "town TEXT, books TEXT"),
    CUSTOMER.replace(", town TEXT", "") + BOOKS + "CREATE TABLE town (postcode TEXT, name TEXT);",
)
def third_normal_form(answer):
    def columns(db, table):
        return {name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")}

    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript("PRAGMA foreign_keys = ON;" + answer)
        if "town" in columns(db, "customer") or "books" in columns(db, "customer"):
            return False
        points = {(table, target) for table in ("customer", "purchase") for _, _, target, *_ in db.execute(f"PRAGMA foreign_key_list({table})")}
        keys = [name for _, name, _, _, _, key in db.execute("PRAGMA table_info(town)") if key]
        return keys == ["postcode"] and points == {("customer", "town"), ("purchase", "customer"), ("purchase", "book")}


def shop_of(*tables):
    """Return a new SQLite with these tables, which keeps foreign keys."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.executescript("PRAGMA foreign_keys = ON;" + ";".join(tables))
    except sqlite3.Error:
        db.close()
        raise
    return db


def holds_two_books(*tables, write):
    """Tell whether an author can have two books, and each of them one author, without a cell that holds a list."""
    with closing(shop_of(*tables)) as db:
        try:
            db.executescript(write)
        except sqlite3.Error:
            return False
        return db.execute("SELECT COUNT(*) FROM book").fetchone() == (2,)


BOOK = "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT{})"
AUTHOR = "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT{})"
ON_BOOK = (AUTHOR.format(""), BOOK.format(", author_id INTEGER NOT NULL REFERENCES author (id)"))
ON_AUTHOR = (BOOK.format(""), AUTHOR.format(", book_id INTEGER NOT NULL REFERENCES book (id)"))


@claim("the foreign key stands on the \"many\" side")
def many_points_to_one():
    write = "INSERT INTO author VALUES (1, 'Lem'); INSERT INTO book VALUES (1, 'Eden', 1), (2, 'Solaris', 1)"
    assert holds_two_books(*ON_BOOK, write=write)
    with closing(shop_of(*ON_AUTHOR)) as db:
        db.executescript("INSERT INTO book VALUES (1, 'Eden'), (2, 'Solaris'); INSERT INTO author VALUES (1, 'Lem', 1)")
        try:
            db.execute("INSERT INTO author VALUES (1, 'Lem', 2)")
            twice = True
        except sqlite3.IntegrityError:
            twice = False
        assert not twice


@question("author-many-books-each")
def where_the_key_goes(choices):
    """Give an author two books, and refuse a book a second author, with one row for each author and book."""
    many = holds_two_books(*ON_BOOK, write="INSERT INTO author VALUES (1, 'Lem'); INSERT INTO book VALUES (1, 'Eden', 1), (2, 'Solaris', 1)")
    one = holds_two_books(*ON_AUTHOR, write="INSERT INTO book VALUES (1, 'Eden'), (2, 'Solaris'); INSERT INTO author VALUES (1, 'Lem', 1), (1, 'Lem', 2)")
    both = holds_two_books(AUTHOR.format(", book_id INTEGER NOT NULL REFERENCES book (id)"), BOOK.format(", author_id INTEGER NOT NULL REFERENCES author (id)"),
                           write="INSERT INTO author VALUES (1, 'Lem', 1); INSERT INTO book VALUES (1, 'Eden', 1), (2, 'Solaris', 1)")
    with closing(shop_of(AUTHOR.format(""), BOOK.format(""), "CREATE TABLE book_author (book_id INTEGER, author_id INTEGER, UNIQUE (book_id, author_id))")) as db:
        db.executescript("INSERT INTO book_author VALUES (1, 1), (2, 1), (1, 2)")  # a book with a second author
        between = db.execute("SELECT COUNT(*) FROM book_author WHERE book_id = 1").fetchone() == (1,)
    return {"Into `book`": many, "Into `author`": one, "Into both": both, "Into a third table": between}


@claim("A many-to-many relationship needs a third table")
def a_third_table():
    from bookshop.catalog.models import Book, Genre

    through = Book.genres.through
    assert through._meta.db_table in connection.introspection.table_names()
    assert [field.column for field in through._meta.local_fields if field.remote_field] == ["book_id", "genre_id"]
    emma, genre = fill()["Emma"], Genre.objects.create(name="sf")
    emma.genres.add(genre)
    assert list(genre.books.all()) == [emma] and "genre_id" not in [field.column for field in Book._meta.local_fields]


@claim("Third normal form in one sentence")
def one_fact_in_one_place():
    with closing(shop_of("CREATE TABLE book (id INTEGER PRIMARY KEY, publisher_id INTEGER, publisher_name TEXT)",
                         "INSERT INTO book VALUES (1, 7, 'Orbit'), (2, 7, 'Orbit')")) as db:
        db.execute("UPDATE book SET publisher_name = 'Nova' WHERE id = 1")
        assert db.execute("SELECT COUNT(DISTINCT publisher_name) FROM book WHERE publisher_id = 7").fetchone() == (2,)


@question("renaming-department")
def what_contradicts(choices):
    """Rename the publisher in one statement that finds one row; a flaw's cure leaves one name for it."""
    table = "CREATE TABLE book (id {key}, name TEXT, publisher_id INTEGER{more}, publisher_name {text})"
    rows = "INSERT INTO book (id, name, publisher_id, publisher_name) VALUES ('1', 'Ada', 7, 'Orbit'), ('2', 'Bob', 7, 'Orbit')"

    def names(**changed):
        facts = {"key": "INTEGER PRIMARY KEY", "more": "", "text": "TEXT"} | changed
        with closing(shop_of(table.format(**facts), rows)) as db:
            db.execute("UPDATE book SET publisher_name = 'Nova' WHERE id = (SELECT MIN(id) FROM book)")
            return db.execute("SELECT COUNT(DISTINCT publisher_name) FROM book").fetchone()[0]

    with closing(shop_of("CREATE TABLE publisher (id INTEGER PRIMARY KEY, name TEXT)", "CREATE TABLE book (id INTEGER PRIMARY KEY, publisher_id INTEGER REFERENCES publisher (id))",
                         "INSERT INTO publisher VALUES (7, 'Orbit')", "INSERT INTO book VALUES (1, 7), (2, 7)")) as db:
        db.execute("UPDATE publisher SET name = 'Nova' WHERE id = 7")
        apart = len(set(db.execute("SELECT d.name FROM book e JOIN publisher d ON d.id = e.publisher_id").fetchall()))
    return {"The name depends": apart == 1 and names() == 2, "only a number": names(key="TEXT PRIMARY KEY") == 1,
            "foreign key to itself": names(more=", sequel_id INTEGER REFERENCES book (id)") == 1,
            "too general": names(text="VARCHAR(20)") == 1}


@question("students-take-many")
def where_the_quantity_goes(choices):
    """Order 1 has one Emma and three Dune, order 2 two Emma; ask for the Emmas of order 1, and for the mean of Emma."""
    def works(script, quantity, mean):
        try:
            with closing(shop_of(script)) as db:
                return db.execute(quantity).fetchall() == [(1,)] and db.execute(mean).fetchone() == (1.5,)
        except sqlite3.Error:
            return False

    people = "CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT, quantities TEXT); CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, quantity INTEGER);"
    between = people + "CREATE TABLE order_line (order_id INTEGER, book_id INTEGER, quantity INTEGER, PRIMARY KEY (order_id, book_id)); INSERT INTO order_line VALUES (1, 1, 1), (1, 2, 3), (2, 1, 2)"
    listed = people + "INSERT INTO orders VALUES (1, 'Ada', '1,3'), (2, 'Bob', '2')"
    beside = people + "INSERT INTO book VALUES (1, 'Emma', 1), (1, 'Emma', 2)"
    each = people + "CREATE TABLE quantity (order_id INTEGER PRIMARY KEY, quantity INTEGER); INSERT INTO quantity VALUES (1, 1), (1, 3), (2, 2)"
    mean = "SELECT AVG(quantity) FROM {} WHERE book_id = 1"
    return {"the table between": works(between, "SELECT quantity FROM order_line WHERE order_id = 1 AND book_id = 1", mean.format("order_line")),
            "as a list": works(listed, "SELECT quantities FROM orders WHERE id = 1", "SELECT AVG(quantities) FROM orders"),
            "next to its title": works(beside, "SELECT quantity FROM book WHERE id = 1", "SELECT AVG(quantity) FROM book"),
            "one row for each": works(each, "SELECT quantity FROM quantity WHERE order_id = 1", "SELECT AVG(quantity) FROM quantity")}


@question("first-normal-form-ask")
def a_value_in_each_cell(choices):
    """Find all books of a genre without string tricks; see which of the rules lets a list through."""
    def finds(script, ask="SELECT COUNT(*) FROM book WHERE genre = 'sf'"):
        with closing(shop_of(script)) as db:
            return db.execute(ask).fetchone() == (2,)

    lists = "INSERT INTO book (id, genre) VALUES (1, 'sf,classic'), (2, 'sf')"
    one_value = "CREATE TABLE book (id INTEGER, genre TEXT, PRIMARY KEY (id, genre)); INSERT INTO book VALUES (1, 'sf'), (1, 'classic'), (2, 'sf')"
    return {"One value": finds(one_value), "One key": finds(f"CREATE TABLE book (id INTEGER PRIMARY KEY, genre TEXT); {lists}"),
            "One table": finds(f"CREATE TABLE author (id INTEGER); CREATE TABLE book (id INTEGER, genre TEXT); {lists}"),
            "No empty cells": finds(f"CREATE TABLE book (id INTEGER NOT NULL, genre TEXT NOT NULL); {lists}")}


@claim("Money is stored as `NUMERIC`")
def exact_money():
    from decimal import Decimal

    kind = "numeric" if connection.vendor == "postgresql" else "integer"
    ask(f"CREATE TEMP TABLE priced (cents integer, exact {kind}, inexact double precision)")
    for _ in range(3):
        ask("INSERT INTO priced VALUES (10, 0.1, 0.1)")
    cents, exact, inexact = ask("SELECT SUM(cents), SUM(exact), SUM(inexact) FROM priced")[0]
    assert cents == 30 and inexact != 0.3
    assert exact == Decimal("0.3") or connection.vendor == "sqlite"  # there NUMERIC is a float; Django keeps it by rounding


def an_order(price_kept):
    """Return what last year's invoice says after the product's price has changed from 8 to 9."""
    line = "CREATE TABLE order_line (product_id INTEGER, quantity INTEGER{})"
    with closing(shop_of("CREATE TABLE product (id INTEGER PRIMARY KEY, price INTEGER)", line.format(", price INTEGER" if price_kept else ""), "INSERT INTO product VALUES (1, 8)",
                         f"INSERT INTO order_line VALUES (1, 2{', 8' if price_kept else ''})", "UPDATE product SET price = 9")) as db:
        price = "l.price" if price_kept else "p.price"
        return db.execute(f"SELECT SUM(l.quantity * {price}) FROM order_line l JOIN product p ON p.id = l.product_id").fetchone()[0]


@claim("An order stores only `product_id`")
def the_price_of_that_day():
    from bookshop.orders.models import OrderLine

    assert (an_order(price_kept=False), an_order(price_kept=True)) == (18, 16)
    assert "price" in [field.name for field in OrderLine._meta.fields]


@question("db-price-copied")
def what_is_missing(choices):
    unique = "CREATE UNIQUE INDEX one_price ON order_line (product_id)"
    def with_rule(rule):
        with closing(shop_of("CREATE TABLE product (id INTEGER PRIMARY KEY, price INTEGER, last_order INTEGER)", "CREATE TABLE order_line (order_id INTEGER, product_id INTEGER, quantity INTEGER)",
                             "INSERT INTO product VALUES (1, 8, NULL)", rule, "INSERT INTO order_line VALUES (5, 1, 2)", "UPDATE product SET price = 9, last_order = 5")) as db:
            return db.execute("SELECT SUM(l.quantity * p.price) FROM order_line l JOIN product p ON p.id = l.product_id").fetchone() == (16,)

    return {"A column `price`": an_order(price_kept=True) == 16, "A foreign key": with_rule("SELECT last_order FROM product"),
            "A `UNIQUE` rule": with_rule("CREATE UNIQUE INDEX one ON order_line (order_id, product_id)"), "An index": with_rule(unique.replace("UNIQUE ", ""))}


@claim('A column `tags` with `"sf,classic"`')
def string_tricks():
    with closing(shop_of("CREATE TABLE book (id INTEGER, tags TEXT)", "INSERT INTO book VALUES (1, 'sf,classic'), (2, 'sff')")) as db:
        found = lambda condition: [n for n, in db.execute(f"SELECT id FROM book WHERE {condition}")]
        assert found("tags = 'sf'") == [] and found("tags LIKE '%sf%'") == [1, 2] and found("',' || tags || ',' LIKE '%,sf,%'") == [1]


@claim("An email address or a national number is the primary key")
def a_key_without_meaning():
    tables = "CREATE TABLE customer (email TEXT PRIMARY KEY)", "CREATE TABLE purchase (customer TEXT REFERENCES customer (email))"
    with closing(shop_of(*tables, "INSERT INTO customer VALUES ('a@x')", "INSERT INTO purchase VALUES ('a@x')")) as db:
        try:
            db.execute("UPDATE customer SET email = 'b@x'")
            changed = True
        except sqlite3.IntegrityError:
            changed = False
    assert not changed
    with closing(shop_of("CREATE TABLE customer (id INTEGER PRIMARY KEY, email TEXT UNIQUE)", "CREATE TABLE purchase (customer_id INTEGER REFERENCES customer (id))",
                         "INSERT INTO customer VALUES (1, 'a@x')", "INSERT INTO purchase VALUES (1)", "UPDATE customer SET email = 'b@x'")) as db:
        assert db.execute("SELECT email FROM purchase JOIN customer ON customer.id = customer_id").fetchone() == ("b@x",)


@claim('The rule "one review per customer and book" is checked only in Python')
def two_clicks():
    def reviews(rule=""):
        with closing(shop_of(f"CREATE TABLE review (customer_id INTEGER, book_id INTEGER{rule})")) as db:
            free = [db.execute("SELECT COUNT(*) FROM review").fetchone() == (0,) for _ in range(2)]  # both have asked
            for ready in free:
                try:
                    db.execute("INSERT INTO review VALUES (1, 1)") if ready else None
                except sqlite3.IntegrityError:
                    pass
            return db.execute("SELECT COUNT(*) FROM review").fetchone()[0]

    assert (reviews(), reviews(", UNIQUE (customer_id, book_id)")) == (2, 1)
    book, ada = fill()["Emma"], person("ada")
    Review.objects.create(book=book, writer=ada, stars=4)
    assert raises(IntegrityError, lambda: Review.objects.create(book=book, writer=ada, stars=4))
