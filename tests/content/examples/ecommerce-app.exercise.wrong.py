"""It pays again with each event."""


@csrf_exempt
@require_POST
def webhook(request):
    check_signature(request)
    data = json.loads(request.body)
    Event.objects.get_or_create(event_id=data["id"])
    mark_as_paid(data["order"])
    return HttpResponse()
