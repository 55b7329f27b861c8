"""It takes the wish by its key, whoever owns it, and buys it again and again."""


@action(detail=True, methods=["post"])
def buy(self, request, pk=None):
    wish = Wish.objects.get(pk=pk)
    wish.bought = True
    wish.save()
    return Response(self.get_serializer(wish).data)
