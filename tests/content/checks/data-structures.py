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


class Counted:
    """An id that counts how often it is compared."""

    asked = 0

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return hash(self.number)

    def __eq__(self, other):
        Counted.asked += 1
        return self.number == other.number


def comparisons(kind, size):
    """Return how many comparisons `in` takes for an id that is not there."""
    known = kind([Counted(n) for n in range(size)])
    Counted.asked = 0
    assert Counted(-5) not in known
    return Counted.asked


@claim("`in` takes time in proportion to the length")
def proportion():
    assert [comparisons(kind, size) for kind in (list, tuple) for size in (50, 500)] == [50, 500, 50, 500]
    assert comparisons(set, 500) <= 5 and comparisons(dict.fromkeys, 500) <= 5


@claim("gets slower with every row")
def a_set_once():
    ids = [Counted(n) for n in range(300)]
    rows = [Counted(-n) for n in range(1, 4)]

    def cost(known):
        Counted.asked = 0
        assert not [row for row in rows if row in known]
        return Counted.asked

    assert cost(ids) == 900 and cost(set(ids)) < 20


@question("each-100-000-rows-ask")
def where_to_keep(choices):
    few = lambda kind: comparisons(kind, 400) <= 5

    def emptied(ids):
        """Ask a list for ids that are not there: nothing is found, so nothing leaves it."""
        return list(ids)

    return {"In a set": few(set), "In a tuple": few(tuple), "In a sorted list": few(lambda ids: sorted(ids, key=lambda i: i.number)), "emptied as": few(emptied)}


@question("ds-deque-or-list")
def a_queue(choices):
    import ctypes
    from collections import deque

    def in_order(kind, join, leave):
        queue = kind()
        for order in "third", "first", "second":
            join(queue, order)
        return [leave(queue) for _ in range(3)] == ["third", "first", "second"]

    def moved(change):
        """Count the places of a list's memory that hold something else after a change at its front."""
        items = [object() for _ in range(1000)]
        places = ctypes.cast(ctypes.c_void_p.from_address(id(items) + 3 * ctypes.sizeof(ctypes.c_void_p)), ctypes.POINTER(ctypes.c_void_p))
        before, kept = [places[n] for n in range(990)], list(items)
        change(items)
        return sum(old != new for old, new in zip(before, [places[n] for n in range(990)])) if kept else 0

    front = lambda queue: queue.pop(0)
    last = lambda queue: queue.pop()
    put_first = lambda queue, order: queue.insert(0, order)
    return {
        "A `deque`": in_order(deque, deque.append, deque.popleft), "with `append` and `pop(0)`": in_order(list, list.append, front) and moved(front) < 5,
        "A `set`": in_order(set, set.add, last) and not hasattr(set, "__reversed__") and len({"a", "a"}) == 2,
        "with `insert(0": in_order(list, put_first, last) and moved(lambda items: put_first(items, 0)) < 5,
    }


@claim("leaves `None` in `items`")
def in_place():
    items = [3, 1]
    assert items.sort() is None and items == [1, 3] and sorted([3, 1]) == [1, 3]
    assert all(change is None for change in ([1].append(2), [1].reverse(), {1}.add(2), {}.update(a=1)))


@claim("makes three names for one row")
def one_row():
    grid, fair = [[0] * 3] * 3, [[0] * 3 for _ in range(3)]
    grid[0][0] = fair[0][0] = 1
    assert [row[0] for row in grid] == [1, 1, 1] and [row[0] for row in fair] == [1, 0, 0]


@claim("is taken for a full copy")
def shallow():
    from copy import deepcopy

    data = {"tags": ["a"]}
    copied, deep = data.copy(), deepcopy(data)
    data["tags"].append("b")
    data["new"] = 1
    assert copied == {"tags": ["a", "b"]} and deep == {"tags": ["a"]}
