"""The action sends what is paid; the list does not grow in queries; an order shows its lines."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
client = Client()
client.force_login(User.objects.create_superuser("eve"))
address = f"/admin/{Order._meta.app_label}/order/"


def fill(rows):
    for number in range(rows):
        customer = User.objects.create(username=f"user {User.objects.count()}")
        Order.objects.create(customer=customer, status=("paid", "open")[number % 2])


def queries():
    with CaptureQueriesContext(connection) as sent:
        assert client.get(address).status_code == 200
    return len(sent)


fill(4)
queries()
few = queries()
fill(36)
assert queries() == few
paid, waiting = Order.objects.order_by("pk")[:2]
answer = client.post(address, {"action": "mark_sent", "_selected_action": [paid.pk, waiting.pk]}, follow=True)
assert "Orders sent: 1" in answer.content.decode()
assert [Order.objects.get(pk=order.pk).status for order in (paid, waiting)] == ["sent", "open"]
assert "orderline_set-TOTAL_FORMS" in client.get(f"{address}{paid.pk}/change/").content.decode()
assert "1 order" in client.get(f"{address}?status__exact=sent").content.decode()
