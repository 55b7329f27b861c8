"""The bookshop's pages."""

from django.views.generic import DetailView, ListView

from bookshop.catalog.models import Book


class BookList(ListView):
    queryset = Book.objects.select_related("author")
    template_name = "book_list.html"


class BookDetail(DetailView):
    model = Book
    template_name = "book_detail.html"
