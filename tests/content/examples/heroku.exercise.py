"""Debug is off unless the variable says True, and without a key nothing starts."""

assert (SECRET_KEY, DEBUG, ALLOWED_HOSTS) == ("x", False, ["shop.example", "www.shop.example"])

os.environ |= {"DEBUG": "True", "ALLOWED_HOSTS": ""}
again = {}
exec(EXAMPLE, again)
assert (again["DEBUG"], again["ALLOWED_HOSTS"]) == (True, [])

del os.environ["SECRET_KEY"]
try:
    exec(EXAMPLE, {})
except KeyError as error:
    missing = error.args[0]
assert missing == "SECRET_KEY"
