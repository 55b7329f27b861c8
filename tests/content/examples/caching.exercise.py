"""A function runs once for each argument, even if it gives None."""

calls = []


@cached(60)
def slow(number):
    calls.append(number)


assert slow(1) is slow(1) is None
assert slow(2) is None
assert calls == [1, 2]
assert slow.__name__ == "slow"
