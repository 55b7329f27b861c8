"""Three calls are counted, the answer stays, and so does the name."""


@count_calls
def ping(word="pong", *, loud=False):
    return word.upper() if loud else word


@count_calls
def other():
    return None


assert [ping(), ping("x"), ping(loud=True)] == ["pong", "x", "PONG"]
assert (ping.calls, other.calls) == (3, 0)
assert ping.__name__ == "ping"
