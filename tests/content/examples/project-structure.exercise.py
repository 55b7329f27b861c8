"""The settings read both variables; that Django does not start without a key is checked with the example."""

assert SECRET_KEY == "from the environment"
assert DEBUG is False
os.environ["DEBUG"] = "1"
again = {"os": os}
exec(EXAMPLE, again)
assert again["DEBUG"] is True
del os.environ["SECRET_KEY"]
try:
    exec(EXAMPLE, {"os": os})
except KeyError as error:
    missing = error.args[0]
assert missing == "SECRET_KEY"
