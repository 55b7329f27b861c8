"""The view that the prediction posts to; the example brings its own."""

from django.http import HttpResponse
from django.urls import path


def order(request):
    return HttpResponse("sent")


urlpatterns = [path("order/", order)]
