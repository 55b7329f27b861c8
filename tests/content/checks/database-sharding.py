"""Checks of the topic `database-sharding`."""

import contextlib
import functools
import os
import sqlite3
import subprocess
import sys
import uuid
from collections import Counter
from hashlib import sha256

from bookshop.catalog.models import Author, Book
from django.db import connection, models, transaction
from grading import claim, question, raises


def stable(key):
    """Return a number that is the same in each process."""
    return int.from_bytes(sha256(str(key).encode()).digest()[:8], "big")


def hash_in_a_new_process(text):
    """Return `hash(text)` as another Python process sees it."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONHASHSEED"}
    run = [sys.executable, "-c", f"print(hash({text!r}))"]
    return subprocess.run(run, capture_output=True, check=True, text=True, env=environment).stdout


@functools.cache
def composite():
    """Return a model whose key has two columns, and one that points at it."""

    class Order(models.Model):
        pk = models.CompositePrimaryKey("shop", "number")
        shop = models.IntegerField()
        number = models.IntegerField()

        class Meta:
            app_label = "orders_of_shops"

    class Line(models.Model):
        order = models.ForeignKey(Order, models.CASCADE)

        class Meta:
            app_label = "orders_of_shops"

    return Order, Line


@claim("moves about 80 % of the keys")
def modulo_moves_most():
    keys = range(20_000)
    moved = sum(stable(key) % 4 != stable(key) % 5 for key in keys) / len(keys)
    assert 0.78 < moved < 0.82


@claim("move only what the new server takes over")
def slots_move_a_fifth():
    where = {slot: slot % 4 for slot in range(1024)}
    grown = where | dict.fromkeys(range(0, 1024, 5), 4)
    moved = sum(where[stable(key) % 1024] != grown[stable(key) % 1024] for key in range(20_000)) / 20_000
    assert 0.18 < moved < 0.22


@claim("`migrate` works on one database at a time")
def migrate_takes_one_database():
    from django.core.management.commands.migrate import Command  # noqa: PLC0415

    parser = Command().create_parser("manage.py", "migrate")
    assert parser.parse_args([]).database == "default"
    assert parser.parse_args(["--database", "default"]).database == "default"


@claim("The hash of a string differs from process to process")
def hashes_are_salted():
    assert len({hash_in_a_new_process("ada@example.com") for _ in range(3)}) > 1
    assert stable("ada") == stable("ada")


@claim("It covers one database only")
def atomic_covers_one():
    with transaction.atomic() as _:
        assert transaction.get_connection().alias == "default"
    assert raises(Exception, lambda: transaction.atomic(using="shard1").__enter__())


@claim("makes a key of several columns")
def a_composite_key():
    order, line = composite()
    assert order(shop=1, number=2).pk == (1, 2)
    assert "fields.E347" in [message.id for message in line.check()]
    from django.contrib import admin  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    assert raises(ImproperlyConfigured, lambda: admin.AdminSite().register(order))


@claim("counts only the parent rows", django=(6, 1))
def the_database_deletes():
    field = models.ForeignKey(Book, models.DB_CASCADE)
    assert field.remote_field.on_delete is models.DB_CASCADE
    assert "ON DELETE CASCADE" in models.DB_CASCADE.on_delete_sql(connection.schema_editor())


@claim("for ids that are unique over shards and sort by time", django=(6, 1), database="postgresql")
def ids_in_order():
    if connection.features.supports_uuid7_function:
        first, second = (_uuid7() for _ in range(2))
        assert first < second
        assert first.version == 7


@question("Some users seem to vanish and come back")
def what_differs(choices):
    seen = {hash_in_a_new_process("ada@example.com") for _ in range(3)}
    return {
        "a negative shard number": any(number % 4 < 0 for number in range(-9, 9)),
        "differs in each process": len(seen) > 1,
        "cuts a long e-mail off": hash("a" * 5000 + "b") == hash("a" * 5000 + "c"),
    }


@question("`DATABASES` has `shard1` and `shard2`")
def migrating_both(choices):
    from django.core.management.commands.migrate import Command  # noqa: PLC0415

    default = Command().create_parser("manage.py", "migrate").parse_args([]).database
    return {"finds all of `DATABASES`": default is None, "one `--database` after the other": default == "default"}


@question("shard-composite-fk")
def pointing_at_two_columns(choices):
    order, line = composite()

    def accepted(**changes):
        field = models.ForeignKey(order, **{"on_delete": models.CASCADE, **changes})
        other = type("Other", (models.Model,), {"order": field, "__module__": "x", "Meta": _meta()})
        return "fields.E347" not in [message.id for message in other.check()]

    return {
        "cannot point at a model": "fields.E347" in [message.id for message in line.check()],
        "`CASCADE` has to be": accepted(on_delete=getattr(models, "DB_CASCADE", models.DO_NOTHING)),
    }


@question("shard-instance-db")
def where_it_goes(choices):
    author = Author.objects.create(name="Lem")
    author._state.db = "shard1"
    refused = raises(Exception, lambda: author.save())
    from django.db import router  # noqa: PLC0415

    target = router.db_for_write(Author, instance=author)
    return {"remembers its database": refused and target == "shard1", "`save()` has no `using`": target == "default"}


@question("shard-uuid7", django=(6, 1), database="postgresql")
def which_default(choices):
    def fits(function):
        try:
            made = [_made(function) for _ in range(5)]
        except Exception:  # noqa: BLE001 - PostgreSQL below 18 has no UUID7
            return function == "UUID7"
        return made == sorted(made)

    return {"`db_default=UUID7()`": fits("UUID7"), "`BigAutoField`": False, "`default=hash`": False}


def _made(function):
    from django.db.models import functions  # noqa: PLC0415

    author, _ = Author.objects.get_or_create(name="Lem")
    return Author.objects.annotate(made=getattr(functions, function)()).get(pk=author.pk).made


def _uuid7():
    made = _made("UUID7")
    return made if isinstance(made, uuid.UUID) else uuid.UUID(made)


def _meta():
    return type("Meta", (), {"app_label": "orders_of_shops"})


@question("makes-good-shard-key")
def an_even_spread(choices):
    """10,000 orders of 500 customers, newest last; how evenly do four shards share the newest thousand?"""
    orders = [{"number": number, "customer": stable(number) % 500, "country": ("de", "fr", "at")[number % 3],
               "status": "new"} for number in range(10_000)]

    def even(shard):
        loads = Counter(shard(order) for order in orders[-1000:])
        return len(loads) == 4 and max(loads.values()) < 400

    before = [stable(order["status"]) % 4 for order in orders[:100]]
    moved = [stable("sent") % 4 != place or stable("paid") % 4 != place for place in before]
    one_shard_asked = len({stable(order["customer"]) % 4 for order in orders if order["customer"] == 7}) == 1
    return {"It is in most queries": even(lambda order: stable(order["customer"]) % 4) and one_shard_asked,
            "It grows with time": even(lambda order: min(order["number"] // 2500, 3)),
            "It has few values": even(lambda order: stable(order["country"]) % 4), "It changes often": not any(moved)}


@question("table-events-300-gb-all", database="postgresql")
def a_table_by_month(choices):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE events (happened date) PARTITION BY RANGE (happened)")
        for month in (1, 2, 3):
            cursor.execute(f"CREATE TABLE events_{month} PARTITION OF events FOR VALUES FROM ('2026-0{month}-01') TO ('2026-0{month + 1}-01')")
            cursor.execute(f"CREATE TABLE split_{month} (happened date)")
            for table in (f"split_{month}", "events"):
                cursor.execute(f"INSERT INTO {table} SELECT '2026-0{month}-01'::date + n FROM generate_series(0, 20) n")
        plan = " ".join(line for (line,) in cursor.execute("EXPLAIN SELECT * FROM events WHERE happened >= '2026-02-01' AND happened < '2026-03-01'").fetchall())
        across = "SELECT count(*) FROM {} WHERE happened BETWEEN '2026-01-15' AND '2026-02-10'"
        whole = cursor.execute(across.format("events")).fetchone()[0]
        of_one_model = cursor.execute(across.format("split_2")).fetchone()[0]
        cursor.execute("DROP TABLE events_1")
        kept = cursor.execute("SELECT count(*) FROM events").fetchone()[0]
    only_february = "events_2" in plan and "events_1" not in plan and "events_3" not in plan
    return {"Partition the table by month": only_february and kept == 42, "Split the model into 12": of_one_model == whole}


@question("shop-writes-default", database="sqlite")
def what_the_replica_knows(choices):
    """A copy of the database that is brought up to date a moment later."""
    with contextlib.closing(sqlite3.connect(":memory:")) as primary, contextlib.closing(sqlite3.connect(":memory:")) as replica:
        primary.execute("CREATE TABLE comment (text)")
        primary.backup(replica)
        primary.execute("INSERT INTO comment VALUES ('first')")
        primary.commit()
        at_once, stored = _count(replica), _count(primary)
        primary.backup(replica)
        later = _count(replica)
    return {"lags behind by a moment": (at_once, stored, later) == (0, 1, 1), "drops the POST data": stored == 0,
            "to no database": stored == later == 0}


def _count(database):
    return database.execute("SELECT count(*) FROM comment").fetchone()[0]


@claim("A good shard key is in almost every query")
def without_the_key():
    shards = {number: [key for key in range(100) if stable(key) % 4 == number] for number in range(4)}
    assert [number for number, keys in shards.items() if 7 in keys] == [stable(7) % 4]
    assert all(10 < len(keys) < 40 for keys in shards.values())


@claim("so use UUIDs or ids that contain the shard number", database="sqlite")
def ids_of_two_shards():
    made = []
    for _ in range(2):
        with contextlib.closing(sqlite3.connect(":memory:")) as shard:
            shard.execute("CREATE TABLE orders (id integer PRIMARY KEY)")
            made.append(shard.execute("INSERT INTO orders DEFAULT VALUES RETURNING id").fetchone()[0])
    assert made == [1, 1]
    assert uuid.uuid4() != uuid.uuid4()


@claim("Data is sharded by date, and one shard does all the work")
def a_hot_spot():
    newest = range(9_000, 10_000)
    assert len({min(number // 2500, 3) for number in newest}) == 1
    assert len({stable(number % 500) % 4 for number in newest}) == 4
