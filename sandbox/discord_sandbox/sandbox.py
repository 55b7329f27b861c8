"""The sandbox as a whole: start it, fill it with servers and members, and act."""

import base64
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import ClassVar, Self
from weakref import WeakSet

from discord_sandbox.clock import Clock
from discord_sandbox.exceptions import Violations
from discord_sandbox.faults import Faults
from discord_sandbox.gateway import Gateway
from discord_sandbox.interactions.model import InteractionType
from discord_sandbox.interactions.registry import Interactions, UserAction
from discord_sandbox.interactions_endpoint import InteractionsEndpoint
from discord_sandbox.journal import Journal, Observer, Request
from discord_sandbox.json_codec import Json
from discord_sandbox.member.actor import Member
from discord_sandbox.member.answer import Answer
from discord_sandbox.member.components import BUTTON
from discord_sandbox.member.driver import Driver
from discord_sandbox.permissions import BOT_INVITE, NONE, Permission
from discord_sandbox.ratelimits import RateLimits
from discord_sandbox.rest.call import Backend
from discord_sandbox.rest.endpoint import API, AppServices
from discord_sandbox.server import GATEWAY, HOST, Server, listen
from discord_sandbox.wire_log import KEPT, WireLog
from discord_sandbox.world import World
from discord_sandbox.world.application import PRIVILEGED
from discord_sandbox.world.events import Listener
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import ChannelType, Message
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User


class Sandbox:
    """A small Discord on 127.0.0.1.

        async with Sandbox() as sandbox:
            ...  # point a bot at sandbox.api_url with sandbox.token
            ada = sandbox.member("ada")
            answer = await ada.slash("ping")

    It begins with one server, `sandbox.guild`, with the channel #general and the bot in it. `port` 0 takes a free
    one. `strict` off leaves out the checks of documented limits and the journal of requests, for benches.
    """

    alive: ClassVar["WeakSet[Sandbox]"] = WeakSet()
    """The sandboxes that somebody still holds, for reports on what crossed their wires."""

    def __init__(
        self, *, port: int = 0, clock: Clock | None = None, strict: bool = True, bot_name: str = "Bot"
    ) -> None:
        self.clock = clock or Clock()
        self.world = World(self.clock, bot_name=bot_name)
        self.application_id = self.world.application.id
        self.token = f"{base64.b64encode(str(self.application_id).encode()).decode().rstrip('=')}.sandbox.token"
        self.wire_log = WireLog(self.clock, kept=KEPT if strict else 0)
        self.gateway = Gateway(self.world, self.token, self.wire_log)
        self.interactions = Interactions(self.world)
        self.endpoint = InteractionsEndpoint()
        self.driver = Driver(self.world, self.interactions, self.gateway, self.endpoint)
        self.faults = Faults()
        self.rate_limits = RateLimits(self.clock)
        self.journal = Journal()
        self.journal.observe(self.wire_log.request)
        self._port = port
        self._strict = strict
        self._server: Server | None = None
        self._people: dict[str, User] = {}
        Sandbox.alive.add(self)
        self.guild = self.add_guild("Server")
        self.general = self.guild.add_text_channel("general")

    async def __aenter__(self) -> Self:
        """Begin to serve."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving; raises Violations when an observer objected to a request."""
        await self.stop()
        if self.violations and error is None:
            raise Violations("\n".join(self.violations))

    async def start(self) -> None:
        """Begin to serve; OSError when the port is taken."""
        sock = listen(self._port)
        self._port = sock.getsockname()[1]
        self.gateway.url = f"ws://{HOST}:{self._port}{GATEWAY}"
        self.driver.site = self.site
        backend = Backend(self.world, self.interactions, self.gateway, strict=self._strict, site=self.site)
        self.endpoint.connect(backend, self.journal if self._strict else None)
        services = AppServices(
            backend, self.token, self.faults, self.rate_limits, self.journal, keep_journal=self._strict
        )
        self._server = Server(services)
        await self._server.start(sock)

    async def stop(self) -> None:
        """Stop serving and cut off who is still connected; harmless when not started."""
        await self.endpoint.close()
        if self._server is not None:
            await self._server.stop()
            self._server = None

    # Where it is.

    @property
    def site(self) -> str:
        """The address of the server: `http://127.0.0.1:port`."""
        return f"http://{HOST}:{self._port}"

    @property
    def api_url(self) -> str:
        """The address that stands for `https://discord.com/api/v10`."""
        return self.site + API

    # Who and what is in it.

    def add_guild(self, name: str, *, bot_permissions: Permission | None = BOT_INVITE) -> Guild:
        """Add a server with the bot in it, or with None for its permissions, without."""
        guild = self.world.add_guild(name)
        if bot_permissions is not None:
            guild.invite_bot(bot_permissions)
        return guild

    def member(
        self,
        name: str,
        *,
        guild: Guild | None = None,
        roles: Iterable[Role] = (),
        permissions: Permission = NONE,
        locale: str = "en-US",
    ) -> Member:
        """Return somebody in a server (the first one if not told), at its first text channel.

        The same name is the same person, who joins where they were not yet. `permissions` come as a role of
        their own.
        """
        guild = guild or self.guild
        user = self._people.get(name.lower())
        if user is None:
            user = self._people[name.lower()] = self.world.add_user(name, locale=locale)
        membership = guild.members.get(user.id) or guild.join(user)
        membership.roles.extend(role for role in roles if role not in membership.roles)
        if permissions:
            membership.roles.append(guild.add_role(name, permissions))
        channel = next((channel for channel in guild.channels.values() if channel.type is ChannelType.TEXT), None)
        if channel is None:
            raise ValueError(f"{guild.name} has no text channel to be in; add one first")
        return Member(self.driver, user, channel)

    def make_public_key(self) -> str:
        """Make the application's key pair, if it has none yet, and return the public half, as the portal shows it."""
        self.world.application.public_key = self.endpoint.public_key
        return self.endpoint.public_key

    async def set_interactions_endpoint(self, url: str) -> None:
        """Let interactions go to `url` instead of the gateway, as the developer portal would; EndpointRefused."""
        self.make_public_key()
        await self.endpoint.register(url)
        self.world.application.interactions_endpoint_url = url

    def allow_privileged_intents(self) -> None:
        """Switch the privileged intents on, as the developer portal would; they are off at first."""
        self.world.application.flags |= PRIVILEGED

    # What happens in it.

    @property
    def requests(self) -> list[Request]:
        """Every request so far, in order."""
        return self.journal.requests

    @property
    def violations(self) -> list[str]:
        """What observers objected to, so far."""
        return self.journal.violations

    def on_request(self, observer: Observer) -> None:
        """Show every request to `observer`. What it raises lands in `violations`, and is raised on leaving."""
        self.journal.observe(observer)

    def on_event(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every change in the world; returns the function that stops it."""
        return self.world.events.listen(listener)

    async def forge_component(
        self,
        custom_id: str,
        *,
        by: Member,
        message: Message | None = None,
        kind: int = BUTTON,
        values: Sequence[str] | None = None,
    ) -> Answer:
        """Use a component of any custom_id, on a message that need not have it or even exist; returns the answer."""
        component: Json = {"type": kind, "id": 2, "custom_id": custom_id, "style": 2, "label": "forged"}
        row: Json = {"type": 1, "id": 1, "components": [component]}
        message = message or Message(self.world.snowflakes.next(), by.channel, self.world.bot, components=[row])
        data: Json = {"component_type": kind, "custom_id": custom_id, "id": component["id"]}
        if values is not None:
            data["values"] = list(values)
        return await by.act(UserAction(InteractionType.COMPONENT, by.user, by.channel, data, message))

    def drop_connections(self) -> int:
        """Reset every TCP connection that a bot has; returns how many there were."""
        return self._server.drop_connections() if self._server is not None else 0
