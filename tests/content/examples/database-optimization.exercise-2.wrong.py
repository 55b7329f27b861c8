"""A join gives a row for each review."""

books = Book.objects.annotate(mine=Exists(Review.objects.filter(writer=ada)), newest=F("review__stars"))
