"""What stands in the address goes into the order."""


def books(request):
    found = Book.objects.order_by(request.GET.get("sort", "title"))
    return JsonResponse({"books": [book.title for book in found]})
