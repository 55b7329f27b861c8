"""Checks of the topic `permissions`."""

from bookshop.catalog.models import Book
from bookshop.shelves import fill, person
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.views import View
from grading import claim, judged, question, since


def granted(codename):
    return Permission.objects.get(codename=codename)


def ada_with(*codenames):
    ada = person("ada")
    ada.user_permissions.add(*map(granted, codenames))
    return get_user_model().objects.get(pk=ada.pk)


def answer(view, user):
    request = RequestFactory().get("/x/")
    request.user = user
    try:
        return view(request).status_code
    except PermissionDenied:
        return 403


class Page(PermissionRequiredMixin, View):
    permission_required = "catalog.change_book"

    def get(self, request):
        return HttpResponse()


@permission_required("catalog.change_book")
def page(request):
    return HttpResponse()


@claim("four permissions from `migrate`")
def four():
    found = Permission.objects.filter(content_type__app_label="catalog", content_type__model="book")
    assert sorted(found.values_list("codename", flat=True)) == ["add_book", "change_book", "delete_book", "view_book"]


@claim("asked for as `app_label.codename`")
def the_name():
    assert ada_with("change_book").has_perm("catalog.change_book")


@claim("An active superuser passes every `has_perm()`")
def superusers():
    root = person("root", is_superuser=True)
    assert root.has_perm("no.such_thing")
    root.is_active = False
    assert not root.has_perm("catalog.view_book")


@claim("there are no object permissions")
def no_objects():
    ada, book = ada_with("change_book"), fill()["Emma"]
    assert ada.has_perm("catalog.change_book") and not ada.has_perm("catalog.change_book", book)
    assert person("root", is_superuser=True).has_perm("catalog.change_book", book)


@claim("`PermissionRequiredMixin` answers 403")
def mixin_and_decorator():
    ada = person("ada")
    assert answer(Page.as_view(), ada) == 403
    assert answer(page, ada) == 302


@claim("renames its permissions too")
def renamed():
    assert set(after_rename()) == ({"change_purchase"} if since(6, 1) else {"change_shoporder"})


@claim("`permission.user_perm_str` gives", django=(6, 1))
def as_text():
    assert granted("change_book").user_perm_str == "catalog.change_book"


def after_rename():
    """Return the codenames that a group has after the model of its permission was renamed by a migration."""
    from django.apps import apps
    from django.contrib.auth import management
    from django.contrib.contenttypes.models import ContentType
    from django.db import migrations

    kind = ContentType.objects.create(app_label="catalog", model="shoporder")
    held = Permission.objects.create(content_type=kind, codename="change_shoporder", name="Can change shoporder")
    group = Group.objects.create(name="Support")
    group.permissions.add(held)
    kind.model = "purchase"  # what `migrate` has always done to the content type
    kind.save()
    step = type("Migration", (migrations.Migration,), {"operations": [migrations.RenameModel("ShopOrder", "Purchase")]})
    plan = [(step("0002_rename", "catalog"), False)]
    for name in ("create_permissions", "rename_permissions_after_model_rename"):
        receiver = getattr(management, name, None)
        if receiver:  # the receivers of post_migrate
            receiver(apps.get_app_config("catalog"), plan=plan, verbosity=0)
    return list(group.permissions.values_list("codename", flat=True))


@question("ask-whether-user-may")
def how_to_ask(choices):
    ada = ada_with("change_book")
    return judged(
        choices,
        lambda code: eval(code, {"user": ada}),
    )


@question("permissions-django")
def the_four(choices):
    made = {
        code.split("_")[0]
        for code in Permission.objects.filter(content_type__model="book").values_list("codename", flat=True)
    }
    return {choice: set(choice.split(", ")) == made for choice in choices}


@question("perm-mixin-or-decorator")
def which_answers(choices):
    ada = person("ada")
    seen = (answer(Page.as_view(), ada), answer(page, ada))
    return {
        "The mixin 403": seen == (403, 302),
        "The mixin a redirect": seen == (302, 403),
        "Both a redirect": seen == (302, 302),
        "Both 403": seen == (403, 403),
    }


@question("logged-user-without")
def a_403(choices):
    ada, perm = person("ada"), "catalog.change_book"

    def does(code):
        names = {"permission_required": permission_required, "p": perm}
        from django.contrib.auth.decorators import login_required, user_passes_test

        names |= {"login_required": login_required, "user_passes_test": user_passes_test}
        view = eval(code.lstrip("@"), names)(lambda request: HttpResponse())
        return answer(view, ada) == 403

    return judged(choices, does)


@question("ada-may-change-articles")
def no_object_permissions(choices):
    ada, book = ada_with("change_book"), fill()["Emma"]
    assert not ada.has_perm("catalog.change_book", book)
    return {
        "no object permissions": ada.has_perm("catalog.change_book"),
        "not saved": book.pk is None,
        "first argument": ada.has_perm(book, "catalog.change_book"),
        "catalog.change_books": ada.has_perm("catalog.change_books", book),
    }


@question("perm-fresh-database", database="sqlite", commits=True)
def on_a_fresh_database(choices):
    from django.core.management.sql import emit_post_migrate_signal
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    connections.databases["fresh"] = {**connections.databases["default"], "NAME": "file:fresh?mode=memory&cache=shared"}
    try:
        executor = MigrationExecutor(connections["fresh"])
        executor.migrate(executor.loader.graph.leaf_nodes())
        during = Permission.objects.using("fresh").count()
        group = Group.objects.using("fresh").create(name="Support")
        emit_post_migrate_signal(verbosity=0, interactive=False, db="fresh")
        perms = Permission.objects.using("fresh").filter(codename__in=["view_book", "change_book"])
        group.permissions.set(perms)
        return {
            "after all migrations": during == 0 and perms.count() == 2,
            "needs the ids": group.permissions.count() == 0,
            "no relation": not hasattr(Group, "permissions"),
        }
    finally:
        connections["fresh"].connection.close()  # close() of the wrapper keeps databases in memory open
        del connections["fresh"], connections.databases["fresh"]


@question("perm-model-renamed", django=(6, 1))
def what_the_group_has(choices):
    held = set(after_rename())
    return {
        "the new codename is missing": held == {"change_shoporder"},
        "Nothing": not held,
        "Both": len(held) == 2,
        "`change_order` is gone": held == {"change_purchase"},
    }


def fresh(user):
    return get_user_model().objects.get(pk=user.pk)


@claim("Permissions are cached on the user object")
def cached():
    ada = person("ada")
    before = ada.has_perm("catalog.change_book")
    ada.user_permissions.add(granted("change_book"))
    assert (before, ada.has_perm("catalog.change_book"), fresh(ada).has_perm("catalog.change_book")) == (False, False, True)


@claim("A permission was granted a moment ago")
def a_moment_ago():
    ada = person("ada")
    assert not ada.has_perm("catalog.view_book")
    ada.user_permissions.add(granted("view_book"))
    ada.refresh_from_db()
    stale = ada.has_perm("catalog.view_book")
    assert not stale and fresh(ada).has_perm("catalog.view_book")


@claim("and breaks when the role is renamed or split")
def roles_change():
    ada, editors = person("ada"), Group.objects.create(name="Editors")
    editors.permissions.add(granted("change_book"))
    ada.groups.add(editors)
    in_role = lambda: fresh(ada).groups.filter(name="Editors").exists()
    may = lambda: fresh(ada).has_perm("catalog.change_book")
    assert in_role() and may()
    Group.objects.update(name="Chief editors")
    assert not in_role() and may()


@claim("The button is hidden in the template, but")
def tidy_but_open():
    from django.contrib.auth.context_processors import PermWrapper
    from django.template import Context, Template

    eve = person("eve")
    drawn = Template("{% if perms.catalog.delete_book %}<form>{% endif %}").render(Context({"perms": PermWrapper(eve)}))
    unguarded = lambda request: HttpResponse("deleted")
    assert drawn == "" and answer(unguarded, eve) == 200 and answer(Page.as_view(), eve) == 403


@question("template-right-still")
def what_the_template_lacks(choices):
    """Try each cure on the page, and then call the address without the page."""
    from django.contrib.auth.context_processors import PermWrapper
    from django.template import Context, Template, TemplateSyntaxError

    unguarded = lambda request: HttpResponse("deleted")

    def refused(view=unguarded, text="", *codenames):
        eve = person(f"eve{get_user_model().objects.count()}")
        eve.user_permissions.add(*map(granted, codenames))
        try:
            Template(text).render(Context({"perms": PermWrapper(eve), "user": eve}))
        except TemplateSyntaxError:
            return False
        return answer(view, fresh(eve)) != 200

    button = "{% if perms.catalog.delete_book %}<form>{% endif %}"
    return {"A check of the permission in the view": refused(Page.as_view(), button), "A check of the group": refused(text="{% if user.groups.exists %}" + button + "{% endif %}"),
            "A `view_book`": refused(unguarded, button, "view_book"), "A `{% load": refused(text="{% load permissions %}" + button)}


@question("twenty-people-should")
def who_changes_what(choices):
    """Move one person out and another in; count what has to change, and look whether others may do just this one thing."""
    people = [person(f"p{n}") for n in range(4)]

    def fits(grant, change):
        grant()
        right = [fresh(user).has_perm("catalog.change_book") for user in people] == [True, True, True, False]
        change()
        after = [fresh(user).has_perm("catalog.change_book") for user in people] == [False, True, True, True]
        more = fresh(people[1]).has_perm("auth.delete_user")
        return right and after and not more

    editors = Group.objects.create(name="Editors")

    def into_the_group():
        editors.permissions.add(granted("change_book"))
        editors.user_set.add(*people[:3])

    def move():
        editors.user_set.remove(people[0])
        editors.user_set.add(people[3])

    in_group = fits(into_the_group, move)
    editors.permissions.clear()

    def superusers(now):
        get_user_model().objects.filter(pk__in=[user.pk for user in people]).update(is_superuser=False)
        get_user_model().objects.filter(pk__in=[user.pk for user in now]).update(is_superuser=True)

    all_powerful = fits(lambda: superusers(people[:3]), lambda: superusers(people[1:]))
    superusers([])
    named = fits(lambda: None, lambda: None)  # names in a settings file are no permissions
    return {"Give it to a group": in_group, "superusers": all_powerful, "in the settings file": named}


@claim("All tests run as superuser")
def never_noticed():
    root, eve, editor = person("root", is_superuser=True), person("eve"), ada_with("change_book")
    unguarded = lambda request: HttpResponse()
    assert answer(unguarded, root) == answer(Page.as_view(), root) == 200  # the test passes with and without the rule
    assert [answer(view, eve) for view in (unguarded, Page.as_view())] == [200, 403] and answer(Page.as_view(), editor) == 200
