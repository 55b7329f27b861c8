"""The filter joins, and doubles the authors who have two cheap books."""

own = Book.objects.filter(author=OuterRef("pk"))
answer = (
    Author.objects.filter(books__price__lt=9)
    .annotate(top=Subquery(own.order_by("-price").values("title")[:1]))
    .order_by("name")
    .values_list("name", "top")
)
