"""Checks of the topic `sql-injection`."""

from bookshop.catalog.models import Author, Book
from bookshop.shelves import fill, person
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.db.models import F
from grading import claim, question, raises, warned
from django.test import RequestFactory
from django.http import JsonResponse

ATTACK = "x' OR '1'='1"


def rows(sql, params=None):
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@claim("parameters keep SQL and values apart")
def glued_and_passed():
    fill()
    assert len(rows(f"SELECT title FROM catalog_book WHERE title = '{ATTACK}'")) == 4
    assert rows("SELECT title FROM catalog_book WHERE title = %s", [ATTACK]) == []


@claim("do so only for what you pass as `params`")
def the_orm_passes_values():
    fill()
    assert not Book.objects.filter(title=ATTACK).exists()
    assert len(list(Book.objects.raw(f"SELECT * FROM catalog_book WHERE title = '{ATTACK}'"))) == 4
    assert list(Book.objects.raw("SELECT * FROM catalog_book WHERE title = %s", [ATTACK])) == []
    assert not Book.objects.extra(where=["title = %s"], params=[ATTACK]).exists()


@claim("stands without quotes")
def no_quotes_around_the_placeholder():
    fill()
    sql = "SELECT title FROM catalog_book WHERE title = {}"
    assert rows(sql.format("%s"), ["Emma"]) == [("Emma",)]
    assert raises(Exception, lambda: rows(sql.format("'%s'"), ["Emma"])) or rows(sql.format("'%s'"), ["Emma"]) == []


@claim("Table and column names and sort directions cannot be parameters")
def names_are_no_values():
    fill()
    assert raises(Exception, lambda: rows("SELECT title FROM %s", ["catalog_book"]))
    assert raises(FieldError, lambda: Book.objects.order_by("title;DROP TABLE"))


@claim("lets users choose the lookups")
def keys_are_lookups():
    person("ada")
    users = get_user_model().objects
    assert users.filter(**{"password__startswith": "md5$"}).count() == 1
    assert users.filter(**{"password__startswith": "x"}).count() == 0


@claim("shows the values without quoting them")
def the_text_of_a_query():
    assert f"= {ATTACK}" in str(Book.objects.filter(title=ATTACK).query)


@claim("it has a `%s`, so it looks safe")
def the_operator_is_no_parameter():
    fill()
    assert len(rows("SELECT title FROM catalog_book WHERE title = '%s'" % ATTACK)) == 4  # noqa: UP031


@claim("with the key `_connector` was an injection")
def the_connector_is_refused():
    assert raises(TypeError, lambda: Book.objects.filter(**{"_connector": "OR 1=1 OR", "title": "x"}))


@claim("Percent signs in aliases are deprecated", django=(6, 1))
def percent_signs_in_aliases():
    assert warned(lambda: Book.objects.annotate(**{"a%b": F("pk")}), PendingDeprecationWarning)
    assert '"N"' in str(Book.objects.annotate(N=F("pk")).query)


@claim("injections by keys of a dictionary", django=(5, 2, 11))
def aliases_are_checked():
    assert raises(ValueError, lambda: Book.objects.annotate(**{'a"b': F("pk")}))


@question("What protects a query from injection?")
def what_protects(choices):
    fill()
    return {
        "apart from the SQL": rows("SELECT title FROM catalog_book WHERE title = %s", [ATTACK]) == [],
        "checked for the word DROP": "DROP" in ATTACK,
        "a transaction of its own": len(rows(f"SELECT title FROM catalog_book WHERE title = '{ATTACK}'")) < 4,
        "doubled by hand": len(rows("SELECT title FROM catalog_book WHERE id = {}".format("0 OR 1=1".replace("'", "''")))) == 0,
    }


@question("Which call is safe, whatever `name` holds?")
def which_is_safe(choices):
    fill()
    glued = f"title = '{ATTACK}'"
    return {
        "Book.objects.filter": len(Book.objects.filter(title=ATTACK)) == 0,
        "Book.objects.raw": len(list(Book.objects.raw(f"SELECT * FROM catalog_book WHERE {glued}"))) == 0,
        "cursor.execute": len(rows(f"SELECT title FROM catalog_book WHERE {glued}")) == 0,
        "Book.objects.extra": len(Book.objects.extra(where=[glued])) == 0,
    }


@question("How do you pass `name` to `cursor.execute` on SQLite")
def passing_a_name(choices):
    fill()

    def finds(sql, params=None):
        try:
            with transaction.atomic():
                return rows(f"SELECT title FROM catalog_book WHERE title {sql}", params) == [("Emma",)]
        except Exception:  # noqa: BLE001 - a wrong choice may fail in any way
            return False

    name = "Emma"
    return {
        "'%s'": finds("= '%s'", [name]),
        "% [name]": finds(f"= {[name]}"),
        ".format(name)": finds(f"= {name}"),
        choices[3]: finds("= %s", [name]),
    }


@question("This search is open to injection", database="sqlite")
def which_part(choices):
    fill()
    term = "%' OR '1'='1"
    glued = list(Book.objects.raw("SELECT * FROM catalog_book WHERE title LIKE '%%%%%s%%%%'" % term))  # noqa: UP031
    passed = list(Book.objects.raw("SELECT * FROM catalog_book WHERE title LIKE %s", ["%Em%"]))
    with transaction.atomic():
        in_one = list(Book.objects.raw("SELECT * FROM catalog_book WHERE title LIKE '%%%%%s%%%%'" % term))
    term = RequestFactory().post("/", {"q": term}).POST["q"]
    posted = list(Book.objects.raw("SELECT * FROM catalog_book WHERE title LIKE '%%%%%s%%%%'" % term))
    return {"`% term` puts": len(glued) == 4, "`LIKE` cannot be used": len(passed) != 1,
            "without any transaction": len(in_one) != 4, "where `POST`": len(posted) != 4}


@question("an attacker learns password hashes letter by letter")
def letter_by_letter(choices):
    person("ada")
    users = get_user_model().objects
    found = [users.filter(**{"password__startswith": start}).count() for start in ("md5", "x")]
    return {"get in": found == [1, 0], "shows the SQL": b"SELECT" in JsonResponse({"found": found[0]}).content, "`count()` returns the hash": found[0] != 1,
            "does not escape": users.filter(username="x' OR '1'='1").exists()}


@question("sqli-connector")
def the_key_connector(choices):
    fill()
    refused = raises(TypeError, lambda: Book.objects.filter(title="Emma", _connector="OR 1=1 OR"))
    return {
        "It gives all books": not refused,
        "`TypeError`": refused,
        "the second key is dropped": not refused,
        "`FieldError`": raises(FieldError, lambda: Book.objects.filter(title="Emma", _connector="x")) if not refused else False,
    }


@question("sqli-order-param", database="sqlite")
def ordered_by_a_text(choices):
    fill()
    Book.objects.filter(title="Dune").update(title="Zoo")
    titles = [title for (title,) in rows("SELECT title FROM catalog_book ORDER BY %s", ["title"])]
    return {
        "a constant text": titles == list(Book.objects.order_by("pk").values_list("title", flat=True)) != sorted(titles),
        "The quotes around `%s`": not raises(Exception, lambda: rows("SELECT 1 ORDER BY '%s'", ["title"])),
        "drops parameters": not raises(Exception, lambda: rows("SELECT title FROM catalog_book ORDER BY %s", [])),
    }


@question("sqli-like-wildcards")
def wildcards(choices):
    author = Author.objects.create(name="x")
    for number, title in enumerate(("a_b", "aXb")):
        Book.objects.create(title=title, slug=f"s{number}", price=1, author=author)
    by_orm = [book.title for book in Book.objects.filter(title__contains="_")]
    by_raw = [book.title for book in Book.objects.raw("SELECT * FROM catalog_book WHERE title LIKE %s", ["%_%"])]
    return {
        "A those with an underscore, B all": (by_orm, len(by_raw)) == (["a_b"], 2),
        "A and B those": len(by_orm) == len(by_raw) == 1,
        "A all that have": len(by_orm) == 2,
        "B none": not by_raw,
    }


@question("Users may sort a report by a column of their choice", database="sqlite")
def sorting_a_report(choices):
    fill()

    def sorted_by_title(sql, params=None):
        try:
            return [title for (title,) in rows(sql, params)] == ["Dune", "Eden", "Emma", "Solaris"]
        except Exception:  # noqa: BLE001 - a wrong choice may fail in any way
            return False

    allowed = {"title": "title"}
    return {
        "as a parameter with `%s`": sorted_by_title("SELECT title FROM catalog_book ORDER BY %s", ["title"]),
        "in a dict of the columns": sorted_by_title(f"SELECT title FROM catalog_book ORDER BY {allowed['title']}"),
        "as it is done for values": sorted_by_title("SELECT title FROM catalog_book ORDER BY 'title'"),
        "into double quotes": sorted_by_title('SELECT title FROM catalog_book ORDER BY "{}"'.format('title" DESC --')),
    }


@claim("A sort order from the URL goes into raw SQL")
def an_order_from_a_list():
    fill()
    orders = {"name": "title", "new": "-pk"}
    assert raises(FieldError, lambda: Book.objects.order_by("title;DROP TABLE"))
    assert [book.title for book in Book.objects.order_by(orders.get("x;DROP", "title"))][0] == "Dune"


@claim("Users then pick the lookups, across relations too")
def lookups_across_relations():
    fill()
    assert Book.objects.filter(**{"author__name__startswith": "L"}).count() == 2


@claim("Quotes are removed or doubled by hand")
def numbers_need_no_quotes():
    fill()
    attack = "0 OR 1=1".replace("'", "''")
    assert len(rows(f"SELECT title FROM catalog_book WHERE stock = {attack}")) == 4
    assert raises(Exception, lambda: rows("SELECT title FROM catalog_book WHERE stock = %s", [attack])) or (
        rows("SELECT title FROM catalog_book WHERE stock = %s", [attack]) == []
    )
