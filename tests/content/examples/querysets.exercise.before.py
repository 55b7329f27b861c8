"""One aggregate more than the example needs."""

from django.db.models import Max
