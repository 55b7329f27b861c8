"""Checks of the topic `ecommerce-app`."""

import contextlib
import functools
import hmac
import json
import warnings
from decimal import Decimal
from unittest import mock

from bookshop.catalog.models import Book
from bookshop.orders.models import Order, OrderLine
from bookshop.shelves import fill, person
from django.contrib import messages
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.db.transaction import TransactionManagementError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.test import Client, override_settings
from django.urls import path
from grading import claim, code, queries, question, raises, since, value, warned
from django import forms

SHOWN = Template("{% for message in messages %}{{ message }}{% endfor %}")


def save(request):
    """Leave a message and go on to a page that shows none."""
    messages.success(request, "Saved")
    return redirect("/silent/")


def show(request):
    """Show the messages."""
    return HttpResponse(SHOWN.render(RequestContext(request)))


urlpatterns = [path("save/", save), path("show/", show), path("silent/", lambda request: HttpResponse("silence"))]


def stock_after_two_saves():
    """Return the stock of a book with 10 copies after `F("stock") - 1` and two saves."""
    book = fill(stock=10)["Emma"]
    book.stock = F("stock") - 1
    book.save()
    book.title = "Emma, 2nd edition"
    book.save()
    return Book.objects.get(pk=book.pk).stock


@claim("Money is stored as `DecimalField`")
def floats_are_inexact():
    assert 0.1 + 0.2 != 0.3
    assert Decimal("0.1") + Decimal("0.2") == Decimal("0.3")
    fill()
    assert Book.objects.get(title="Emma").price == Decimal("8.00")


@claim("An order line keeps a copy")
def the_price_of_the_day():
    emma = fill()["Emma"]
    line = OrderLine.objects.create(order=Order.objects.create(customer=person()), book=emma, price=emma.price)
    Book.objects.update(price=99)
    assert OrderLine.objects.get(pk=line.pk).price == 8


@claim("Stock is reduced by one conditional `UPDATE`")
def one_statement():
    emma = fill(stock=1)["Emma"]
    enough = Book.objects.filter(pk=emma.pk, stock__gte=1)
    assert [enough.update(stock=F("stock") - 1), enough.update(stock=F("stock") - 1)] == [1, 0]
    assert Book.objects.get(pk=emma.pk).stock == 0


@claim("makes an order all or nothing")
def all_or_nothing():
    customer = person()

    def fails():
        Order.objects.create(customer=customer)
        raise IntegrityError

    assert raises(IntegrityError, fails)
    assert not Order.objects.exists()


@claim("an `F()` expression is replaced by the value")
def f_after_save():
    assert stock_after_two_saves() == (9 if since(6, 0) else 8)


@claim("`MAILERS` holds several mail backends", django=(6, 1))
def several_mailers():
    backend = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    with override_settings(MAILERS={"default": backend, "receipts": backend}):
        mail.send_mail("Order", "Thank you", None, ["ada@example.com"], using="receipts")
    assert warned(
        lambda: mail.send_mail("Order", "Thank you", None, ["ada@example.com"], fail_silently=True),
        PendingDeprecationWarning,
    )


@claim("always enqueue in `on_commit`", django=(6, 0))
def a_task_before_the_commit():
    from django.tasks import task  # noqa: PLC0415 - new in 6.0

    SEEN.clear()
    send = task(_receipt)
    assert raises(IntegrityError, lambda: (send.enqueue(7), _fail()))
    assert SEEN == [7]


@claim("Two requests can read the same stock")
def read_check_save():
    emma = fill(stock=1)["Emma"]
    buyers = [Book.objects.get(pk=emma.pk) for _ in range(2)]
    sold = 0
    for book in buyers:
        if book.stock >= 1:
            book.stock -= 1
            book.save()
            sold += 1
    assert sold == 2


@claim("a rollback cannot unsend a mail")
def a_mail_before_the_rollback():
    def order():
        mail.send_mail("Order", "Thank you", None, ["ada@example.com"])
        raise IntegrityError

    before = len(mail.outbox)
    assert raises(IntegrityError, order)
    assert len(mail.outbox) == before + 1


@question("Which field type holds a price?")
def which_field(choices):
    price = Decimal("8.45")
    return {
        "`DecimalField`": sum([price] * 3) == Decimal("25.35"),
        "`FloatField`": sum([0.1] * 3) == 0.3,
        "`IntegerField`, for whole euros": int(price) == price,
        "`CharField`": "9" < "10",
    }


@question("Two people buy the last copy")
def the_last_cup(choices):
    def sold(buy):
        Book.objects.all().delete()
        emma = fill(stock=1)["Emma"]
        readers = [Book.objects.get(pk=emma.pk) for _ in range(2)]
        return sum(int(buy(book)) for book in readers) == 1 and Book.objects.get(pk=emma.pk).stock == 0

    def check_and_save(book):
        if book.stock:
            book.stock -= 1
            book.save(update_fields=["stock"])
            return True
        return False

    def exists_and_save(book):
        if Book.objects.filter(pk=book.pk, stock__gte=1).exists():
            book.save()
            return True
        return False

    def fresh_and_save(book):
        book.refresh_from_db()
        if book.stock < 1:
            return False
        other = Book.objects.get(pk=book.pk)  # the other request comes between reading and saving
        other.stock -= 1
        other.save()
        book.stock = book.stock - 1
        book.save()
        return 2
    return {
        "`if p.stock > 0:`": sold(check_and_save),
        "`if Book.objects.filter": sold(exists_and_save),
        "`Book.objects.filter(pk=pk, stock__gt=0)": sold(
            lambda book: Book.objects.filter(pk=book.pk, stock__gt=0).update(stock=F("stock") - 1)
        ),
        "`p.refresh_from_db()`": sold(fresh_and_save),
    }


@question("shop-on-commit-loop", commits=True)
def three_receipts(choices):
    def receipts(callback):
        sent = []
        with transaction.atomic():
            for order in (1, 2, 3):
                transaction.on_commit(callback(sent, order, lambda: order))  # noqa: B023 - that is the mistake
        return sent

    late = receipts(lambda sent, order, read: lambda: sent.append(read()))
    early = receipts(lambda sent, order, read: functools.partial(sent.append, order))
    in_blocks = []
    with transaction.atomic():
        for order in (1, 2, 3):
            with transaction.atomic():
                transaction.on_commit(lambda: in_blocks.append(order))  # noqa: B023 - that is the mistake
    return {
        "`lambda` reads `order`": late == [3, 3, 3] and early == [1, 2, 3],
        "keeps just the last function": len(late) == 1,
        "set at the commit": len(set(early)) == 1,
        "an `atomic()` block": in_blocks == [1, 2, 3],
    }


@question("shop-check-stock")
def below_zero(choices):
    emma = fill(stock=2)["Emma"]
    refused = raises(IntegrityError, lambda: Book.objects.filter(pk=emma.pk).update(stock=F("stock") - 5))
    stock = Book.objects.get(pk=emma.pk).stock
    return {
        "`IntegrityError`": refused,
        "becomes -3": stock == -3,
        "becomes 0": stock == 0,
        "no row satisfies": not refused and stock == 2,
    }


@question("shop-messages-read")
def when_messages_are_seen(choices):
    with override_settings(ROOT_URLCONF=type("urls", (), {"urlpatterns": urlpatterns})):
        client = Client()
        silent = client.get("/save/", follow=True).content.decode()
        shown = [client.get("/show/").content.decode() for _ in range(2)]
    return {
        "live for one request": shown[0] == "",
        "a redirect drops": shown[0] == "",
        "on the page that shows messages": shown == ["Saved", ""] and silent == "silence",
        "on both of the pages": "Saved" in silent,
    }


SEEN = []


def _receipt(order):
    SEEN.append(order)


def _fail():
    raise IntegrityError


@question("Why does an order line store the price")
def the_price_of_that_day(choices):
    emma = fill()["Emma"]
    line = OrderLine.objects.create(order=Order.objects.create(customer=person()), book=emma, price=emma.price)
    Book.objects.update(price=99)
    line = OrderLine.objects.select_related("book").get(pk=line.pk)
    return {
        "may change later on": (line.price, line.book.price) == (8, 99),
        "costs a query": len(queries(lambda: [each.book.price for each in OrderLine.objects.select_related("book")])) > 1,
        "cannot sum over": not Order.objects.aggregate(sum=Sum("lines__book__price"))["sum"],
        "hides its price": line.book.price is None,
    }


@question("A tester buys an atlas for one cent")
def a_price_from_outside(choices):
    emma, order = fill()["Emma"], Order.objects.create(customer=person())

    def paid(read_price, lock):
        book = (Book.objects.select_for_update() if lock else Book.objects).get(pk=emma.pk)
        return OrderLine.objects.create(order=order, book=book, price=read_price(book)).price

    form = forms.modelform_factory(OrderLine, fields=["price", "book", "order", "quantity"])({"price": "0.01", "book": emma.pk, "order": order.pk, "quantity": 1})
    return {
        "comes from what the visitor sent": paid(lambda book: book.price, lock=False) == 8,
        "without `select_for_update`": paid(lambda _: Decimal("0.01"), lock=True) == 8,
        "without a form": form.is_valid() and form.cleaned_data["price"] == 8,
        "checked for a number": paid(lambda _: Decimal("0.01"), lock=False) == 8 and int(emma.pk) == emma.pk,
    }


@question("shop-mailer-using", django=(6, 1))
def by_their_own_mailer(choices):
    backend = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    names = {"send_mail": mail.send_mail, "subject": "Order", "text": "Thank you", "to": ["ada@example.com"]}

    def goes_there(source):
        used = []
        with override_settings(MAILERS={"default": backend, "receipts": backend}), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            chosen = type(mail.mailers).__getitem__

            def note(self, alias):
                used.append(alias)
                return chosen(self, alias)

            with mock.patch.object(type(mail.mailers), "__getitem__", note):
                try:
                    value(source, **names)
                except (TypeError, AttributeError, ValueError):
                    return False
        return used[-1:] == ["receipts"]

    return {choice: goes_there(code(choice)) for choice in choices}


@question("shop-broken-block")
def a_broken_block(choices):
    emma = fill()["Emma"]

    def goes_on(create):
        try:
            with transaction.atomic():
                with contextlib.suppress(IntegrityError):
                    create()
                return Book.objects.filter(pk=emma.pk).update(stock=1) == 1
        except TransactionManagementError:
            return False

    def again():
        Book.objects.create(title="Emma", slug="emma", price=1, author=emma.author)

    def inside():
        with transaction.atomic():
            again()

    return {
        "an inner `atomic()`": goes_on(inside) and not goes_on(again),
        "`update()` cannot be used": not goes_on(lambda: None),
        "raised at the commit": not raises(IntegrityError, again),
        "ends the block": goes_on(again),
    }


@claim("store the event's id and ignore repeats")
def a_repeated_event():
    emma = fill()["Emma"]
    again = [Book.objects.get_or_create(slug="emma", defaults={"title": "x", "price": 1, "author": emma.author})[1] for _ in "ab"]
    assert again == [False, False]


@claim("The price comes from a hidden field of the form")
def a_price_from_the_database():
    emma = fill()["Emma"]
    sent = {"id": emma.pk, "price": "0.01"}
    assert Book.objects.get(pk=sent["id"]).price == 8


def paid_by(*visits):
    """Return the status of an order after these visits, each a path and the headers that come with it."""
    order = Order.objects.create(customer=person(f"customer-{Order.objects.count()}"))

    def webhook(request):
        wanted = hmac.digest(b"shared with the provider", request.body, "sha256").hex()
        if not hmac.compare_digest(request.headers.get("X-Signature", ""), wanted):
            return HttpResponse(status=400)
        Order.objects.filter(pk=json.loads(request.body)["order"]).update(status="paid")
        return HttpResponse()

    def success(request):
        return HttpResponse("Thank you, we wait for the payment")

    patterns = [path("webhook/", webhook), path("success/", success)]
    with override_settings(ROOT_URLCONF=type("urls", (), {"urlpatterns": patterns})):
        for address, key in visits:
            body = json.dumps({"order": order.pk})
            signature = hmac.digest(key, body.encode(), "sha256").hex()
            Client().post(address, body, "application/json", headers={"X-Signature": signature})
    order.refresh_from_db()
    return order.status


@question("order-become-paid")
def who_says_that_it_is_paid(choices):
    """Whoever knows the address can open the success page; only the provider can sign."""
    anybody = paid_by(("/success/", b"guess"), ("/webhook/", b"guess"))
    return {"a verified webhook": paid_by(("/webhook/", b"shared with the provider")) == "paid" and anybody == "open",
            "success page is opened": paid_by(("/success/", b"guess")) == "paid"}


@claim("The webhook decides that an order is paid")
def the_redirect_decides_nothing():
    assert paid_by(("/success/", b"guess")) == "open"
    assert paid_by(("/webhook/", b"shared with the provider")) == "paid"


@claim("marked as paid in the view of the success URL")
def a_forged_event():
    assert paid_by(("/webhook/", b"guess")) == "open"
