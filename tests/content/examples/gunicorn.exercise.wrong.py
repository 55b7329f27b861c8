"""It returns text, where WSGI asks for a list of bytes."""

import os


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return f"Hello from {os.getpid()}\n"
