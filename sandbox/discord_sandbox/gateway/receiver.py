"""What a bot says over its gateway connection, and what is done about it."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from discord_sandbox.gateway.connection import Connection
from discord_sandbox.gateway.identify import greet, read_identify, resume
from discord_sandbox.gateway.members import member_chunk
from discord_sandbox.gateway.opcodes import CloseCode, GatewayClosed, Op
from discord_sandbox.gateway.session import Session
from discord_sandbox.wire import Json, decode

if TYPE_CHECKING:
    from discord_sandbox.gateway import Gateway

_LARGEST_PAYLOAD = 4096
_SENDS, _SENDS_SECONDS = 120, 60.0


class Receiver:
    """One connection's conversation: nobody yet, then a session."""

    def __init__(self, gateway: "Gateway", connection: Connection) -> None:
        self._gateway = gateway
        self._connection = connection
        self._recent: deque[float] = deque()
        self.session: Session | None = None
        self._answers: dict[int, Callable[[object], None]] = {
            Op.HEARTBEAT: self._heartbeat,
            Op.IDENTIFY: self._identify,
            Op.RESUME: self._resume,
            Op.PRESENCE_UPDATE: self._ignore,
            Op.VOICE_STATE_UPDATE: self._ignore,
            Op.REQUEST_SOUNDBOARD_SOUNDS: self._ignore,
            Op.REQUEST_GUILD_MEMBERS: self._request_members,
        }

    def receive(self, frame: str | bytes) -> None:
        """Take one frame; raises GatewayClosed when it ends the connection."""
        self._count()
        if len(frame) > _LARGEST_PAYLOAD:
            raise GatewayClosed(CloseCode.DECODE_ERROR, "Error while decoding payload.")
        try:
            payload = decode(frame)
            op, data = payload["op"], payload.get("d")
        except (ValueError, TypeError, KeyError) as error:
            raise GatewayClosed(CloseCode.DECODE_ERROR, "Error while decoding payload.") from error
        answer = self._answers.get(op)
        if answer is None:
            raise GatewayClosed(CloseCode.UNKNOWN_OPCODE, "Unknown opcode.")
        if self.session is None and op not in {Op.HEARTBEAT, Op.IDENTIFY, Op.RESUME}:
            raise GatewayClosed(CloseCode.NOT_AUTHENTICATED, "Not authenticated.")
        answer(data)

    def _count(self) -> None:
        now = self._gateway.world.clock.monotonic()
        while self._recent and now - self._recent[0] > _SENDS_SECONDS:
            self._recent.popleft()
        self._recent.append(now)
        if len(self._recent) > _SENDS:
            raise GatewayClosed(CloseCode.RATE_LIMITED, "Rate limited.")

    def _ignore(self, data: object) -> None:
        """Take what the sandbox has no use for."""

    def _heartbeat(self, data: object) -> None:
        if self.session is not None and isinstance(data, int):
            self.session.seen(data)
        self._connection.send_op(Op.HEARTBEAT_ACK)

    def _identify(self, data: object) -> None:
        if self.session is not None:
            raise GatewayClosed(CloseCode.ALREADY_AUTHENTICATED, "Already authenticated.")
        gateway = self._gateway
        if gateway.identify_refusals:
            raise GatewayClosed(gateway.identify_refusals.pop(0), "Refused on request.")
        identity = read_identify(gateway.world, gateway.token, _object(data))
        if not gateway.starts.allow(identity):
            self._connection.send_op(Op.INVALID_SESSION, data=False)
            return
        self.session = gateway.open_session(identity, self._connection)
        greet(gateway.world, self.session, gateway.url)

    def _resume(self, data: object) -> None:
        if self.session is not None:
            raise GatewayClosed(CloseCode.ALREADY_AUTHENTICATED, "Already authenticated.")
        asked = _object(data)
        if asked.get("token") != self._gateway.token:
            raise GatewayClosed(CloseCode.AUTHENTICATION_FAILED, "Authentication failed.")
        session = self._gateway.resumable(str(asked.get("session_id")))
        if resume(session, self._connection, asked.get("seq")):
            self.session = session

    def _request_members(self, data: object) -> None:
        if self.session is not None:
            self.session.dispatch("GUILD_MEMBERS_CHUNK", member_chunk(self._gateway.world, _object(data)))


def _object(data: object) -> Json:
    if not isinstance(data, dict):
        raise GatewayClosed(CloseCode.DECODE_ERROR, "Error while decoding payload.")
    return data
