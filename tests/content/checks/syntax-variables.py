"""Checks of the topic `syntax-variables`."""

import sys
from decimal import Decimal

from grading import claim, judged, question, raises, value, warned


@claim("it never copies the object")
def no_copy():
    a = [1]
    b = a
    assert b is a


@claim("`==` compares values, `is` compares identity")
def identity():
    assert [1] == [1] and [1] is not [2 - 1]


@claim("`int`, `float`, `str`, `bool` and `tuple` cannot be changed")
def immutable():
    assert raises(TypeError, lambda: (1,).__setitem__(0, 1) if hasattr((1,), "__setitem__") else (_ for _ in ()).throw(TypeError))


@claim("`float` is binary")
def binary():
    assert 0.1 + 0.2 != 0.3 and Decimal("0.1") + Decimal("0.2") == Decimal("0.3")


@claim("is no text but a `Template`", python=(3, 14))
def template():
    made = eval('t"Hello {name}"', {"name": "Ada"})
    assert type(made).__name__ == "Template" and made.values == ("Ada",)


@claim("a hint may name a class that comes later", python=(3, 14))
def deferred():
    exec("def f(a: Later): ...\nclass Later: ...", {})


@question("form-sends-age-41")
def forty_two(choices):
    return judged(choices, lambda code: value(code, age="41") == 42)


@question("price-3-5-expression")
def with_two_places(choices):
    return judged(choices, lambda code: value(code, price=3.5) == "3.50 EUR")


@question("should-keep-was-goes")
def two_names(choices):
    before = ["a", "b"]
    after = before
    after.append("c")
    names = {}
    exec("from typing import Final\nbefore: Final = ['a']\nafter = before\nafter.append('b')", names)
    return {"Both names": before is after and len(before) == 3, "returns a copy": before.append("d") is not None,
            "the newest list": len(before) == len([*before, "x"]), "a constant first": names["before"] == ["a"]}


@question("syn-t-string", python=(3, 14))
def a_template(choices):
    made = eval('t"Hello {name}"', {"name": "Ada"})
    return {"keeps text and values apart": (made.strings, made.values) == (("Hello ", ""), ("Ada",)), "at once": made == "Hello Ada",
            "at the first use": str(made) == "Hello Ada", "A tuple": isinstance(made, tuple)}


@question("syn-list-shadowed")
def shadowed(choices):
    names = {}
    failed = raises(TypeError, lambda: exec("list = [3, 1, 2]\nsorted(list)\nlist(range(3))", names))
    return {"stands for the numbers": failed and names["list"] == [3, 1, 2], "`range(3)`": isinstance(range(3), list),
            "has changed": names["list"] == [1, 2, 3],
            "has to be empty": not raises(TypeError, lambda: exec("list = []\nlist(range(3))", {}))}


@question("syn-decimal-from-text")
def exact(choices):
    return judged(choices, lambda code: str(value(code, Decimal=Decimal) * 3 if isinstance(value(code, Decimal=Decimal), Decimal) else value(code) * 3) == "59.70")


@question("x-5-later-x-five-python")
def another_type(choices):
    x = 5
    before = type(x)
    number = x
    x = "five"
    return {"belongs to the object": (before, type(x), type(number)) == (int, str, int), "into text by itself": number == "5",
            "is always text": before is str, "a different variable": "x" not in locals()}


@question("status-200-syntaxwarning")
def identity(choices):
    def quiet(source):
        return not warned(lambda: compile(source, "x", "eval"), SyntaxWarning)

    large = int("1000"), int("1000")
    return {"works with text only": quiet('status is "200"'), "converted with `int()`": quiet("int(status) is 200"), "needs brackets": quiet("(status is 200)"),
            "compares identity": quiet("status == 200") and large[0] == large[1] and large[0] is not large[1]}


@question("tells-python-lines")
def what_makes_a_block(choices):
    def is_block(source):
        names = {"ran": []}
        try:
            exec(source, names)
        except SyntaxError:
            return False
        return names["ran"] == ["after"]

    return {"Their indentation": is_block("if False:\n  ran.append(1)\n  ran.append(2)\nran.append('after')"),
            "The pair of braces": is_block("if False: {\nran.append(1)\n}\nran.append('after')") and is_block("if False {\nran.append(1)\n}\nran.append('after')"),
            "A semicolon": is_block("if False:\nran.append(1);\nran.append('after')"), "The `end` keyword": is_block("if False:\nran.append(1)\nend\nran.append('after')")}


@claim("Indentation is syntax")
def indentation():
    fails = lambda body: raises(IndentationError, lambda: compile(f"if True:\n{body}", "x", "exec"))
    assert fails("a = 1") and fails("    a = 1\n  b = 2") and not fails("    a = 1\n    b = 2")


@claim("and the same name may hold another type later")
def of_the_object():
    names = {}
    exec("x = 5\nfirst = type(x)\nx = 'five'\nsecond = type(x)", names)
    assert (names["first"], names["second"]) == (int, str)


@claim("Money kept as `float`")
def cents():
    assert sum([0.1] * 3) != 0.3 and sum([Decimal("0.10")] * 3) == Decimal("0.30")
    assert Decimal("4.35") * 100 == 435 and Decimal(4.35) != Decimal("4.35")


@claim("is meant as a copy of a list")
def a_copy_of_ones_own():
    import copy

    a = [1, [2]]
    b, shallow, deep = a, a.copy(), copy.deepcopy(a)
    b.append(3)
    a[1].append(4)
    assert a == [1, [2, 4], 3] and shallow == list(shallow) == [1, [2, 4]] and deep == [1, [2]]


@claim("the built-in of that name is gone in that scope")
def gone():
    assert raises(TypeError, lambda: exec("list = [1]\nlist('ab')", {})) and list("ab") == ["a", "b"]
    exec("type_ = 'x'\nassert type(type_) is str", {})


@claim("seems to work, then fails with other numbers")
def a_matter_of_luck():
    small, large = (int("7"), int("7")), (int("404"), int("404"))
    assert small[0] is small[1] and large[0] is not large[1] and large[0] == large[1]
