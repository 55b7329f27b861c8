"""Two instances share the load, a third waits, and a failing one is left out and retried elsewhere."""

(http,) = document
upstream, server = http["block"]
assert upstream["args"] == ["django"]
parts = [(part["directive"], part["args"]) for part in upstream["block"]]
names = [name for name, _ in parts]
assert names == ["least_conn", "server", "server", "server", "keepalive"]

instances = [args for name, args in parts if name == "server"]
assert [args[-1] for args in instances] == ["fail_timeout=10s", "fail_timeout=10s", "backup"]

(place,) = (part["block"] for part in server["block"] if part["directive"] == "location")
settings = {part["directive"]: part["args"] for part in place}
assert settings["proxy_pass"] == ["http://django"]
assert settings["proxy_next_upstream"] == ["error", "timeout"]
assert ["Connection", ""] in [part["args"] for part in place if part["directive"] == "proxy_set_header"]
