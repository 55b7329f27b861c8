"""The site redirects to HTTPS, serves static files by `alias` with slashes, and tells Django what the browser asked."""

(http,) = document
plain, secure = (server["block"] for server in http["block"])


def values(block, directive):
    """Give the arguments of each `directive` in `block`."""
    return [part["args"] for part in block if part["directive"] == directive]


assert values(plain, "return") == [["301", "https://$host$request_uri"]]
assert values(secure, "listen") == [["443", "ssl"]]

places = {part["args"][0]: part["block"] for part in secure if part["directive"] == "location"}
assert set(places) == {"/static/", "/media/", "/"}
for place in ("/static/", "/media/"):
    assert values(places[place], "alias")[0][0].endswith("/")

assert values(places["/"], "proxy_pass") == [["http://127.0.0.1:8000"]]
assert dict(values(places["/"], "proxy_set_header")) == {
    "Host": "$host",
    "X-Forwarded-Proto": "$scheme",
    "X-Forwarded-For": "$proxy_add_x_forwarded_for",
}
