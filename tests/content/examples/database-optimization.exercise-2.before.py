"""Reviews of the example's books: two of the first one, Ada's among them."""

from django.db.models import Exists, F, OuterRef, Subquery


class Review(models.Model):
    book = models.ForeignKey(Book, models.CASCADE)
    writer = models.CharField(max_length=9)
    stars = models.IntegerField()


ada = "ada"
Review.objects.create(book_id=1, writer=ada, stars=5)
Review.objects.create(book_id=1, writer="bob", stars=2)
