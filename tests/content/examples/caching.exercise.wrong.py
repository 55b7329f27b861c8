"""A stored None is taken for a miss."""

from functools import wraps


def cached(seconds):
    def decorate(function):
        @wraps(function)
        def wrapper(arg):
            name = f"{function.__qualname__}:{arg}"
            value = cache.get(name)
            if value is None:
                value = function(arg)
                cache.set(name, value, seconds)
            return value

        return wrapper

    return decorate
