"""Checks of the topic `oop`."""

import copy
import sys
from dataclasses import dataclass, field

from bookshop.catalog.models import Book
from bookshop.shelves import fill
import warnings
from django.db import models
from django.test.utils import isolate_apps
from grading import claim, judged, question, raises


@claim("`obj.method(x)` is `Class.method(obj, x)`")
def a_method():
    assert "a".replace("a", "b") == str.replace("a", "a", "b")


@claim("attributes in the class body are shared by all")
def shared():
    class A:
        tags = []

    assert A().tags is A().tags


@claim("`super().method()` calls the next class in the MRO")
def mro():
    assert bool.__mro__ == (bool, int, object)


@claim("generates `__init__`, `__repr__` and `__eq__`")
def dataclasses():
    @dataclass
    class P:
        x: int

    assert P(1) == P(1) and repr(P(1)).endswith("P(x=1)") and field


@claim("`isinstance(x, C)` is also true")
def subclasses():
    assert isinstance(True, int)


@claim("gives a changed copy of a dataclass", python=(3, 13))
def replace():
    @dataclass
    class P:
        x: int
        y: int = 2

    assert copy.replace(P(1), x=5) == P(5, 2)


@claim("A hint in a class may name the class itself", python=(3, 14))
def own_name():
    exec("class A:\n  def f(self) -> A: ...", {})


@question("both-users-end-both-tags")
def both(choices):
    class User:
        tags = []

    a, b = User(), User()
    a.tags.append("staff")
    other = []
    [].append("x")
    return {"belongs to the class": b.tags == ["staff"] and a is not b, "one and the same user": a is b,
            "every list in use": bool(other), "objects cannot be made": raises(TypeError, User)}


@question("class-report")
def the_first_render(choices):
    class Page:
        def render(self):
            return ["page"]

    class Audit:
        def render(self):
            return ["audit"]

    class Calling:
        def render(self):
            return ["page", *super().render()]

    class Wrapped(Page, Audit):
        def render(self):
            return super().render()

    logged = lambda *parents: "audit" in type("Report", parents, {})().render()
    child = lambda: type("Report", (Page, type("Audit", (Page,), {"render": Audit.render})), {})().render()
    return {"found first and does not call": not logged(Page, Audit) and logged(Calling, Audit),
            "`Report` needs a `render()`": "audit" in Wrapped().render(), "has to inherit from `Page`": not raises(TypeError, child),
            "cancel each other out": type("Report", (Page, Audit), {})().render() == []}


@question("want-small-class-name")
def shortest(choices):
    @dataclass
    class A:
        name: str
        price: int

    class B:
        name = ""
        price = 0

    works = lambda kind, *args: not raises(TypeError, lambda: kind(*args)) and kind(*args) == kind(*args)
    class C:
        name = property(lambda self: "x")
        price = property(lambda self: 1)

    class D(dict):
        def __init__(self, name, price):
            super().__init__(name=name, price=price)
    return {"`@dataclass`": works(A, "x", 1), "in the class body": works(B, "x", 1),
            "`@property` for each": works(C, "x", 1), "subclass of `dict`": works(D, "x", 1) and hasattr(D("x", 1), "name")}


@question("oop-eq-hash")
def no_hash(choices):
    class Money:
        def __init__(self, n):
            self.n = n

        def __eq__(self, other):
            return self.n == other.n

    class Hashed(Money):
        def __hash__(self):
            return hash(self.n)

    fails = raises(TypeError, lambda: {Money(5)})
    class Number(Money):
        def __eq__(self, other):
            return 1
    return {"loses its hash": fails and len({Hashed(5), Hashed(5)}) == 1, "can never be members": raises(TypeError, lambda: {Hashed(5)}),
            "`__lt__`": hasattr(Hashed, "__lt__") and raises(TypeError, lambda: {Hashed(5)}),
            "return a number": not raises(TypeError, lambda: {Number(5)})}


@question("oop-update-fields")
def update_fields(choices):
    from django.utils.text import slugify

    calls = []

    class Slugged(Book):
        class Meta:
            app_label = "catalog"
            proxy = True

        def save(self, *args, **kwargs):
            calls.append(kwargs)
            self.slug = slugify(self.title)
            super().save(*args, **kwargs)

    book = Slugged.objects.get(pk=fill()["Emma"].pk)
    book.title = "Persuasion"
    book.save(update_fields=["title"])
    stored = Book.objects.get(pk=book.pk)
    return {"names the columns": (stored.title, stored.slug, book.slug) == ("Persuasion", "emma", "persuasion"),
            "skips the model's": not calls, "before the new title": book.slug == "emma", "loses the keyword": stored.title == "Emma"}


@question("oop-property")
def total(choices):
    def works(code):
        names = {"dataclass": dataclass}
        exec(f"class Order:\n  lines = [1, 2]\n  {code}\n  def total(self):\n    return sum(self.lines)", names)
        return names["Order"]().total == 3

    return judged(choices, works)


@question("oop-changed-copy", python=(3, 13))
def changed_copy(choices):
    @dataclass
    class Item:
        name: str
        price: int

    item = Item("Emma", 8)
    return judged(choices, lambda code: eval(code, {"copy": copy, "item": item}) == Item("Emma", 9) and item.price == 8)


@question("self-method")
def what_self_is(choices):
    class Shelf:
        def me(self):
            return self

    shelf = Shelf()
    got = shelf.me()
    renamed = type("Renamed", (), {"me": lambda this: this})()
    return {"The class in which": got is Shelf, "A keyword": renamed.me() is not renamed, "The module": got is sys.modules[__name__] if __name__ in sys.modules else False,
            "The object": got is shelf}


@question("django-model-should")
@isolate_apps("bookshop.catalog")
def writing_a_slug(choices):
    author, made = fill()["Emma"].author, []

    def works(save):
        made.append(save)
        kind = type(f"Slugged{len(made)}", (Book,), {"__module__": "bookshop.catalog.models", "save": save, "Meta": type("Meta", (), {"proxy": True, "app_label": "catalog"})})
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                row = kind(title="New Book", price=1, author=author)
                row.save()
            return Book.objects.filter(slug="new-book").exists()
        except (RecursionError, TypeError, AttributeError):
            return False
        finally:
            Book.objects.filter(slug="new-book").delete()

    def to_self(self, *args, **kwargs):
        self.slug = "new-book"
        self.save(*args, **kwargs)

    def to_parent(self, *args, **kwargs):
        self.slug = "new-book"
        Book.save(self, *args, **kwargs)

    def alone(self, *args, **kwargs):
        self.slug = "new-book"

    def new_model(self, *args, **kwargs):
        self.slug = "new-book"
        return models.Model(**kwargs)

    return {"`self.save": works(to_self), "`super().save": works(to_parent), "Django then saves": works(alone), "`return models.Model": works(new_model)}


@question("polymorphism-mean-code")
def any_object(choices):
    class Square:
        def area(self):
            return 4

    class Big(Square):
        def area(self):
            return 40

    class Garden:  # no relation
        def area(self):
            return 300

    areas = lambda shapes: [shape.area() for shape in shapes]
    works = areas([Square(), Garden()]) == [4, 300]
    return {"any object that has a method": works, "must check the class": not works, "`area()` of all parent": areas([Big()]) != [40],
            "one common base class": raises(AttributeError, lambda: areas([Square(), Garden()]))}


@claim("Overriding a method in a subclass is what makes calls polymorphic")
def overriding():
    class Page:
        def name(self):
            return "page"

        def title(self):
            return self.name().title()

    assert type("Shop", (Page,), {"name": lambda self: "shop"})().title() == "Shop"


@claim("There is no private")
def by_convention():
    class A:
        _internal = 1
        __hidden = 2

    assert A()._internal == 1 and A()._A__hidden == 2


@claim("is shared by all objects, so everyone sees")
def one_list():
    class User:
        tags = []

    class Own:
        def __init__(self):
            self.tags = []

    @dataclass
    class Data:
        tags: list[str] = field(default_factory=list)

    for kind, common in ((User, True), (Own, False), (Data, False)):
        a, b = kind(), kind()
        a.tags.append("staff")
        assert (b.tags == ["staff"]) == common
    assert raises(ValueError, lambda: dataclass(type("Shared", (), {"__annotations__": {"tags": list}, "tags": []})))


@claim("forgets `super()`, so half of the object is missing")
@isolate_apps("bookshop.catalog")
def half_missing():
    class Page:
        def __init__(self):
            self.lines = []

    class Forgot(Page):
        def __init__(self, title):
            self.title = title

    class Calls(Page):
        def __init__(self, title):
            super().__init__()
            self.title = title

    assert raises(AttributeError, lambda: Forgot("x").lines) and Calls("x").lines == []
    made = fill()["Emma"]
    silent = type("Silent", (Book,), {"__module__": __name__, "save": lambda self, *args, **kwargs: None, "Meta": type("Meta", (), {"proxy": True, "app_label": "catalog"})})
    row = silent(title="Kim", slug="kim", price=1, author=made.author)
    row.save()
    assert row.pk is None and not Book.objects.filter(slug="kim").exists()


@claim("the mixin stands last, and the page is open")
def mixin_last():
    from django.contrib.auth.mixins import LoginRequiredMixin
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.views import View

    def status(*parents):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return type("Page", parents, {"get": lambda self, request: HttpResponse("secret")}).as_view()(request).status_code

    assert status(View, LoginRequiredMixin) == 200 and status(LoginRequiredMixin, View) == 302
