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
def one_vote(choices):
    def works(rule):
        name = "vote"
        ask(f"DROP TABLE IF EXISTS {name}")
        ask(f"CREATE TEMP TABLE {name} (member_id int, poll_id int, {rule})")
        ask(f"INSERT INTO {name} VALUES (1, 2)")
        return not raises(Error, lambda: ask(f"INSERT INTO {name} VALUES (1, 3), (2, 2)")) and raises(
            IntegrityError, lambda: ask(f"INSERT INTO {name} VALUES (1, 2)"))

    seen = {}
    for choice in choices:
        seen[choice] = not raises(Error, lambda: None) and "INDEX" not in choice and works(code(choice))
    return seen


@question("shop-stores-prices")
def floats(choices):
    return {"cannot hold": 0.1 + 0.2 != 0.3, "`GROUP BY`": sum([0.1, 0.2]) == 0.3}


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


MEMBER = "CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT, postcode TEXT, town TEXT);"
BOOKS = "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE loan (member_id INTEGER, book_id INTEGER);"


@exercise(
    "Bring this table into third normal form",
    MEMBER + BOOKS,
    MEMBER.replace("town TEXT", "town TEXT, books TEXT"),
    MEMBER.replace(", town TEXT", "") + BOOKS + "CREATE TABLE town (postcode TEXT, name TEXT);",
)
def third_normal_form(answer):
    def columns(db, table):
        return {name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")}

    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript("PRAGMA foreign_keys = ON;" + answer)
        if "town" in columns(db, "member") or "books" in columns(db, "member"):
            return False
        points = {(table, target) for table in ("member", "loan") for _, _, target, *_ in db.execute(f"PRAGMA foreign_key_list({table})")}
        keys = [name for _, name, _, _, _, key in db.execute("PRAGMA table_info(town)") if key]
        return keys == ["postcode"] and points == {("member", "town"), ("loan", "member"), ("loan", "book")}


def shop_of(*tables):
    """Return a new SQLite with these tables, which keeps foreign keys."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript("PRAGMA foreign_keys = ON;" + ";".join(tables))
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
    with closing(shop_of("CREATE TABLE employee (id INTEGER PRIMARY KEY, department_id INTEGER, department_name TEXT)",
                         "INSERT INTO employee VALUES (1, 7, 'IT'), (2, 7, 'IT')")) as db:
        db.execute("UPDATE employee SET department_name = 'Computing' WHERE id = 1")
        assert db.execute("SELECT COUNT(DISTINCT department_name) FROM employee WHERE department_id = 7").fetchone() == (2,)


@question("renaming-department")
def what_contradicts(choices):
    """Rename the department in one statement that finds one row; a flaw's cure leaves one name for it."""
    table = "CREATE TABLE employee (id {key}, name TEXT, department_id INTEGER{more}, department_name {text})"
    rows = "INSERT INTO employee (id, name, department_id, department_name) VALUES ('1', 'Ada', 7, 'IT'), ('2', 'Bob', 7, 'IT')"

    def names(**changed):
        facts = {"key": "INTEGER PRIMARY KEY", "more": "", "text": "TEXT"} | changed
        with closing(shop_of(table.format(**facts), rows)) as db:
            db.execute("UPDATE employee SET department_name = 'Computing' WHERE id = (SELECT MIN(id) FROM employee)")
            return db.execute("SELECT COUNT(DISTINCT department_name) FROM employee").fetchone()[0]

    with closing(shop_of("CREATE TABLE department (id INTEGER PRIMARY KEY, name TEXT)", "CREATE TABLE employee (id INTEGER PRIMARY KEY, department_id INTEGER REFERENCES department (id))",
                         "INSERT INTO department VALUES (7, 'IT')", "INSERT INTO employee VALUES (1, 7), (2, 7)")) as db:
        db.execute("UPDATE department SET name = 'Computing' WHERE id = 7")
        apart = len(set(db.execute("SELECT d.name FROM employee e JOIN department d ON d.id = e.department_id").fetchall()))
    return {"The name depends": apart == 1 and names() == 2, "only a number": names(key="TEXT PRIMARY KEY") == 1,
            "foreign key to itself": names(more=", boss_id INTEGER REFERENCES employee (id)") == 1,
            "too general": names(text="VARCHAR(20)") == 1}


@question("students-take-many")
def where_the_grade_goes(choices):
    """Ada has a 1 in Logic and a 3 in Art, Bob a 2 in Logic; ask for Ada's grade in Logic, and for the mean of Logic."""
    def works(script, grade, mean):
        try:
            with closing(shop_of(script)) as db:
                return db.execute(grade).fetchall() == [(1,)] and db.execute(mean).fetchone() == (1.5,)
        except sqlite3.Error:
            return False

    people = "CREATE TABLE student (id INTEGER PRIMARY KEY, name TEXT, grades TEXT); CREATE TABLE course (id INTEGER PRIMARY KEY, title TEXT, grade INTEGER);"
    between = people + "CREATE TABLE enrolment (student_id INTEGER, course_id INTEGER, grade INTEGER, PRIMARY KEY (student_id, course_id)); INSERT INTO enrolment VALUES (1, 1, 1), (1, 2, 3), (2, 1, 2)"
    listed = people + "INSERT INTO student VALUES (1, 'Ada', '1,3'), (2, 'Bob', '2')"
    beside = people + "INSERT INTO course VALUES (1, 'Logic', 1), (1, 'Logic', 2)"
    each = people + "CREATE TABLE grade (student_id INTEGER PRIMARY KEY, grade INTEGER); INSERT INTO grade VALUES (1, 1), (1, 3), (2, 2)"
    mean = "SELECT AVG(grade) FROM {} WHERE course_id = 1"
    return {"the table between": works(between, "SELECT grade FROM enrolment WHERE student_id = 1 AND course_id = 1", mean.format("enrolment")),
            "as a list": works(listed, "SELECT grades FROM student WHERE id = 1", "SELECT AVG(grades) FROM student"),
            "next to its title": works(beside, "SELECT grade FROM course WHERE id = 1", "SELECT AVG(grade) FROM course"),
            "one row each": works(each, "SELECT grade FROM grade WHERE student_id = 1", "SELECT AVG(grade) FROM grade")}


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
    tables = "CREATE TABLE member (email TEXT PRIMARY KEY)", "CREATE TABLE loan (member TEXT REFERENCES member (email))"
    with closing(shop_of(*tables, "INSERT INTO member VALUES ('a@x')", "INSERT INTO loan VALUES ('a@x')")) as db:
        try:
            db.execute("UPDATE member SET email = 'b@x'")
            changed = True
        except sqlite3.IntegrityError:
            changed = False
    assert not changed
    with closing(shop_of("CREATE TABLE member (id INTEGER PRIMARY KEY, email TEXT UNIQUE)", "CREATE TABLE loan (member_id INTEGER REFERENCES member (id))",
                         "INSERT INTO member VALUES (1, 'a@x')", "INSERT INTO loan VALUES (1)", "UPDATE member SET email = 'b@x'")) as db:
        assert db.execute("SELECT email FROM loan JOIN member ON member.id = member_id").fetchone() == ("b@x",)


@claim('The rule "one vote per member" is checked only in Python')
def two_clicks():
    def votes(rule=""):
        with closing(shop_of(f"CREATE TABLE vote (member_id INTEGER, poll_id INTEGER{rule})")) as db:
            free = [db.execute("SELECT COUNT(*) FROM vote").fetchone() == (0,) for _ in range(2)]  # both have asked
            for ready in free:
                try:
                    db.execute("INSERT INTO vote VALUES (1, 1)") if ready else None
                except sqlite3.IntegrityError:
                    pass
            return db.execute("SELECT COUNT(*) FROM vote").fetchone()[0]

    assert (votes(), votes(", UNIQUE (member_id, poll_id)")) == (2, 1)
    book, ada = fill()["Emma"], person("ada")
    Review.objects.create(book=book, writer=ada, stars=4)
    assert raises(IntegrityError, lambda: Review.objects.create(book=book, writer=ada, stars=4))
