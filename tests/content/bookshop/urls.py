"""The bookshop's addresses."""

from django.contrib import admin
from django.urls import include, path
from rest_framework.routers import DefaultRouter

from bookshop import api, views

router = DefaultRouter()
router.register("books", api.BookViewSet)
router.register("reviews", api.ReviewViewSet)
router.register("orders", api.OrderViewSet, basename="order")

urlpatterns = [
    path("", views.BookList.as_view(), name="books"),
    path("books/<slug:slug>/", views.BookDetail.as_view(), name="book"),
    path("accounts/", include("django.contrib.auth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include(router.urls)),
]
