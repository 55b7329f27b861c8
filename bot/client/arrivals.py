"""Which interactions and messages have come in already: Discord may deliver one twice after a reconnect."""

from collections import OrderedDict


class SeenInteractions:
    """Remembers the snowflakes of the last `capacity` arrivals."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._seen: OrderedDict[int, None] = OrderedDict()

    def is_first(self, snowflake: int) -> bool:
        """Tell whether this is the first time that `snowflake` comes in, and remember it."""
        if snowflake in self._seen:
            return False
        self._seen[snowflake] = None
        if len(self._seen) > self._capacity:
            self._seen.popitem(last=False)
        return True
