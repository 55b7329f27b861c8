"""One query gives the busy authors with the price of their dearest book."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

with CaptureQueriesContext(connection) as sent:
    assert eval(EXAMPLE) == [("Lem", 9)]
assert len(sent) == 1
