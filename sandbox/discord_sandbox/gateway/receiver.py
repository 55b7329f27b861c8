"""What a bot says over its gateway connection, and what is done about it."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from discord_sandbox.digits import whole_number
from discord_sandbox.gateway.connection import Connection
from discord_sandbox.gateway.identify import read_identify, resume, send_ready
from discord_sandbox.gateway.opcodes import CloseCode, GatewayClosed, Op
from discord_sandbox.gateway.session import Session
from discord_sandbox.json_codec import Json, decode
from discord_sandbox.limits.validators import MAX_SNOWFLAKE
from discord_sandbox.world import World
from discord_sandbox.world.payloads import member_json

if TYPE_CHECKING:
    from discord_sandbox.gateway import Gateway

_MAX_PAYLOAD = 4096
_MAX_MEMBERS = 100
ACK_SECONDS = 0.03
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
        if len(frame) > _MAX_PAYLOAD:
            raise GatewayClosed(CloseCode.DECODE_ERROR, "Error while decoding payload.")
        try:
            payload = decode(frame)
            op, data = payload["op"], payload.get("d")
            answer = self._answers.get(op)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise GatewayClosed(CloseCode.DECODE_ERROR, "Error while decoding payload.") from error
        self._gateway.wire_log.received(Op(op).name if answer else f"op {op!r}", data)
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
            self._gateway.changed()
        # An answer at once would overtake libraries that note when they sent only after sending: discord.py 2.7 then
        # takes the time since the beat before for its latency, and warns that it cannot keep up.
        asyncio.get_running_loop().call_later(ACK_SECONDS, self._connection.send_op, Op.HEARTBEAT_ACK)

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
        send_ready(gateway.world, self.session, gateway.url)

    def _resume(self, data: object) -> None:
        if self.session is not None:
            raise GatewayClosed(CloseCode.ALREADY_AUTHENTICATED, "Already authenticated.")
        request = _object(data)
        if request.get("token") != self._gateway.token:
            raise GatewayClosed(CloseCode.AUTHENTICATION_FAILED, "Authentication failed.")
        session = self._gateway.resumable(str(request.get("session_id")))
        if resume(session, self._connection, request.get("seq")):
            self.session = session

    def _request_members(self, data: object) -> None:
        if self.session is not None:
            self.session.dispatch("GUILD_MEMBERS_CHUNK", member_chunk(self._gateway.world, _object(data)))


def _object(data: object) -> Json:
    if not isinstance(data, dict):
        raise GatewayClosed(CloseCode.DECODE_ERROR, "Error while decoding payload.")
    return data


def member_chunk(world: World, request: Json) -> Json:
    """Return the payload of GUILD_MEMBERS_CHUNK for the ids or the name's beginning that were asked for."""
    guild = world.guilds.get(whole_number(request.get("guild_id"), MAX_SNOWFLAKE) or 0)
    members = list(guild.members.values()) if guild else []
    payload: Json = {"guild_id": str(request.get("guild_id")), "chunk_index": 0, "chunk_count": 1}
    if request.get("user_ids"):
        listed = request["user_ids"] if isinstance(request["user_ids"], list) else [request["user_ids"]]
        wanted = {str(user_id) for user_id in listed[:_MAX_MEMBERS]}
        found = [member for member in members if str(member.user.id) in wanted]
        payload["not_found"] = sorted(wanted - {str(member.user.id) for member in found})
    else:
        start = str(request.get("query") or "").casefold()
        limit = whole_number(request.get("limit"), _MAX_MEMBERS) or len(members)
        found = [member for member in members if member.display_name.casefold().startswith(start)][:limit]
    payload["members"] = [member_json(member) for member in found]
    if "nonce" in request:
        payload["nonce"] = request["nonce"]
    return payload
