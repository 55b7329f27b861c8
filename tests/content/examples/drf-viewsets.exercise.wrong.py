"""A page for one book, where one for the collection is asked for."""


@action(detail=True)
def sold_out(self, request, pk=None):
    books = self.get_queryset().filter(stock=0)
    return Response(self.get_serializer(books, many=True).data)
