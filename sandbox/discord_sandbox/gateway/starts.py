"""How often a bot may begin a session: a day's worth of identifies, and one at a time per bucket."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from discord_sandbox.clock import Clock
from discord_sandbox.gateway.identify import Identity
from discord_sandbox.gateway.opcodes import CloseCode, GatewayClosed
from discord_sandbox.json_codec import Json

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Start:
    """One identify that was accepted; `at` by the sandbox's clock, aware UTC, `real` in real seconds."""

    identity: Identity
    at: datetime
    real: float


class SessionStarts:
    """Counts identifies. `spacing` is how many real seconds Discord wants between two of one bucket.

    It is 0 here so that tests need not wait; set it to 5 to be as strict as Discord.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.made: list[Start] = []
        self.total = 1000
        self.max_concurrency = 1
        self.spacing = 0.0

    def allow(self, identity: Identity) -> bool:
        """Count an identify; False when it came too soon. Raises GatewayClosed when the day's are used up."""
        if self.remaining <= 0:
            raise GatewayClosed(CloseCode.AUTHENTICATION_FAILED, "Session start limit reached.")
        real = self._clock.monotonic()
        bucket = identity.shard_id % self.max_concurrency
        for start in self.made:
            if start.identity.shard_id % self.max_concurrency == bucket and real - start.real < self.spacing:
                return False
        self.made.append(Start(identity, self._clock.now(), real))
        return True

    @property
    def remaining(self) -> int:
        """How many identifies are left today."""
        now = self._clock.now()
        return self.total - sum(now - start.at < _DAY for start in self.made)

    def to_json(self) -> Json:
        """Return Discord's session start limit object; times in milliseconds."""
        oldest = min((start.at for start in self.made if self._clock.now() - start.at < _DAY), default=None)
        reset = (oldest + _DAY - self._clock.now()) if oldest else timedelta(0)
        return {
            "total": self.total,
            "remaining": max(self.remaining, 0),
            "reset_after": int(reset.total_seconds() * 1000),
            "max_concurrency": self.max_concurrency,
        }
