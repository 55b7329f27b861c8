"""The first call buys the wish, the second is a conflict, a stranger finds nothing."""

from rest_framework.test import APIClient

WishViewSet.buy = buy
router = routers.DefaultRouter()
router.register("wishes", WishViewSet, basename="wish")
urlpatterns = router.urls

ada, bob = (User.objects.create_user(name) for name in ("ada", "bob"))
wish = Wish.objects.create(owner=ada, title="Emma")
client = APIClient()
client.force_authenticate(ada)
first = client.post("/wishes/1/buy/")
assert (first.status_code, first.json()["bought"]) == (200, True)
assert client.post("/wishes/1/buy/").status_code == 409
client.force_authenticate(bob)
assert client.post("/wishes/1/buy/").status_code == 404
