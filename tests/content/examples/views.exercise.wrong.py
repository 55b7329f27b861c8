"""It answers each method."""

import time

from django.http import JsonResponse


def clock(request):
    return JsonResponse({"seconds": time.time()})
