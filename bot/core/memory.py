"""A small memory of values lately used: bounded in number and in age."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Keeps up to `capacity` values, the least lately used going first, each for at most `age`.

    The age bounds how long another process's change stays unseen here; the truth is in the database.
    """

    def __init__(self, capacity: int, clock: Callable[[], datetime], age: timedelta = timedelta(minutes=1)) -> None:
        self._capacity = capacity
        self._clock = clock
        self._age = age
        self._kept: OrderedDict[Key, tuple[datetime, Value]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """Return the value kept under `key`, None when there is none or it is too old."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        since, value = kept
        if self._clock() - since > self._age:
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return value

    def put(self, key: Key, value: Value) -> None:
        """Keep `value` under `key`."""
        self._kept[key] = (self._clock(), value)
        self._kept.move_to_end(key)
        if len(self._kept) > self._capacity:
            self._kept.popitem(last=False)

    def add(self, key: Key, value: Value) -> Value:
        """Keep what was read, unless something newer was kept while it was being read; give what is kept."""
        known = self.get(key)
        if known is not None:
            return known
        self.put(key, value)
        return value

    def forget(self, key: Key) -> None:
        """Drop what is kept under `key`, if anything is."""
        self._kept.pop(key, None)
