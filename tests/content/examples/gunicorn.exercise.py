"""The application answers as WSGI demands, with the process id."""

from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

environ = {"QUERY_STRING": ""}
setup_testing_defaults(environ)
statuses = []
body = validator(application)(environ, lambda status, headers, error=None: statuses.append(status))
assert b"".join(body) == f"Hello from {os.getpid()}\n".encode()
body.close()
assert statuses == ["200 OK"]
