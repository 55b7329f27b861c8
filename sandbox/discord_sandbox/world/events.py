"""Tells whoever listens what happens in the world: the gateway, a page, a test."""

from collections.abc import Callable

from discord_sandbox.world.model import Event

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
