"""Checks of the topic `database-optimization`."""

from bookshop.catalog.models import Author, Book, Genre, Review
from bookshop.shelves import fill, person
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, models
from django.db.migrations.state import ProjectState
from django.db.models import Exists, OuterRef, Prefetch
from grading import claim, code, judged, queries, question, raises, value, warned


def shelf(books=8):
    """Create books, each of another author and of two genres; return all of them."""
    genres = [Genre.objects.create(name=name) for name in ("novel", "classic")]
    for number in range(books):
        author = Author.objects.create(name=f"Author {number}")
        book = Book.objects.create(title=f"Book {number}", slug=f"book-{number}", price=1, author=author)
        book.genres.set(genres)
    return Book.objects.all()


def sent(does):
    """Return how many queries `does` sends."""
    return len(queries(does))


@claim("N+1 means one query for the list")
def n_plus_one():
    books = shelf()
    assert sent(lambda: [book.author.name for book in books.all()]) == 9
    assert sent(lambda: [book.author.name for book in books.select_related("author")]) == 1
    assert sent(lambda: [list(book.genres.all()) for book in books.prefetch_related("genres")]) == 2


@claim("follows foreign keys with a JOIN")
def a_join_or_one_more_query():
    shelf(2)
    (joined,) = queries(lambda: list(Book.objects.select_related("author")))
    assert "JOIN" in joined
    assert sent(lambda: list(Book.objects.prefetch_related("author", "genres"))) == 3


@claim("Django indexes primary keys, foreign keys and unique fields")
def indexes_of_django():
    constraints = connection.introspection.get_constraints(connection.cursor(), "catalog_book").values()
    indexed = {tuple(each["columns"]) for each in constraints if each["index"] or each["unique"] or each["primary_key"]}
    assert {("id",), ("author_id",), ("slug",)} <= indexed
    assert ("title",) not in indexed


@claim("helps queries that use its leftmost columns")
def leftmost_columns():
    connection.cursor().execute("CREATE INDEX price_title ON catalog_book (price, title)")
    if connection.vendor == "sqlite":
        assert "price_title" in Book.objects.order_by().filter(price=1).explain()
        assert "price_title" not in Book.objects.order_by().filter(title="x").explain()


@claim("`QuerySet.explain()` shows the plan")
def explain():
    plan = Book.objects.filter(slug="emma").explain()
    assert "INDEX" in plan.upper() or "Scan" in plan


@claim("`len(qs)` and `if qs` load all rows")
def count_asks_the_database():
    shelf(2)
    assert "COUNT" in queries(lambda: Book.objects.count())[0]
    assert "LIMIT 1" in queries(lambda: Book.objects.exists())[0]
    assert "COUNT" not in queries(lambda: len(Book.objects.all()))[0]
    assert "LIMIT" not in queries(lambda: bool(Book.objects.all()))[0]


@claim("Both leave many-valued relations alone", django=(6, 1))
def fetch_modes():
    books = shelf()
    peers, raising = books.fetch_mode(models.FETCH_PEERS), books.fetch_mode(models.FETCH_RAISE)
    assert sent(lambda: [book.author.name for book in peers]) == 2
    assert sent(lambda: [list(book.genres.all()) for book in peers.all()]) == 9
    assert sent(lambda: [list(book.genres.all()) for book in raising.all()]) == 9
    assert raises(_blocked(), lambda: raising[0].author)


@claim("`select_related()` without a field and", django=(6, 1))
def what_is_deprecated():
    assert len(warned(lambda: list(Book.objects.select_related()), PendingDeprecationWarning)) == 1
    assert len(warned(lambda: list(Book.objects.values_list(flat=True)), PendingDeprecationWarning)) == 1
    assert warned(lambda: list(Book.objects.values_list("pk", flat=True))) == []


@claim("no longer orders by the primary key", django=(6, 1))
def first_without_an_order():
    (statement,) = queries(lambda: Author.objects.order_by().first())
    assert "ORDER BY" not in statement
    assert [Author.objects.order_by("name").totally_ordered, Book.objects.all().totally_ordered] == [True, False]


@claim("With `CONN_MAX_AGE` above 0 the first query raises")
def a_pool_and_an_age():
    entry = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "CONN_MAX_AGE": 60, "OPTIONS": {"pool": True}}
    wrapper = connections.create_connection("default").__class__
    settings = connections.configure_settings({"default": {}, "pooled": entry})["pooled"]
    from django.db.backends.postgresql.base import DatabaseWrapper  # noqa: PLC0415

    assert wrapper
    assert raises(ImproperlyConfigured, DatabaseWrapper(settings, "pooled").connect)


@claim("and then `post.tags.filter(public=True)` in the loop")
def a_filter_ignores_what_was_fetched():
    books = shelf()
    fetched = Prefetch("genres", queryset=Genre.objects.filter(name="novel"))
    assert sent(lambda: [list(b.genres.filter(name="novel")) for b in books.prefetch_related("genres")]) == 10
    assert sent(lambda: [list(b.genres.all()) for b in books.prefetch_related(fetched)]) == 2


@claim("Page 5,000 of a list is slow")
def paging_by_key():
    shelf()
    (statement,) = queries(lambda: list(Book.objects.filter(pk__lt=5).order_by("-pk")[:20]))
    assert "OFFSET" not in statement
    assert "OFFSET" in queries(lambda: list(Book.objects.order_by("-pk")[20:40]))[0]


@question("What is the N+1 problem?")
def the_problem(choices):
    books = shelf()
    return {"One query for a list": sent(lambda: [b.author.name for b in books]) == 9, "joins one table too many": False}


@question("For which fields does Django create an index")
def which_fields(choices):
    constraints = connection.introspection.get_constraints(connection.cursor(), "catalog_book").values()
    indexed = {tuple(each["columns"]) for each in constraints if each["index"] or each["unique"] or each["primary_key"]}
    return {
        "`Meta.ordering`": ("title",) in indexed,
        "`max_length` below 255": ("title",) in indexed,
        "Primary keys, foreign keys": {("id",), ("author_id",), ("slug",)} <= indexed,
    }


@question("A page lists 50 posts with their tags")
def tags_of_posts(choices):
    books = shelf()

    def does(source):
        name = source.replace("tags", "genres")
        return sent(lambda: [list(b.genres.all()) for b in value(f"books.{name}", books=books, Count=models.Count)]) == 2

    return judged(choices, does)


@question("The queryset was prefetched, yet each post runs a query")
def prefetched_and_filtered(choices):
    books = shelf().prefetch_related("genres")
    return {
        "`filter()` makes a new query": sent(lambda: [list(b.genres.filter(name="x")) for b in books.all()]) == 10,
        "`count()` cannot be used": sent(lambda: [b.genres.count() for b in books.all()]) != 2,
    }


@question("This view got slow as the table grew")
def which_line_is_slow(choices):
    shelf()
    orders = Book.objects.all()
    return {
        "`len(orders)`": "LIMIT" not in queries(lambda: len(orders))[0],
        "`all()`": sent(lambda: Book.objects.all()) > 0,
        "`orders[:20]`": sent(lambda: list(Book.objects.all()[:20])) != 1,
    }


@question("dbopt-peers-m2m", django=(6, 1))
def peers_and_genres(choices):
    books = shelf(40).fetch_mode(models.FETCH_PEERS)
    number = sent(lambda: [[genre.name for genre in book.genres.all()] for book in books])
    return {choice: choice.startswith(f"{number}:") for choice in choices}


@question("dbopt-raise", django=(6, 1))
def which_raises(choices):
    shelf(2)

    def blocked(source):
        return raises(_blocked(), lambda: value(source, Book=Book, models=models)[0].author)

    return {choice: blocked(code(choice)) for choice in choices}


@question("dbopt-exists-join")
def a_book_twice(choices):
    books = fill()
    for name in ("ada", "bob"):
        Review.objects.create(book=books["Emma"], writer=person(name), stars=5)
    joined = Book.objects.filter(reviews__stars__gte=4)
    good = Review.objects.filter(book=OuterRef("pk"), stars__gte=4)
    assert len(joined) == 2
    return {
        "`filter` sorts by review": len(joined.order_by("title")) == 1,
        "use `Exists(…)` instead": len(Book.objects.filter(Exists(good))) == 1,
        "use `__gt=3` instead": len(Book.objects.filter(reviews__stars__gt=3)) == 1,
    }


@question("dbopt-pool-age")
def which_two(choices):
    from django.db.backends.postgresql.base import DatabaseWrapper  # noqa: PLC0415

    def refused(**given):
        options = {key: given.pop(key) for key in ("pool", "connect_timeout") if key in given}
        entry = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "OPTIONS": options, **given}
        settings = connections.configure_settings({"default": {}, "pooled": entry})["pooled"]
        wrapper = DatabaseWrapper(settings, f"pooled {sorted(options)} {sorted(given)}")
        try:
            return "pool" in options and wrapper.pool is None
        except ImproperlyConfigured as error:
            return "persistent" in str(error)

    return {
        "`pool` and `connect_timeout`": refused(pool=True, connect_timeout=5),
        "`pool` and `CONN_HEALTH_CHECKS`": refused(pool=True, CONN_HEALTH_CHECKS=True),
        "`CONN_MAX_AGE` and `connect_timeout`": refused(CONN_MAX_AGE=60, connect_timeout=5),
        "`pool` and `CONN_MAX_AGE`": refused(pool=True, CONN_MAX_AGE=60),
    }


def _blocked():
    from django.core.exceptions import FieldFetchBlocked  # noqa: PLC0415 - new in 6.1

    return FieldFetchBlocked


@question("An index covers `(country, city)`", database="sqlite")
def which_query_cannot_use_it(choices):
    connection.cursor().execute("CREATE INDEX country_city ON catalog_book (title, price)")
    names = {"country": "title", "city": "price"}

    def scans(source):
        for name, column in names.items():
            source = source.replace(f"{name}=", f"{column}=")
        source = source.replace('"FR"', '"Emma"').replace('"Lyon"', "8")
        return "country_city" not in value(f"Book.objects.order_by().{source}", Book=Book).explain()

    return {choice: scans(code(choice)) for choice in choices}


@claim("serves `user_id = 77` by a *skip scan*", database="postgresql")
def a_skip_scan():
    if connection.pg_version < 180000:
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE event (kind int, user_id int, body text DEFAULT 'x')")
        cursor.execute("INSERT INTO event SELECT i % 5, i % 20000 FROM generate_series(1, 100000) i")
        cursor.execute("CREATE INDEX kind_user ON event (kind, user_id)")
        cursor.execute("ANALYZE event")
        cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM event WHERE user_id = 77")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan" in plan
    assert "Index Searches: 6" in plan


@claim("as `iexact` compares `UPPER()` on PostgreSQL", database="postgresql")
def iexact_is_upper():
    assert "UPPER(" in str(Book.objects.filter(slug__iexact="emma").query)


@claim("Every index makes writes slower and takes space", database="postgresql")
def what_an_index_costs():
    """Measured in what is written to the log and kept on disk, not in time."""
    with connection.cursor() as cursor:
        def value_of(sql):
            return cursor.execute(sql).fetchone()[0]

        def written(table):
            before = value_of("SELECT pg_current_wal_insert_lsn()")
            cursor.execute(f"INSERT INTO {table} SELECT n, md5(n::text) FROM generate_series(1, 2000) n")
            return value_of(f"SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '{before}')")

        cursor.execute("CREATE TABLE plain (n int, word text); CREATE TABLE indexed (n int, word text)")
        cursor.execute("CREATE INDEX by_word ON indexed (word)")
        assert written("indexed") > 3 * written("plain") / 2
        assert value_of("SELECT pg_relation_size('by_word')") > 0


@claim("`CREATE INDEX` locks writes while it runs", database="postgresql")
def which_lock_it_takes():
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX by_price ON catalog_book (price)")
        cursor.execute("SELECT mode FROM pg_locks WHERE relation = 'catalog_book'::regclass AND pid = pg_backend_pid()")
        assert "ShareLock" in {mode for (mode,) in cursor.fetchall()}
    from django.contrib.postgres.operations import AddIndexConcurrently, NotSupportedError  # noqa: PLC0415 - needs psycopg

    operation = AddIndexConcurrently("book", models.Index(fields=["price"], name="price_too"))
    state = ProjectState.from_apps(apps)
    after = state.clone()
    operation.state_forwards("catalog", after)
    with connection.schema_editor(atomic=True) as editor:
        assert raises(NotSupportedError, lambda: operation.database_forwards("catalog", editor, state, after))
