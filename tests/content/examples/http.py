"""Request and response belong together, and each says the true length of its body."""

import json
from http import HTTPStatus

(request, request_headers, sent), (response, response_headers, answered) = document

assert request == "POST /api/books/ HTTP/1.1"
assert response == f"HTTP/1.1 {HTTPStatus.CREATED.value} {HTTPStatus.CREATED.phrase}"
for headers, body in ((request_headers, sent), (response_headers, answered)):
    assert headers["Content-Type"] == "application/json"
    assert int(headers["Content-Length"]) == len(body.encode())
created = json.loads(answered)
assert created == {"id": 42, **json.loads(sent)}
assert response_headers["Location"] == f"/api/books/{created['id']}/"
