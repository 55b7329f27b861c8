"""Checks of the topic `data-structures`."""

from grading import claim, judged, observed, question, raises, value


@claim("`set` has no order and no duplicates")
def sets():
    assert {1, 1} == {1} and raises(TypeError, lambda: exec("(1,)[0] = 2"))


@claim("replaces its value and keeps its place")
def order():
    d = {"a": 1, "b": 2}
    d["a"] = 3
    assert list(d) == ["a", "b"]


@claim("`d[key]` raises `KeyError`")
def missing():
    assert raises(KeyError, lambda: {}["a"]) and {}.get("a", 1) == 1


@claim("Dict keys and set members must be hashable")
def hashable():
    assert raises(TypeError, lambda: {[]: 1}) and {(1,): 2}


@claim("`x.sort()` sorts in place and returns `None`")
def sort():
    assert [2, 1].sort() is None and sorted((2, 1)) == [1, 2]


@claim("an empty set is `set()`")
def empty():
    assert type({}) is dict


@claim("`frozendict` is built in", python=(3, 15))
def frozen():
    made = frozendict(a=1)
    assert {made: 1} and made == {"a": 1} and not isinstance(made, dict) and type({} | made) is dict


@question("d-get-x-0-d-key-x")
def get(choices):
    d = {}
    seen = d.get("x", 0)
    return {"stores it": d == {"x": 0}, "gives `None`": seen is None, "leaves `d`": seen == 0 and d == {}, "raises": False}


@question("need-dict-latitude")
def keys(choices):
    def works(text):
        return {value(text): "Berlin"}[value(text)] == "Berlin"

    def last(text):
        return text.split("`")[-2]

    return {choice: not raises(TypeError, lambda: works(last(choice))) for choice in choices}


@question("cell-was-set-three")
def rows(choices):
    grid = [[0] * 3] * 3
    fair = [[0] * 3 for _ in range(3)]
    row = [0] * 3
    row[0] = fair[0][0] = 1
    return {"one and the same row": grid[0] is grid[1] and fair[0] is not fair[1], "copied at each": grid[0] is not grid[2],
            "The inner": row == [1, 1, 1], "first column": fair[1][0] == 1}


@question("print-none")
def sort_gives(choices):
    return {"in place": [2, 1].sort() is None, "a list of numbers": raises(TypeError, lambda: ["b", "a"].sort()), "needs a `key`": raises(TypeError, lambda: ["b", "a"].sort()),
            "used up": hasattr([2, 1].sort(), "__next__")}


@question("ds-frozendict", python=(3, 15))
def no_dict(choices):
    made = frozendict(a=1)
    return {"no subclass": made == {"a": 1} and not isinstance(made, dict), "is empty": len(made) == 0}


@question("ds-dict-while-loop")
def while_looping(choices):
    def runs(loop, body):
        stock = {"a": 0, "b": 1, "c": 0}
        return not raises(RuntimeError, lambda: exec(f"for name in {loop}:\n  if stock[name] == 0:\n    {body}", {"stock": stock})) and stock == {"b": 1}

    new = {n: k for n, k in {"a": 0, "b": 1}.items() if k} == {"b": 1}
    return {"a comprehension": new and not runs("stock", "del stock[name]"), "pop(name)": runs("stock", "stock.pop(name)"), "keys()": runs("stock.keys()", "del stock[name]"),
            "stock.get(name)": not raises(RuntimeError, lambda: exec("for name in stock:\n  if stock.get(name) == 0:\n    del stock[name]", {"stock": {"a": 0, "b": 1}}))}


@question("collection-keeps-each")
def once_and_without_order(choices):
    kinds = {"list": list, "tuple": tuple, "dict": dict.fromkeys, "set": set}

    def fits(name):
        made = kinds[name]([3, 1, 3])
        return len(made) == 2 and not hasattr(made, "__reversed__")

    return judged(choices, fits)
