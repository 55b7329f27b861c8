"""Checks of the topic `functions`."""

from grading import claim, judged, printed, question, raises, value


@claim("A function without `return` gives `None`")
def none():
    assert (lambda: exec("1"))() is None


@claim("shared by all calls")
def defaults():
    def f(a, kept=[]):
        kept.append(a)
        return kept

    assert f(1) is f(2)


@claim("`*args` collects extra positional arguments")
def collects():
    assert (lambda *args, **kwargs: (args, kwargs))(1, a=2) == ((1,), {"a": 2})


@claim("can only be passed by name")
def by_name():
    def f(a, /, *, b):
        return a, b

    assert f(1, b=2) == (1, 2) and raises(TypeError, lambda: f(1, 2)) and raises(TypeError, lambda: f(a=1, b=2))


@claim("makes it local in the whole function")
def local():
    assert raises(UnboundLocalError, lambda: exec("def f():\n  n += 1\nn = 0\nf()", {}))


@claim("is its docstring")
def docstring():
    def f():
        "what it does"

    assert f.__doc__ == "what it does"


@claim("Annotations are evaluated when somebody asks", python=(3, 14))
def deferred():
    exec("def f(a: Later): ...", {})


@claim("loads a module at its first use", python=(3, 15))
def lazy():
    compile("lazy import json", "x", "exec")


@question("header-true-unless")
def named(choices):
    def works(code):
        names = {}
        exec(code + " return rows, header", names)
        export = names["export"]
        return export([1]) == ([1], True) and export([1], header=False) == ([1], False) and raises(TypeError, lambda: export([1], False))

    return judged(choices, works)


@question("function-back-ends")
def gives_back(choices):
    def f():
        pass

    return judged(choices, lambda code: value(code) is f())


@question("def-view-request-kwargs")
def kwargs(choices):
    seen = (lambda request, **kwargs: kwargs)(None, year=2026)
    return {choice: value(choice.split("`")[1]) == seen for choice in choices}


@question("fun-closure-late")
def late(choices):
    buttons = [lambda: n for n in range(3)]
    bound = [lambda n=n: n for n in range(3)]
    return {"when it is called": [b() for b in buttons] == [2, 2, 2] and [b() for b in bound] == [0, 1, 2],
            "the same function": buttons[0] is buttons[1],
            "can hold one value": [b() for b in bound] == [2, 2, 2], "keeps its arguments": printed("n = 1\nprint(n)\nn = 2") == "2"}


@question("fun-annotations-late", python=(3, 14))
def later(choices):
    fails = raises(NameError, lambda: exec("def f(order: Order): ...", {}))
    called = raises(NameError, lambda: exec("def f(order: Order): ...\nf(1)", {}))
    return {"when somebody asks": not fails and not called, "when `def` runs": fails, "at the first call": called}


@question("fun-unpack-call")
def spread(choices):
    def export(rows, *, sep, header):
        return sep, header

    return judged(choices, lambda code: value(code, export=export, rows=[], options={"sep": ";", "header": False}) == (";", False))


@question("total-raises")
def total(choices):
    source = "count = {}\ndef total(items):\n  for item in items:\n    count += 1\n  return count\ntotal([1])"
    fails = lambda text: raises(UnboundLocalError, lambda: exec(text, {}))
    return {"makes `count` local": fails(source.format(0)) and not fails(source.format(0).replace("  for", "  global count\n  for", 1)),
            "`count` is 0": not fails(source.format(5)),
            "above the function": not fails("def total(items):\n  for item in items:\n    count += 1\n  return count\ncount = 0\ntotal([1])"), "A `for` loop": raises(Exception, lambda: exec("n = 0\nfor i in [1]:\n  n += 1\nassert n == 1", {}))}


@question("default-def-f-evaluated")
def when_evaluated(choices):
    calls = []
    exec("def f(when=now()):\n  return when, when", {"now": lambda: calls.append(1)} | (names := {}), names)
    at_def = len(calls)
    names["f"](), names["f"]()
    return {"At each call": len(calls) == 2, "At the first call": (at_def, len(calls)) == (0, 1), "Once, at the moment": (at_def, len(calls)) == (1, 1),
            "At each use": len(calls) > 2}


@question("users-report-tags-other")
def whose_tags(choices):
    def shared(source):
        names = {}
        exec(source, names)
        return names["tag"]("a") is names["tag"]("b")

    text = "def tag(name, tags=[]):\n  tags.append(name)\n  return tags"
    fresh = text.replace("tags=[]", "tags=None").replace("  tags.append", "  tags = [] if tags is None else tags\n  tags.append")
    return {"The `def` line": shared(text) and not shared(fresh), "The `append` line": [].append(1) is not None,
            "The `return` line": not shared(text.replace("return tags", "return tuple(tags)")) and len(tags_of(text)) == 1,
            "None of them": not shared(text)}


def tags_of(text):
    names = {}
    exec(text.replace("return tags", "return tuple(tags)"), names)
    names["tag"]("a")
    return names["tag"]("b")


@claim("`lambda` makes a function of a single expression")
def one_expression():
    assert (lambda a, b: a + b)(1, 2) == 3
    for statement in ("return 1", "x = 1", "if x: 1"):
        assert raises(SyntaxError, lambda: compile(f"lambda: {statement}", "x", "eval"))


@claim("keeps the same list for every call, so items pile up")
def piles_up():
    names = {}
    exec("def add(item, items=[]):\n  items.append(item)\n  return items", names)
    exec("def mended(item, items=None):\n  items = [] if items is None else items\n  items.append(item)\n  return items", names)
    assert [list(names["add"](n)) for n in (1, 2)] == [[1], [1, 2]] and [names["mended"](n) for n in (1, 2)] == [[1], [2]]


@claim("prints its result instead of returning it")
def printed_only():
    assert printed("def double(n):\n  print(2 * n)\nprint(double(2))") == "4\nNone"


@claim("on a module's variable inside a function raises `UnboundLocalError`")
def a_module_variable():
    source = "count = 0\ndef add():\n  {}count += 1\nadd()"
    assert raises(UnboundLocalError, lambda: exec(source.format(""), {}))
    names = {}
    exec(source.format("global count; "), names)
    assert names["count"] == 1


@claim("calls the function at once and passes on its result")
def without_brackets():
    get_age = lambda person={}: person.get("age", 0)
    people = [{"age": 9}, {"age": 4}]
    assert sorted(people, key=get_age)[0]["age"] == 4
    assert raises(TypeError, lambda: sorted(people, key=get_age()))
