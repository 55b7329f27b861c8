"""A page for one book, where one for the collection is asked for."""


@action(detail=True)
def unread(self, request, pk=None):
    books = self.get_queryset().filter(read=False)
    return Response(self.get_serializer(books, many=True).data)
