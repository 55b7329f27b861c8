"""What is remembered: bounded, aging, and never overwritten by what was read before it."""

from datetime import UTC, datetime, timedelta

from bot.core.memory import Memory


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_the_least_lately_used_goes_first() -> None:
    memory: Memory[int, str] = Memory(2, Clock())
    memory.put(1, "one")
    memory.put(2, "two")
    memory.get(1)
    memory.put(3, "three")
    assert [memory.get(key) for key in (1, 2, 3)] == ["one", None, "three"]


def test_what_is_too_old_is_forgotten() -> None:
    clock = Clock()
    memory: Memory[int, str] = Memory(2, clock, timedelta(minutes=1))
    memory.put(1, "one")
    clock.now += timedelta(minutes=1)
    assert memory.get(1) == "one"
    clock.now += timedelta(seconds=1)
    assert memory.get(1) is None


def test_what_was_read_does_not_replace_what_was_written_meanwhile() -> None:
    memory: Memory[int, str] = Memory(2, Clock())
    assert memory.add(1, "read") == "read"
    memory.put(2, "written")
    assert memory.add(2, "read before") == "written"
    assert memory.get(2) == "written"
