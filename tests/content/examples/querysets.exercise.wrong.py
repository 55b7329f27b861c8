[
    (author.name, max(book.price for book in author.books.all()))
    for author in Author.objects.annotate(n=Count("books")).filter(n__gte=2)
]
