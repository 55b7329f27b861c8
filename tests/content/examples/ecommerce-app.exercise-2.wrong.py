"""It thanks in either case."""


@require_POST
def checkout(request):
    try:
        place_order(request.session.get("basket", {}))
    except ValueError:
        pass
    messages.success(request, "Thank you!")
    return redirect("thanks")
