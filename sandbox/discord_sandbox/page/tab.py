"""One open tab: somebody who looks at the sandbox and acts in it."""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from discord_sandbox.exceptions import NotAnswered, NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.member.actor import Member
from discord_sandbox.member.answer import Answer
from discord_sandbox.member.permissions import may_see
from discord_sandbox.page.hub import Hub
from discord_sandbox.page.request import NO_SUCH_THING, TabRequest
from discord_sandbox.page.views import can_see, message_json, world_json
from discord_sandbox.world.model import Channel, Event

log = logging.getLogger(__name__)

MESSAGES = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE"})
PASSED_ON = frozenset({"MESSAGE_DELETE", "TYPING_START"})


class Tab:
    """Hears what its reader may hear. `send` takes what goes to the browser; `forms` are those open in it."""

    def __init__(self, hub: Hub, send: Callable[[Json], None]) -> None:
        self.hub = hub
        self.user = hub.people[0].user
        self.forms: dict[str, Answer] = {}
        self._send = send
        # The world may be changed by code that runs between two turns of the loop.
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._world_is_old = False
        self._stops = [hub.sandbox.on_event(self._hear)]
        hub.listeners.append(self.tell)

    async def close(self) -> None:
        """Hear no more, and drop what is under way."""
        self.hub.listeners.remove(self.tell)
        for stop in self._stops:
            stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Do something beside what comes next."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def tell(self, name: str, data: Json) -> None:
        """Send an event."""
        self._send({"event": name, "data": data})

    async def answer(self, number: object, work: Coroutine[None, None, Json]) -> None:
        """Do what a request asks for and send its outcome."""
        try:
            self._send({"reply": number, "ok": await work})
        except (NotPossible, NotAnswered) as error:
            silent = isinstance(error, NotAnswered)
            self._send({"reply": number, "failed": str(error), "silent": silent})
        except Exception:
            log.exception("the page's request failed")
            self._send({"reply": number, "failed": "The sandbox stumbled over this; its log tells more."})

    def member(self, request: TabRequest) -> Member:
        """Return the reader in the channel that a request names; raises NotPossible where they cannot be."""
        channel = self.channel(request)
        return Member(self.hub.sandbox.driver, self.user, channel)

    def channel(self, request: TabRequest) -> Channel:
        """Return the channel that a request names; raises NotPossible when the reader cannot see it."""
        channel = self.hub.sandbox.world.channels.get(request.id("channel"))
        if channel is None:
            raise NotPossible(NO_SUCH_THING)
        may_see(self.user, channel)
        return channel

    def state(self) -> Json:
        """Return the world as the reader sees it."""
        return world_json(self.hub.sandbox.world, self.user)

    def _hear(self, event: Event) -> None:
        if event.private_to not in (None, self.user.id):
            return
        if event.channel is not None and not can_see(self.user, event.channel):
            # It may have been hidden just now.
            self._refresh()
        elif event.name in MESSAGES and event.message is not None:
            self.tell(event.name, message_json(event.message))
        elif event.name in PASSED_ON:
            self.tell(event.name, event.data())
        else:
            self._refresh()

    def _refresh(self) -> None:
        """Send the world anew, once for many changes at a time."""
        if not self._world_is_old:
            self._world_is_old = True
            self._loop.call_soon(self._tell_world)

    def _tell_world(self) -> None:
        self._world_is_old = False
        self.tell("WORLD", self.state())
