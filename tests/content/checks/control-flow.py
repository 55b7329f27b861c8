"""Checks of the topic `control-flow`."""

from grading import claim, judged, observed, printed, question, raises, value


@claim("Only the first true branch")
def first_branch():
    assert printed("if 1:\n  print('a')\nelif 1:\n  print('b')") == "a"


@claim("count as false; most other objects count as true")
def truth():
    assert not any([0, 0.0, "", [], {}, set(), None, False]) and all(["0", [0], object()])


@claim("`and` and `or` stop as soon as")
def short_circuit():
    assert (None and 1 / 0) is None and ("" or "x") == "x"


@claim("`range(a, b)` includes `a`")
def ranges():
    assert list(range(2, 5)) == [2, 3, 4]


@claim("An `else` after a loop runs only if")
def loop_else():
    assert printed("for n in [1]:\n  pass\nelse:\n  print('e')") == "e"
    assert printed("for n in [1]:\n  break\nelse:\n  print('e')") == ""


@claim("a `match` that fits no case does nothing")
def no_case():
    assert printed("match 1:\n  case 2:\n    print('x')") == ""


@claim("`frozendict` is a dict that cannot change", python=(3, 15))
def frozen():
    assert frozendict(a=1) == {"a": 1} and not isinstance(frozendict(), dict)


@claim("gives a `SyntaxWarning`: it throws", python=(3, 14))
def finally_warns():
    from grading import warned

    assert warned(lambda: compile("def f():\n  try: pass\n  finally: return 1", "x", "exec"), SyntaxWarning)


@question("these-counts-true")
def what_is_true(choices):
    return judged(choices, lambda code: bool(value(code)))


@question("numbers-range-2-5")
def the_numbers(choices):
    return {choice: choice == ", ".join(map(str, range(2, 5))) for choice in choices}


@question("user-user-active-user")
def none_and(choices):
    seen = None and None.is_active
    return {"gives `None`": seen is None, "`False`": seen is False, "`True`": seen is True, "raises": False}


@question("everyone-gets-admin-page")
def always_true(choices):
    role = "guest"
    admin = "admin"
    return {"counts as true": bool(role == "admin" or "staff") and role not in ("admin", "staff"),
            "binds tighter": bool(("guest" == ("admin" or "staff"))),
            "compares identity": not (role is admin or "staff"), "takes numbers only": raises(TypeError, lambda: role or "staff")}


@question("flow-match-dict")
def which_case(choices):
    seen = printed("match order:\n  case {'id': n}:\n    print('A')\n  case {'id': n, 'paid': True}:\n    print('B')\n  case _:\n    print('C')",
                   order={"id": 7, "paid": True, "total": 40})
    return {"A, as": seen == "A", "B, as the pattern": seen == "B", "C, as": seen == "C",
            "`True` fits better": seen == "B"}


@question("flow-any-shortcut")
def stops_early(choices):
    class Order:
        looked = 0

        @property
        def paid(self):
            Order.looked += 1
            return Order.looked != 3

    def works(code):
        Order.looked = 0
        return value(code, orders=[Order() for _ in range(10)]) is True and Order.looked == 3

    return judged(choices, works)


@question("flow-else-of-loop")
def when_else(choices):
    runs = lambda items, body="pass": printed(f"for n in {items}:\n  {body}\nelse:\n  print('e')") == "e"
    return {"without a `break`": runs([1]) and runs([]) and not runs([1], "break"), "nothing to run over": not runs([1]),
            "a `continue`": not runs([1], "continue"),
            "was false each time": runs([1], "if n == 2:\n    pass\n  break")}


@question("should-remove-all-2s")
def shrinking(choices):
    rows = [1, 2, 2, 3]
    for row in rows:
        if row == 2:
            rows.remove(row)
    safe = [1, 2, 2, 3]
    for row in safe[:]:
        if row == 2:
            safe.remove(row)
    by_position = [5, 6, 7]
    by_position.remove(7)
    rest, rounds = [1, 2, 2, 3], 0
    for row in rest:
        rounds += 1
        if row == 2:
            rest.remove(row)
    return {"shrinks under": rows == [1, 2, 3] and safe == [1, 3], "by position": by_position != [5, 6], "its own copy": rows == [1, 2, 2, 3],
            "ends the loop": rounds == 2}


@question("flow-frozen-case", python=(3, 15))
def frozen_case(choices):
    seen = printed("match frozendict(id=7):\n  case dict():\n    print('A')\n  case list():\n    print('B')\n  case _:\n    print('C')")
    return {"C, as": seen == "C", "A, as": seen == "A", "B, as": seen == "B"}


@question("want-position-each-item")
def positions(choices):
    def counts(head):
        names = {"items": ["a", "b", "a"], "seen": []}
        body = head.removesuffix(":") + ("; " if "item =" in head else ": ") + "seen.append((n, item))"
        exec(body.replace(": item", ": item", 1), names)
        return names["seen"] == [(1, "a"), (2, "b"), (3, "a")]

    return judged(choices, counts)


@claim("both act on the innermost loop")
def innermost():
    text = "for a in range(2):\n  for b in range(3):\n    if b == 1: {}\n    print(a, b)"
    assert printed(text.format("break")) == "0 0\n1 0"
    assert printed(text.format("continue")) == "0 0\n0 2\n1 0\n1 2"


@claim('`if role == "admin" or "editor":` is always true')
def never_false():
    right = 'role in ("admin", "editor")'
    assert value('role == "admin" or "editor"', role="guest")
    assert [bool(value(right, role=role)) for role in ("guest", "admin", "editor")] == [False, True, True]
    assert not value('role == "admin" or role == "editor"', role="guest")


@claim("so some items are skipped")
def skipped():
    source = "for row in {}:\n  if row == 2:\n    rows.remove(row)\nprint(rows)"
    assert printed(source.format("rows"), rows=[2, 2, 3]) == "[2, 3]"
    assert printed(source.format("rows[:]"), rows=[2, 2, 3]) == "[3]" and [row for row in [2, 2, 3] if row != 2] == [3]


@claim("then drops `0` and the empty text")
def dropped():
    given = [0, "", None, "x"]
    assert [v for v in given if v] == ["x"] and [v for v in given if v is not None] == [0, "", "x"]


@claim("A `while` loop whose condition never changes")
def without_end():
    rounds = []

    def step():
        rounds.append(1)
        if len(rounds) > 100:
            raise InterruptedError

    assert raises(InterruptedError, lambda: exec("n = 0\nwhile n < 3: step()", {"step": step}))
    assert printed("n = 0\nwhile n < 3: n += 1\nprint(n)") == "3" and len([n for n in range(3)]) == 3
