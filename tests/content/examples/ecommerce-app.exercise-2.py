"""A sold-out basket comes back with a message that is shown once, a good one is emptied."""

from django.http import HttpResponse
from django.template import RequestContext, Template
from django.test import Client
from django.urls import path

SHOWN = Template("{% for message in messages %}{{ message.tags }}: {{ message }}{% endfor %}")


def page(request):
    return HttpResponse(SHOWN.render(RequestContext(request)))


def fill(request, pk, quantity):
    request.session["basket"] = {pk: quantity}
    return HttpResponse("filled")


urlpatterns = [
    path("checkout/", checkout),
    path("basket/", page, name="basket"),
    path("thanks/", page, name="thanks"),
    path("fill/<int:pk>/<int:quantity>/", fill),
]
client = Client()


def buy(pk, quantity):
    client.get(f"/fill/{pk}/{quantity}/")
    answer = client.post("/checkout/", follow=True)
    return answer.redirect_chain[-1][0], answer.content.decode()


assert buy(1, 99) == ("/basket/", "error: Book 1 is sold out")
assert client.session["basket"]
assert client.get("/basket/").content == b""
assert buy(1, 1) == ("/thanks/", "success: Thank you!")
assert not client.session["basket"]
assert client.get("/checkout/").status_code == 405
