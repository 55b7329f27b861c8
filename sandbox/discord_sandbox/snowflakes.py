"""Discord's ids: 64 bits that carry the instant of their making."""

from datetime import UTC, datetime, timedelta

from discord_sandbox.clock import Clock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_SEQUENCE_BITS = 22


def instant_of(snowflake: int) -> datetime:
    """Return the instant that an id was made at, aware UTC, to the millisecond."""
    return EPOCH + timedelta(milliseconds=snowflake >> _SEQUENCE_BITS)


class Snowflakes:
    """Makes ids that are unique and rise, stamped by the sandbox's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """Return a fresh id."""
        stamped = (self._clock.now() - EPOCH) // timedelta(milliseconds=1) << _SEQUENCE_BITS
        self._last = max(stamped, self._last + 1)
        return self._last
