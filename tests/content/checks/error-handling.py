"""Checks of the topic `error-handling`."""

import logging
import warnings
from datetime import datetime

from grading import claim, code, judged, printed, question, raises, warned


@claim("the first that fits wins")
def first_fits():
    assert printed("try:\n  int('x')\nexcept Exception:\n  print(1)\nexcept ValueError:\n  print(2)") == "1"


@claim("`finally` runs in every case")
def always():
    assert printed("def f():\n  try:\n    return 1\n  finally:\n    print('f')\nf()") == "f"


@claim("`else` runs only if the `try` block raised nothing")
def else_part():
    assert printed("try:\n  pass\nexcept ValueError:\n  print(1)\nelse:\n  print(2)") == "2"


@claim("`except Exception` does not catch `KeyboardInterrupt`")
def interrupts():
    assert not issubclass(KeyboardInterrupt, Exception) and not issubclass(SystemExit, Exception)


@claim("records the cause in `__cause__`")
def cause():
    first = KeyError("a")
    try:
        raise ValueError from first
    except ValueError as error:
        assert error.__cause__ is first


@claim("`return` inside `finally` swallows the exception")
def swallowed():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert printed("def f():\n  try:\n    1 / 0\n  finally:\n    return 7\nprint(f())") == "7"


@claim("works without parentheses", python=(3, 14))
def comma():
    compile("try: pass\nexcept ValueError, TypeError: pass", "x", "exec")


@claim("gives a `SyntaxWarning`, since it throws", python=(3, 14))
def warns():
    assert warned(lambda: compile("def f():\n  try: pass\n  finally: return 1", "x", "exec"), SyntaxWarning)


@claim("without a year is a `ValueError`", python=(3, 13))
def no_year():
    import sys

    def parse():
        return datetime.strptime("24.12.", "%d.%m.")

    assert raises(ValueError, parse) if sys.version_info >= (3, 15) else warned(parse, DeprecationWarning)


@question("else-part-try-statement")
def when_else(choices):
    run = lambda body: printed(f"try:\n  {body}\nexcept ValueError:\n  pass\nelse:\n  print('else')") == "else"
    return {"raised no exception": run("pass") and not run("int('x')"), "has run to its end": run("int('x')"), "In every case": run("int('x')"),
            "no `except` clause fits": not raises(KeyError, lambda: run("{}[1]"))}


@question("turn-keyerror-own")
def the_cause(choices):
    def works(code):
        names = {}
        exec("class ConfigError(Exception): pass", names)
        try:
            exec(f"def f(name):\n  try:\n    {{}}[name]\n  except KeyError as error:\n    {code}\nf('x')", names)
        except Exception as error:
            return isinstance(error.__cause__, KeyError)

    return judged(choices, works)


@question("file-must-closed-whether")
def closed(choices):
    def runs(form, fails):
        log = []

        class File:
            def __enter__(self):
                return self

            def __exit__(self, *error):
                log.append("closed")

            def close(self):
                log.append("closed")

            def read(self):
                if fails:
                    raise fails

        try:
            exec(form, {"file": File(), "open": lambda path: File(), "path": ""})
        except Exception:
            pass
        return log == ["closed"]

    forms = {
        "last line": "try:\n  file.read()\n  file.close()\nexcept OSError: pass",
        "`else` part": "try:\n  file.read()\nexcept OSError: pass\nelse:\n  file.close()",
        "except OSError": "try:\n  file.read()\nexcept OSError: file.close()",
        "with open": "with open(path) as file:\n  file.read()",
    }
    return {part: all(runs(form, fails) for fails in (None, OSError(), ValueError())) for part, form in forms.items()}


@question("handler-bad-numbers")
def too_general(choices):
    seen = printed("try:\n  int('forty')\nexcept Exception:\n  print('general')\nexcept ValueError:\n  print('special')")
    right = printed("try:\n  int('forty')\nexcept ValueError:\n  print('special')\nexcept Exception:\n  print('general')")
    named = printed("try:\n  int('forty')\nexcept Exception:\n  print('general')\nexcept ValueError as error:\n  print('special')")
    return {"too general": (seen, right) == ("general", "special"), "`TypeError`": not raises(ValueError, lambda: int("forty")),
            "`as error`": named == "special", "Only one `except`": False}


@question("err-except-comma", python=(3, 14))
def no_parentheses(choices):
    run = lambda error: printed(f"try:\n  raise {error}\nexcept ValueError, TypeError:\n  print('caught')") == "caught"
    return {"It catches both": run("ValueError") and run("TypeError"), "names it": not run("TypeError"), "SyntaxError": not run("ValueError")}


@question("err-log-traceback")
def with_traceback(choices):
    import io
    import traceback

    def works(source):
        out = io.StringIO()
        logger = logging.Logger("x")
        logger.addHandler(logging.StreamHandler(out))
        try:
            int("x")
        except ValueError:
            exec(source, {"logger": logger, "number": 7, "traceback": traceback, "print": lambda *a: None})
        return "Traceback" in out.getvalue()

    return {choice: works(code(choice)) for choice in choices}


@question("err-read-traceback")
def where_from(choices):
    price_of = lambda cart: sum(line["price"] for line in cart)
    return {"has no price": raises(KeyError, lambda: price_of([{"price": 1}, {}])) and price_of([{"price": 1}]) == 1, "From `sum`": raises(TypeError, lambda: price_of([{"price": 1}])),
            "without quotes": not raises(NameError, lambda: eval("sum(line[price] for line in cart)", {"cart": [{"price": 1}]})), "does not import": not raises(KeyError, lambda: eval("sum(line['price'] for line in cart)", {"price": 1, "cart": [{}]}))}


@question("line-traceback-find-kind")
def which_line(choices):
    import traceback

    try:
        {}["price"]
    except KeyError as error:
        lines = "".join(traceback.format_exception(error)).splitlines()
    told = [place for place, line in enumerate(lines) if "KeyError: 'price'" in line]
    return {"In the first line": 0 in told, "In the middle": len(lines) // 2 in told, "In the last line": told == [len(lines) - 1], "In the second line": 1 in told}


@question("import-succeeds-table")
def what_hides_it(choices):
    def saved(text):
        names = {"lines": ["1", "2"], "out": []}
        exec(text, names)
        return names["out"]

    text = "for line in lines:\n  try:\n    out.append(int(lin))\n  except:\n    pass"
    rounds = "for line in lines:\n  try:\n    out.append(line)\n    int('x')\n  except:\n    pass"
    return {"The bare `except`": saved(text) == [] and raises(NameError, lambda: saved(text.replace("except:", "except ValueError:"))),
            "The `pass` ends": saved(rounds) == ["1"], "for one line only": saved(rounds) == ["1"],
            "The missing `finally`": saved(text + "\n  finally:\n    pass") != []}


@claim("A plain `raise` inside `except`")
def again():
    import traceback

    first = None
    try:
        try:
            int("x")
        except ValueError as error:
            first = error
            raise
    except ValueError as error:
        assert error is first and "int(" in "".join(traceback.format_exception(error))


@claim("`except: pass` around a large block")
def evidence():
    import io

    source = "def load(lines):\n  try:\n    for line in lines:\n      total += int(line)\n  except{}: {}\nload(['1'])"
    exec(source.format("", "pass"), {})
    assert raises(UnboundLocalError, lambda: exec(source.format(" ValueError", "pass"), {}))
    out, logger = io.StringIO(), logging.Logger("x")
    logger.addHandler(logging.StreamHandler(out))
    exec(source.format(" Exception", "logger.exception('import failed')"), {"logger": logger})
    assert "import failed" in out.getvalue() and "UnboundLocalError" in out.getvalue()


@claim("The general class comes first")
def order_of_clauses():
    source = "try:\n  int('x')\nexcept {}:\n  print(1)\nexcept {}:\n  print(2)"
    assert printed(source.format("Exception", "ValueError")) == "1" == printed(source.format("ValueError", "Exception"))
    assert printed("try:\n  {}['x']\nexcept ValueError:\n  print(1)\nexcept Exception:\n  print(2)") == "2"


@claim("The page shows `str(error)` of any exception")
def paths_and_sql():
    from django.db import DatabaseError, connection
    from django.test import Client, override_settings
    from django.urls import path

    assert raises(DatabaseError, lambda: connection.cursor().execute("SELECT card FROM secret_table"))
    try:
        open("/srv/shop/keys.txt")
    except OSError as error:
        assert "/srv/shop/keys.txt" in str(error)

    def view(request):
        raise ValueError("/srv/shop/keys.txt")

    class Urls:
        urlpatterns = [path("", view)]

    with override_settings(ROOT_URLCONF=Urls, DEBUG=False):
        answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500 and "/srv" not in answer.content.decode()


@claim("`return` or `break` in `finally` makes an exception vanish")
def vanishes():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lost = "def f():\n  for n in [1]:\n    try:\n      1 / 0\n    finally:\n      {}\n  return 8\nprint(f())"
        assert printed(lost.format("break")) == "8" and printed(lost.format("return 7")) == "7"
        assert raises(ZeroDivisionError, lambda: printed(lost.format("pass")))
