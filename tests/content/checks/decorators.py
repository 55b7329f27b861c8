"""Checks of the topic `decorators`."""

import functools
import warnings

import pytest
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST
from grading import claim, judged, printed, question, raises, warned

SHOUT = """
def shout(func):
    def wrapper(*args):
        return func(*args).upper()
{ending}
@shout
def greet(name):
    return f"hi {name}"
"""


def anonymous(method="get"):
    """Return a request of somebody who is not logged in."""
    request = getattr(RequestFactory(), method)("/")
    request.user = AnonymousUser()
    return request


@claim("is exactly `f = deco(f)`")
def the_sign_is_an_assignment():
    def deco(function):
        return (deco, function)

    def plain():
        return 1

    @deco
    def f():
        return 1

    assert f[0] is deco
    assert f[1]() == plain()


@claim("its wrapper runs at every call")
def decorator_once_wrapper_often():
    calls = []

    def deco(function):
        calls.append("decorator")

        @functools.wraps(function)
        def wrapper():
            calls.append("wrapper")
            return function()

        return wrapper

    @deco
    def f():
        """Return one."""
        return 1

    assert [f(), f()] == [1, 1]
    assert calls == ["decorator", "wrapper", "wrapper"]


@claim("keeps `__name__`, `__doc__` and sets `__wrapped__`")
def wraps_keeps_the_name():
    def inner():
        """Say something."""

    @functools.wraps(inner)
    def wrapper():
        pass

    assert (wrapper.__name__, wrapper.__doc__, wrapper.__wrapped__) == ("inner", "Say something.", inner)


@claim("the top one runs first at a call")
def the_top_one_is_outermost():
    def tag(name):
        return lambda function: lambda: f"<{name}>{function()}"

    assert tag("b")(tag("i")(lambda: "x"))() == "<b><i>x"


@claim("puts a view decorator on a class-based view")
def method_decorator_closes_the_class():
    @method_decorator(login_required, name="dispatch")
    class Shelf(View):
        def get(self, request):
            return HttpResponse("books")

    assert Shelf.as_view()(anonymous()).status_code == 302


@claim("are decorators that remember results")
def cache_remembers():
    seen = []

    @functools.cache
    def double(x):
        seen.append(x)
        return 2 * x

    assert [double(2), double(2), seen] == [4, 4, [2]]


@claim("Django 6.0's `@task`", django=(6, 0))
def a_task_is_no_function():
    task = _tasks().task(_receipt)
    assert raises(TypeError, lambda: task(7))
    assert task.func(7) == 7
    assert task.enqueue(7).return_value == 7


@claim("It takes functions at module level (`InvalidTask` otherwise)", django=(6, 0))
def a_task_stands_at_module_level():
    def inner():
        pass

    assert raises(_tasks().exceptions.InvalidTask, lambda: _tasks().task(inner))


@claim("change the Content Security Policy of one view", django=(6, 0))
def a_policy_of_one_view():
    from django.middleware.csp import ContentSecurityPolicyMiddleware  # noqa: PLC0415 - new in 6.0
    from django.test import override_settings  # noqa: PLC0415
    from django.views.decorators.csp import csp_override  # noqa: PLC0415

    def plain(request):
        return HttpResponse("x")

    with override_settings(SECURE_CSP={"default-src": ["'self'"]}):
        headers = [
            ContentSecurityPolicyMiddleware(view)(anonymous()).headers.get("Content-Security-Policy")
            for view in (plain, csp_override({"default-src": ["'none'"]})(plain), csp_override({})(plain))
        ]
    assert headers == ["default-src 'self'", "default-src 'none'", None]


@claim("marks a function: calls give a `DeprecationWarning`", python=(3, 13))
def deprecated_warns():
    @warnings.deprecated("use total()")
    def old():
        return 1

    assert warned(old, DeprecationWarning) == ["use total()"]


@claim("receives `self` as if it were the request")
def login_required_on_a_method():
    class Shelf(View):
        @login_required
        def get(self, request):
            return HttpResponse("books")

    with pytest.raises(AttributeError):
        Shelf.as_view()(anonymous())


@claim("The wrapper forgets to return the result")
def a_wrapper_without_return():
    def timed(view):
        def wrapper(request):
            view(request)

        return wrapper

    assert timed(lambda request: HttpResponse("x"))(anonymous()) is None


@claim("is used without its brackets")
def brackets_are_missing():
    from django.views.decorators.cache import cache_page  # noqa: PLC0415

    def report(request):
        return HttpResponse("x")

    assert not isinstance(cache_page(report), HttpResponse)
    assert raises((TypeError, AttributeError), lambda: cache_page(report)(anonymous()).status_code)


@question("What does `@check` above")
def what_the_sign_means(choices):
    def does(source):
        names = {"check": lambda given: ("checked", given), "save": "save", "order": "order"}
        exec(source, names)
        return names.get("save") == ("checked", "save")

    return judged(choices, does)


@question("Which check runs first when a request comes in?")
def which_check_is_first(choices):
    answer = login_required(require_POST(lambda request: HttpResponse("x")))(anonymous())
    names = ("from django.contrib.auth.decorators import login_required", "from django.views.decorators.http import require_POST")
    by_import = []
    for order in (names, names[::-1]):
        module = {}
        exec("\n".join(order) + "\nview = login_required(require_POST(lambda request: None))", module)
        by_import.append(module["view"](anonymous()).status_code)
    asked = []

    def refuses(name):
        def decorate(view):
            def wrapper(request):
                asked.append(name)
                return "refused"

            return wrapper

        return decorate

    refuses("outer")(refuses("inner")(None))(None)
    return {"`require_POST`: it is": answer.status_code == 405, "`login_required`: it stands": answer.status_code == 302,
            "imported first": by_import[0] != by_import[1], "Both at once": asked == ["outer", "inner"]}


@question("All pages of a class-based view need a login")
def closing_a_class(choices):
    class Shelf(View):
        def get(self, request):
            return HttpResponse("books")

    def closed(view):
        try:
            return view.as_view()(anonymous()).status_code == 302
        except Exception:  # noqa: BLE001 - a wrong choice may fail in any way
            return False

    flagged = type("Flagged", (Shelf,), {"login_required": True})
    on_get = type("OnGet", (Shelf,), {"get": login_required(Shelf.get)})
    return {
        "in the line above the `class` line": closed(login_required(Shelf)),
        "`@method_decorator": closed(method_decorator(login_required, name="dispatch")(type("Closed", (Shelf,), {}))),
        "on its `get` method": closed(on_get),
        "`login_required = True`": closed(flagged),
    }


@question("Why does `greet` end up as `None`?")
def without_return(choices):
    def none_is_gone(ending):
        names = {}
        exec(SHOUT.replace("{ending}", ending), names)
        return names["greet"] is not None

    word = "hi"
    return {
        "take `**kwargs`": none_is_gone("    # takes kwargs"),
        "ends without `return wrapper`": none_is_gone("    return wrapper"),
        "lacks brackets": not raises(TypeError, lambda: exec(SHOUT.replace("{ending}", "").replace("@shout", "@shout()"), {})),
        "changes the text in place": (word.upper(), word)[1] == "HI",
    }


@question("deco-task-call", django=(6, 0))
def calling_a_task(choices):
    task = _tasks().task(_receipt)
    refused = raises(TypeError, lambda: task(7))
    return {"runs the function here": not refused, "raises `TypeError`": refused,
            "in a worker": not refused, "whose `return_value`": not refused}


@question("deco-runs-once")
def how_often_it_runs(choices):
    source = """
def traced(view):
    print("A")
    def wrapper(request):
        print("B")
        return view(request)
    return wrapper
@traced
def one(request): pass
@traced
def two(request): pass
for request in (1, 2, 3):
    one(request)
"""
    seen = printed(source)
    words = {1: "once", 2: "twice", 3: "three times", 6: "six times"}
    told = f"A {words[seen.count('A')]}, B {words[seen.count('B')]}"
    return {choice: choice == told for choice in choices}


@question("deco-cache-mutable")
def a_list_is_no_key(choices):
    total = functools.cache(sum)
    called = functools.lru_cache()(sum)
    prices = (4, 5)
    total(prices)
    return {
        "needs its brackets": not raises(TypeError, lambda: called([4, 5])),
        "a list cannot be one": raises(TypeError, lambda: total([4, 5])) and total((4, 5)) == 9,
        "by keyword": raises(TypeError, lambda: total((4, 5))),
        "changed the tuple": isinstance(prices, list),
    }


def _tasks():
    import django.tasks  # noqa: PLC0415 - new in 6.0
    import django.tasks.exceptions  # noqa: PLC0415

    return django.tasks


def _receipt(order_id):
    return order_id


@question("What is `functools.wraps` for?")
def what_wraps_is_for(choices):
    def inner(order):
        """Save it."""

    @functools.wraps(inner)
    def wrapper():
        return "wrapped"

    ran = []
    functools.wraps(lambda: ran.append(1))(lambda: None)()
    return {
        "any kind of arguments": not raises(TypeError, lambda: wrapper(1)),
        "name and docstring": (wrapper.__name__, wrapper.__doc__) == ("inner", "Save it."),
        "with and without brackets": not raises(TypeError, lambda: functools.wraps(wrapper)()),
        "runs once, before": ran == [1],
    }


@question('Each decorated view fails with "returned None instead"')
def the_response_is_dropped(choices):
    def answers(named, returned):
        def timed(view):
            def wrapper(request):
                response = view(request)
                return response if returned else None

            return functools.wraps(view)(wrapper) if named else wrapper

        return timed(lambda request: HttpResponse("x"))(anonymous()) is not None

    def called(view):
        def wrapper(request):
            return view(request)

        return wrapper()
    return {
        "drops the response": answers(named=False, returned=True),
        "lacks `@wraps`": answers(named=True, returned=False),
        "`wrapper()`, with its brackets": not raises(TypeError, lambda: called(lambda request: HttpResponse())),
        "before the timer": answers(named=False, returned=False),
    }


@claim("Without `functools.wraps` all wrapped views")
def a_lost_name():
    def timed(view):
        def wrapper(request):
            return view(request)

        return wrapper

    assert timed(anonymous).__name__ == "wrapper"
    assert functools.wraps(anonymous)(timed(anonymous)).__name__ == "anonymous"
