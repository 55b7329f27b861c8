"""Messages that come by themselves while somebody sits at the terminal: scheduled posts, follow-ups, other people."""

from collections.abc import Callable

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.member.actor import Member
from discord_sandbox.member.permissions import may_see
from discord_sandbox.sandbox import Sandbox
from discord_sandbox.world.model import Event, Message


class Posts:
    """Keeps what a member has not read yet. `arrived` is called for each new message."""

    def __init__(self, sandbox: Sandbox, reader: Callable[[], Member], arrived: Callable[[], None]) -> None:
        self._reader = reader
        self._arrived = arrived
        self._unread: list[Message] = []
        self._read: set[int] = set()
        self._stop = sandbox.on_event(self._hear)

    def close(self) -> None:
        """Listen no more."""
        self._stop()

    def mark_read(self, message: Message) -> None:
        """Remember that a message has been shown."""
        self._read.add(message.id)

    def take(self) -> list[Message]:
        """Return what is unread, oldest first; from now on it counts as read. What still loads stays."""
        loading = [message for message in self._unread if message.loading and message.id not in self._read]
        ready = [
            message
            for message in self._unread
            if not message.loading and message.id not in self._read and not message.deleted
        ]
        self._unread = loading
        self._read.update(message.id for message in ready)
        return ready

    def _hear(self, event: Event) -> None:
        message = event.message
        if message is None or event.name not in {"MESSAGE_CREATE", "MESSAGE_UPDATE"}:
            return
        if event.name == "MESSAGE_CREATE" and readable(message, self._reader()):
            self._unread.append(message)
        if self._unread:
            self._arrived()


def readable(message: Message, member: Member) -> bool:
    """Return whether a message is somebody else's that this member can see."""
    if message.author is member.user:
        return False
    try:
        may_see(member.user, message.channel, message)
    except NotPossible:
        return False
    return True
