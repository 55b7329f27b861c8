"""Staff, author, reader and anonymous each see what they may."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

PostQuerySet.visible_to = visible_to
ada, bob = (User.objects.create_user(name) for name in ("ada", "bob"))
staff = User.objects.create_user("eve", is_staff=True)
for author in (ada, bob):
    for published_at in (None, timezone.now()):
        Post.objects.create(author=author, title="A post", published_at=published_at)

users = (staff, ada, bob, AnonymousUser())
assert [Post.objects.all().visible_to(user).count() for user in users] == [4, 3, 3, 2]
