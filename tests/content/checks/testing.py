"""Checks of the topic `testing`. Where one runs a `TestCase` inside, SQLite: at its end it closes all connections."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from bookshop.catalog.models import Author, Book
from bookshop.shelves import fill, person
from django.core import mail
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.http import JsonResponse
from django.test import Client, RequestFactory, TestCase, override_settings
from django.test.testcases import TransactionTestCase
from django.urls import path
from grading import claim, code, queries, question, raises
import time
import threading
from django.core.management import CommandError, call_command


def echo(request):
    """Answer with what arrived."""
    return JsonResponse({"get": request.GET.dict(), "post": request.POST.dict()})


urlpatterns = [path("echo/", echo)]


def outcome(case):
    """Run the tests of a class; return their result."""
    return unittest.defaultTestLoader.loadTestsFromTestCase(case).run(unittest.TestResult())


def exit_code(*arguments):
    """Return the exit code of a Python command in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, check=False).returncode


@claim("each gets a fresh instance and its own `setUp`")
def a_fresh_instance():
    seen = []

    class Two(unittest.TestCase):
        def setUp(self):
            self.rows = []

        def test_a(self):
            self.rows.append(1)
            seen.append(len(self.rows))

        test_b = test_a

        def check_c(self):
            seen.append("never")

    outcome(Two)
    assert seen == [1, 1]


@claim("`TransactionTestCase` empties the tables instead", database="sqlite")
def test_case_rolls_back():
    class Rolled(TestCase):
        def test_it(self):
            assert connection.in_atomic_block
            fill()

    assert outcome(Rolled).wasSuccessful()
    assert Book.objects.count() == 0
    assert "_fixture_teardown" in vars(TransactionTestCase)


@claim("`RequestFactory` only makes a request")
def the_factory_skips_middleware():
    assert not hasattr(RequestFactory().get("/"), "user")
    assert Client().get("/").wsgi_request.user.is_anonymous


@claim("logs in without a password")
def force_login_needs_none():
    client = Client()
    client.force_login(person())
    assert client.get("/").wsgi_request.user.username == "ada"


@claim("fails when a block runs more or fewer queries", database="sqlite")
def counting_queries():
    class Counted(TestCase):
        def test_two(self):
            with self.assertNumQueries(2):
                Book.objects.count()

        def test_one(self):
            with self.assertNumQueries(1):
                Book.objects.count()

    result = outcome(Counted)
    assert [len(result.failures), result.testsRun] == [1, 2]


@claim("sets `DEBUG` to `False`")
def debug_is_off():
    from django.conf import settings  # noqa: PLC0415

    assert settings.DEBUG is False
    mail.send_mail("Order", "Thank you", None, ["ada@example.com"])
    assert [letter.subject for letter in mail.outbox[-1:]] == ["Order"]


@claim("exit with 5")
def nothing_to_run():
    assert exit_code("-m", "pytest", "-p", "no:cacheprovider") == 5
    assert exit_code("-m", "unittest") == (5 if sys.version_info >= (3, 12) else 0)


@claim("`python -m unittest` exits with 5 when it found no test", python=(3, 12))
def unittest_exits_with_five():
    assert exit_code("-m", "unittest") == 5


@claim("The test client takes `query_params`")
def query_params():
    assert _echo(query_params={"page": 2}) == {"get": {"page": "2"}, "post": {"title": "Emma"}}


@claim("The blank choice of a select reads", django=(6, 1))
def the_blank_choice():
    from django import forms  # noqa: PLC0415

    class BookForm(forms.ModelForm):
        class Meta:
            model = Book
            fields = ["author"]

    assert "- Select an option -" in BookForm().as_p()


@claim("has no effect, because the view did")
def patch_where_it_is_looked_up():
    import types  # noqa: PLC0415

    payments, views = types.ModuleType("payments"), types.ModuleType("views")
    payments.charge = lambda: "real"
    views.charge = payments.charge
    with mock.patch.object(payments, "charge", lambda: "fake"):
        assert views.charge() == "real"
    with mock.patch.object(views, "charge", lambda: "fake"):
        assert views.charge() == "fake"


@claim("Tests pass alone and fail together")
def one_test_leaves_something():
    from django.test import override_settings  # noqa: PLC0415

    with override_settings(LANGUAGE_CODE="de"):
        pass
    from django.conf import settings  # noqa: PLC0415

    assert settings.LANGUAGE_CODE != "de"


@question("How does Django's `TestCase` keep tests", database="sqlite")
def how_tests_are_kept_apart(choices):
    sent = []

    class Rolled(TestCase):
        def test_it(self):
            Author.objects.create(name="Lem")
            sent.append(connection.in_atomic_block)

    statements = queries(lambda: outcome(Rolled))
    names = set()

    class Two(TestCase):
        def test_a(self):
            names.add(str(connection.settings_dict["NAME"]) + str(id(connection.connection)))

        test_b = test_a

    outcome(Two)
    return {
        "emptied by `DELETE`": any("DELETE" in statement for statement in statements),
        "transaction that is rolled back": sent == [True] and not Author.objects.exists(),
        "a database of its own": len(names) == 2,
        "must tidy up themselves": Author.objects.exists(),
    }


@question("What does `self.client.get")
def what_the_client_goes_through(choices):
    response = Client().get("/")
    return {
        "Middleware, URL patterns, the view": response.resolver_match is not None
        and hasattr(response.wsgi_request, "user"),
        "Just the view": not hasattr(response.wsgi_request, "user"),
        "by HTTP and TCP": "SERVER_PORT" not in response.request and "wsgi.input" not in response.request,
        "Just the template": response.resolver_match is None,
    }


@question("A list page must not run one query per row", database="sqlite")
def holding_the_number(choices):
    fill()

    class Held(TestCase):
        def test_queries(self):
            with self.assertNumQueries(2):
                [book.author.name for book in Book.objects.all()]

        def test_status(self):
            self.assertEqual(Client().get("/").status_code, 200)

        def test_seconds(self):
            start = time.perf_counter()
            [book.author.name for book in Book.objects.all()]
            self.assertLess(time.perf_counter() - start, 2)

        @override_settings(DEBUG=True)
        def test_debug(self):
            [book.author.name for book in Book.objects.all()]

    result = outcome(Held)
    failed = {test.id().rpartition(".")[2] for test, _ in [*result.failures, *result.errors]}
    return {"assertNumQueries": "test_queries" in failed, "status_code": "test_status" in failed,
            "assertLess": "test_seconds" in failed, "DEBUG=True": "test_debug" in failed}


@question("`python manage.py test` says `Ran 0 tests`")
def names_begin_with_test(choices):
    class Login(unittest.TestCase):
        def check_login(self):
            raise AssertionError

    found = unittest.defaultTestLoader.getTestCaseNames(Login)
    return {"does not start with `test`": not found, "inherit from `unittest.TestCase`": bool(found),
            "`test_login.py`": bool(found), "created with `migrate`": bool(found)}


@question("Ten tests of a class need the same 50 products", database="sqlite")
def where_to_create(choices):
    counts = {}

    class Shared(TestCase):
        @classmethod
        def setUpTestData(cls):
            counts["setUpTestData"] = counts.get("setUpTestData", 0) + 1

        def setUp(self):
            counts["setUp"] = counts.get("setUp", 0) + 1

        def test_a(self):
            pass

        test_b = test_c = test_a

    outcome(Shared)
    kept = []

    class First(TestCase):
        def test_a(self):
            Author.objects.create(name="made by the first test")

        def test_b(self):
            kept.append(Author.objects.filter(name="made by the first test").count())

    outcome(First)
    counts["second"] = 50 * kept[0]
    Author.objects.create(name="made at the import")  # outside of any test: nothing takes it back
    counts["import"], leaks = 1, Author.objects.filter(name="made at the import").exists()
    return {"In `setUp`,": counts["setUp"] == 1, "In `setUpTestData`": counts["setUpTestData"] == 1,
            "at its import": counts.get("import", 0) == 1 and not leaks, "In the first test": counts["second"] == 50}


@question("test-query-params")
def both_at_once(choices):
    def does(source):
        names = {"client": _client(), "url": "/echo/", "data": {"title": "Emma"}}
        answer = eval(source, names).json()
        return answer == {"get": {"page": "2"}, "post": {"title": "Emma"}}

    found = {}
    with _here():
        for choice in choices:
            try:
                found[choice] = does(code(choice))
            except TypeError:
                found[choice] = False
    return found


@question("test-on-commit", database="sqlite")
def no_commit_no_mail(choices):
    seen = []

    class Order(TestCase):
        def test_plain(self):
            transaction.on_commit(lambda: seen.append("plain"))

        def test_captured(self):
            with self.captureOnCommitCallbacks(execute=True):
                transaction.on_commit(lambda: seen.append("captured"))

        def test_mail(self):
            mail.send_mail("x", "y", None, ["ada@example.com"])
            seen.append(f"outbox {len(mail.outbox)}")

    outcome(Order)
    threads, outbox = set(), []

    class Sent(TestCase):
        def test_it(self):
            with self.captureOnCommitCallbacks(execute=True):
                transaction.on_commit(lambda: threads.add(threading.get_ident()))
            threads.add(threading.get_ident())
            mail.send_mail("x", "y", None, ["ada@example.com"])
            self.assertTrue(True)
            outbox.append(len(mail.outbox))

    outcome(Sent)
    outbox_after_assert = outbox[0]
    return {
        "no commit to wait for": "plain" not in seen and "captured" in seen,
        "mail backend is off": "outbox 1" not in seen,
        "emptied at each": outbox_after_assert != 1,
        "in a thread": len(threads) > 1,
    }


@question("test-exit-code", python=(3, 12))
def which_turns_red(choices):
    def _check_fails():
        try:
            call_command("check", verbosity=0)
        except CommandError:
            return True
        return False
    return {
        "`python -m pytest`": exit_code("-m", "pytest", "-p", "no:cacheprovider") != 0,
        "`python manage.py test`": _runner_fails(),
        "`python manage.py test --failfast`": _runner_fails(failfast=True),
        "`python manage.py check`": _check_fails(),
    }


def _runner_fails(**options):
    from django.conf import settings  # noqa: PLC0415
    from django.test.utils import get_runner  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        runner = get_runner(settings)(verbosity=0, interactive=False, **options)
        suite = runner.build_suite([folder])
        return bool(runner.suite_result(suite, unittest.TestResult()))


def _here():
    from django.test import override_settings  # noqa: PLC0415

    return override_settings(ROOT_URLCONF=type("urls", (), {"urlpatterns": urlpatterns}))


def _client():
    return Client()


def _echo(**options):
    with _here():
        return _client().post("/echo/", {"title": "Emma"}, **options).json()


@question("The real charge still runs in this test")
def where_the_view_looks(choices):
    import types  # noqa: PLC0415

    payments, views = types.ModuleType("payments"), types.ModuleType("views")
    payments.charge = views.charge = lambda: "real"

    def is_fake(module):
        with mock.patch.object(module, "charge", lambda: "fake"):
            return views.charge() == "fake"

    @mock.patch.object(views, "charge", lambda: "fake")
    def decorated():
        return views.charge()

    @mock.patch.object(payments, "charge", lambda: "fake")
    class Orders:
        def test_order(self):
            return views.charge()

    def patched_class():
        return Orders().test_order()
    return {"looks `charge` up in `shop.views`": is_fake(views), "import `charge` on its own": is_fake(payments),
            "inside a `with` statement": decorated() != "fake", "on the whole class": patched_class() == "fake"}


def ran_by_pytest(source, *options):
    """Return the exit code of pytest for a file with these tests, and what it tells."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_it.py").write_text(source)
        command = [sys.executable, "-B", "-m", "pytest", "-v", "-p", "no:cacheprovider", *options]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@claim("are ordered by the value of the parameter", database="sqlite")
def tests_by_parameter():
    code_, told = ran_by_pytest("""
import pytest
@pytest.fixture(scope="module")
def shelf(request):
    return request.param
@pytest.mark.parametrize("shelf", [1, 2], indirect=True)
def test_a(shelf): pass
@pytest.mark.parametrize("shelf", [2, 1], indirect=True)
def test_b(shelf): pass
""")
    ran = [line.split("::")[1].split()[0] for line in told.splitlines() if "PASSED" in line]
    assert (code_, ran) == (0, ["test_a[1]", "test_b[1]", "test_a[2]", "test_b[2]"])


@claim("The `subtests` fixture is built in", database="sqlite")
def subtests():
    code_, told = ran_by_pytest("""
def test_numbers(subtests):
    for number in (1, 2, 3):
        with subtests.test(number=number):
            assert number == 2
""")
    assert code_ == 1
    assert told.count("SUBFAILED") >= 2


@claim("Everything is mocked, and the tests stay green")
def a_mock_answers_to_everything():
    books = mock.Mock()
    books.filter.return_value.count.return_value = 1
    assert books.filter(titel__no_such_lookup="Emma").count() == 1
    assert raises(FieldError, lambda: Book.objects.filter(titel__no_such_lookup="Emma").count())


@claim("A test checks nothing that could fail")
def a_test_without_an_assertion():
    class Blind(TestCase):
        def test_page(self):
            self.client.get("/no-such-page/")

    class Seeing(TestCase):
        def test_page(self):
            self.assertEqual(self.client.get("/no-such-page/").status_code, 200)

    def green(case):
        result = unittest.TestResult()
        test = case("test_page")
        test.client = Client()
        try:
            test.test_page()
        except AssertionError:
            return False
        return result.wasSuccessful()

    assert [green(Blind), green(Seeing)] == [True, False]
