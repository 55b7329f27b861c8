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
