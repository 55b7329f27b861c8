"""A gateway session: one shard of one bot, which outlives its connections."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from discord_sandbox.json_codec import Json, encode
from discord_sandbox.wire_log import WireLog

if TYPE_CHECKING:
    from discord_sandbox.gateway.connection import Connection

# As many events as a session can miss before it cannot be resumed.
_REPLAYED = 5_000


@dataclass(slots=True, eq=False)
class Session:
    """What a bot identified as.

    `lost_at` is the instant that its connection went away (aware UTC); `sequence` the number of the last event sent,
    `acknowledged` of the last that the bot said it has.
    """

    id: str
    shard_id: int
    shard_count: int
    intents: int
    wire_log: WireLog
    connection: "Connection | None" = None
    lost_at: datetime | None = None
    sequence: int = 0
    acknowledged: int = 0
    _sent: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=_REPLAYED))

    def serves(self, guild_id: int | None) -> bool:
        """Whether a guild's events (None: direct messages) belong to this shard."""
        shard = (guild_id >> 22) % self.shard_count if guild_id is not None else 0
        return shard == self.shard_id

    def dispatch(self, name: str, data: Json) -> None:
        """Send an event, and keep it for a resume."""
        self.sequence += 1
        payload = encode({"op": 0, "t": name, "s": self.sequence, "d": data})
        self._sent.append((self.sequence, payload))
        self.wire_log.event(name, data, self.shard_id)
        if self.connection is not None:
            self.connection.send(payload)

    def seen(self, sequence: int) -> None:
        """Forget the events up to `sequence`: the bot has them."""
        self.acknowledged = max(self.acknowledged, sequence)
        while self._sent and self._sent[0][0] <= sequence:
            self._sent.popleft()

    def missed_since(self, sequence: int) -> list[bytes] | None:
        """Return the events after `sequence`, or None when some of them are no longer kept."""
        if sequence > self.sequence:
            return None
        missed = [payload for number, payload in self._sent if number > sequence]
        return missed if len(missed) == self.sequence - sequence else None
