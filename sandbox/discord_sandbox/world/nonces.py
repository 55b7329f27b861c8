"""The memory of recent nonces, which makes sending twice harmless."""

from datetime import datetime, timedelta

from discord_sandbox.world.messages import Message

# Discord says "the past few minutes" and no more.
WINDOW = timedelta(minutes=3)


class Nonces:
    """Remembers each author's nonces for a few minutes: by author, not by channel."""

    def __init__(self) -> None:
        self._sent: dict[tuple[int, str], tuple[datetime, Message]] = {}

    def remember(self, message: Message, now: datetime) -> None:
        """Keep a message's nonce; the newest message keeps it."""
        key = (message.author.id, str(message.nonce))
        self._sent.pop(key, None)
        self._sent[key] = (now, message)
        self._forget_old(now)

    def find(self, author_id: int, nonce: str | int, now: datetime) -> Message | None:
        """Return the message that this author sent with this nonce in the past few minutes."""
        self._forget_old(now)
        found = self._sent.get((author_id, str(nonce)))
        return found[1] if found else None

    def _forget_old(self, now: datetime) -> None:
        while self._sent:
            oldest = next(iter(self._sent))
            if now - self._sent[oldest][0] <= WINDOW:
                return
            del self._sent[oldest]
