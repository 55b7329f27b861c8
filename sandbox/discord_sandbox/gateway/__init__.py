"""The gateway: sessions, the events they get, and what a test may do to them."""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta

from discord_sandbox.gateway.connection import Connection
from discord_sandbox.gateway.identify import Identity
from discord_sandbox.gateway.intents import may_read, needed, reaches_bot, without_content
from discord_sandbox.gateway.opcodes import SESSION_ENDS, Op
from discord_sandbox.gateway.session import Session
from discord_sandbox.gateway.starts import SessionStarts, Start
from discord_sandbox.json_codec import Json, encode
from discord_sandbox.signals import Signal
from discord_sandbox.wire_log import WireLog
from discord_sandbox.world import World
from discord_sandbox.world.model import Event

# Discord says that a session can be resumed for some minutes.
_RESUMABLE = timedelta(minutes=5)


class Gateway:
    """Knows every session and hands it its events; a test closes, confuses or refuses connections here."""

    def __init__(self, world: World, token: str, wire_log: WireLog) -> None:
        self.world = world
        self.wire_log = wire_log
        self.token = token
        self.url = ""
        self.shards = 1
        self.starts = SessionStarts(world.clock)
        self.connections: set[Connection] = set()
        self.refusals: list[int] = []
        self.identify_refusals: list[int] = []
        self._sessions: dict[str, Session] = {}
        self._changed = Signal()
        world.events.listen(self._hear)

    # What a test does.

    @property
    def sessions(self) -> list[Session]:
        """The sessions that have a connection now."""
        return [session for session in self._sessions.values() if session.connection is not None]

    @property
    def identifies(self) -> list[Start]:
        """Every identify that was accepted so far."""
        return self.starts.made

    async def connected(self, shards: int = 1) -> None:
        """Wait until so many sessions are connected, by identify or resume."""
        await self._changed.wait_until(lambda: len(self.sessions) >= shards)

    async def caught_up(self) -> None:
        """Wait until every bot has received what was sent so far: a heartbeat, which each is asked for, tells."""
        sent = {session: session.sequence for session in self.sessions}
        for session in sent:
            if session.connection is not None:
                session.connection.send_op(Op.HEARTBEAT)
        await self._changed.wait_until(
            lambda: all(session.acknowledged >= number for session, number in sent.items() if session.connection)
        )

    async def disconnected(self) -> None:
        """Wait until nobody is connected."""
        await self._changed.wait_until(lambda: not self.connections)

    async def close(self, code: int, reason: str = "") -> None:
        """Close every connection with `code`, and return when they are gone."""
        await self._end(lambda connection: connection.close(code, reason), keep=code not in SESSION_ENDS)

    async def drop(self) -> None:
        """Reset every gateway connection without a close frame."""
        await self._end(lambda connection: connection.drop(), keep=True)

    async def reconnect(self) -> None:
        """Ask every bot to reconnect (opcode 7), and return when their old connections are gone."""
        await self._end(lambda connection: connection.send_op(Op.RECONNECT), keep=True)

    async def invalidate(self, *, resumable: bool) -> None:
        """Call every session invalid (opcode 9), and return when their connections are gone."""
        await self._end(lambda connection: connection.send_op(Op.INVALID_SESSION, resumable), keep=resumable)

    def send_raw(self, payload: Mapping[str, object] | str) -> None:
        """Send a whole payload of one's own, however malformed, to every connection."""
        encoded = payload.encode() if isinstance(payload, str) else encode(payload)
        for connection in self.connections:
            connection.send(encoded)

    def send_event(self, name: str, data: Json) -> None:
        """Send an event of one's own, however malformed, to every session, with its place in the sequence."""
        for session in self._sessions.values():
            session.dispatch(name, data)

    def refuse(self, times: int = 1, *, status: int = 503) -> None:
        """Answer the next attempts to connect with an HTTP status instead of a WebSocket."""
        self.refusals.extend([status] * times)

    def refuse_identify(self, code: int, times: int = 1) -> None:
        """Close the connection of the next identifies with `code` (4004, 4014, ...)."""
        self.identify_refusals.extend([code] * times)

    # What connections and the REST side do.

    def open_session(self, identity: Identity, connection: Connection) -> Session:
        """Begin a session."""
        session = Session(
            id=secrets.token_hex(16),
            shard_id=identity.shard_id,
            shard_count=identity.shard_count,
            intents=identity.intents,
            wire_log=self.wire_log,
            connection=connection,
        )
        self._forget_lost()
        self._sessions[session.id] = session
        return session

    def resumable(self, session_id: str) -> Session | None:
        """Return a session that may be resumed; a connection that it still has is closed."""
        self._forget_lost()
        session = self._sessions.get(session_id)
        if session is not None and session.connection is not None:
            session.connection.close(4000, "Session resumed elsewhere.")
        return session

    def arrived(self, connection: Connection) -> None:
        """Count a new connection."""
        self.connections.add(connection)

    def changed(self) -> None:
        """Wake those who wait for sessions and connections."""
        self._changed.fire()

    def gone(self, connection: Connection, session: Session | None, close_code: int | None) -> None:
        """Forget a connection; its session stays for a resume unless the bot said goodbye."""
        self.connections.discard(connection)
        self.wire_log.received(f"connection ended {close_code or 'without a close code'}")
        if session is not None and session.connection is connection:
            session.connection = None
            session.lost_at = self.world.clock.now()
            if close_code in SESSION_ENDS:
                self._sessions.pop(session.id, None)
        self._changed.fire()

    def send_interaction(self, guild_id: int | None, payload: Json) -> None:
        """Send an interaction to the shard it belongs to; it needs no intent."""
        for session in list(self._sessions.values()):
            if session.serves(guild_id):
                session.dispatch("INTERACTION_CREATE", payload)

    def _hear(self, event: Event) -> None:
        bot_id = self.world.bot.id
        if not self._sessions or not reaches_bot(event, bot_id):
            return
        intent = needed(event)
        guild_id = event.guild.id if event.guild else None
        listeners = [s for s in self._sessions.values() if s.intents & intent and s.serves(guild_id)]
        if not listeners:
            return
        data = event.data()
        for session in listeners:
            hidden = event.message and not may_read(event.message, session.intents, bot_id)
            session.dispatch(event.name, without_content(data) if hidden and "content" in data else data)

    async def _end(self, order: Callable[[Connection], None], *, keep: bool) -> None:
        if not keep:
            self._sessions.clear()
        ending = set(self.connections)
        for connection in ending:
            order(connection)
        await self._changed.wait_until(lambda: not ending & self.connections)

    def _forget_lost(self) -> None:
        now = self.world.clock.now()
        for session in list(self._sessions.values()):
            if session.lost_at is not None and now - session.lost_at > _RESUMABLE:
                del self._sessions[session.id]
