"""Only the author edits a post, drafts stay out of the list, and mixins on the right protect nothing."""

from django.test import Client, RequestFactory
from django.utils import timezone

ada, bob = (User.objects.create_user(name) for name in ("ada", "bob"))
draft = Post.objects.create(author=ada, title="Draft")
Post.objects.create(author=ada, title="News", published_at=timezone.now())
url = f"/posts/{draft.pk}/edit/"


def edit(user, title):
    """Send the form as `user`, or as anonymous; gives the status."""
    client = Client()
    if user:
        client.force_login(user)
    return client.post(url, {"title": title})


assert edit(None, "hacked").url.startswith("/accounts/login/")
assert edit(bob, "hacked").status_code == 404
assert edit(ada, "Better draft").status_code == 302
assert Client().get("/").content == b"News;"
draft.refresh_from_db()
assert draft.title == "Better draft"


class Unprotected(UpdateView, LoginRequiredMixin):
    """The quiz's mistake: the mixin stands on the right."""

    model, fields, success_url = Post, ["title"], "/"


request = RequestFactory().post(url, {"title": "hacked"})
assert Unprotected.as_view()(request, pk=draft.pk).url == "/"
draft.refresh_from_db()
assert draft.title == "hacked"
