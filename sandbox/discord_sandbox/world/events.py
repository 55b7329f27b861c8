"""What happens in the world, told to whoever listens: the gateway, a page, a test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord_sandbox.json_codec import Json

if TYPE_CHECKING:
    from discord_sandbox.world.channels import Channel
    from discord_sandbox.world.guilds import Guild
    from discord_sandbox.world.messages import Message


@dataclass(frozen=True, slots=True)
class Event:
    """One change, under Discord's own name for it.

    `data` makes Discord's payload when somebody wants it. `private_to` names the one user who may learn of it.
    """

    name: str
    data: Callable[[], Json]
    guild: "Guild | None" = None
    channel: "Channel | None" = None
    message: "Message | None" = None
    private_to: int | None = None


Listener = Callable[[Event], None]


class Events:
    """Hands each event to every listener, in order, at once."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` for every event from now on; returns the function that stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, event: Event) -> None:
        """Tell everybody."""
        for listener in self._listeners:
            listener(event)
