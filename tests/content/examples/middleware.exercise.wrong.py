"""It refuses each request that is no JSON, also those without a body."""


def only_json(get_response):
    def middleware(request):
        if request.content_type != "application/json":
            return HttpResponse(status=415)
        return get_response(request)

    return middleware
