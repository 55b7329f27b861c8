"""The counter is set to nought at each call."""


def count_calls(func):
    @wraps(func)
    def wrapper(*args, **kwargs):
        wrapper.calls = 0
        wrapper.calls += 1
        return func(*args, **kwargs)

    wrapper.calls = 0
    return wrapper
