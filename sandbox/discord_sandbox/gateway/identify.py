"""How a bot introduces itself to the gateway: identify, and resume."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord_sandbox.gateway.intents import KNOWN_BITS, Intent, forbidden
from discord_sandbox.gateway.opcodes import CloseCode, GatewayClosed, Op
from discord_sandbox.gateway.session import Session
from discord_sandbox.json_codec import Json
from discord_sandbox.world import World
from discord_sandbox.world.payloads import guild_create_json

if TYPE_CHECKING:
    from discord_sandbox.gateway.connection import Connection

_MAX_GUILDS_PER_SHARD = 2500
_PARTS_OF_SHARD = 2


@dataclass(frozen=True, slots=True)
class Identity:
    """What an identify asks for, found to be in order."""

    shard_id: int
    shard_count: int
    intents: int


def read_identify(world: World, token: str, data: Json) -> Identity:
    """Check an identify; raises GatewayClosed with Discord's code for what is wrong with it."""
    if data.get("token") != token:
        raise GatewayClosed(CloseCode.AUTHENTICATION_FAILED, "Authentication failed.")
    intents = data.get("intents")
    if not isinstance(intents, int) or intents < 0 or intents & ~KNOWN_BITS:
        raise GatewayClosed(CloseCode.INVALID_INTENTS, "Invalid intent(s).")
    if forbidden(intents, world.application.flags):
        raise GatewayClosed(CloseCode.DISALLOWED_INTENTS, "Disallowed intent(s).")
    shard_id, shard_count = _read_shard(data.get("shard"))
    if len(world.guilds) > _MAX_GUILDS_PER_SHARD * shard_count:
        raise GatewayClosed(CloseCode.SHARDING_REQUIRED, "Sharding required.")
    return Identity(shard_id, shard_count, intents)


def _read_shard(shard: object) -> tuple[int, int]:
    if shard is None:
        return 0, 1
    if isinstance(shard, list) and len(shard) == _PARTS_OF_SHARD:
        shard_id, shard_count = shard
        if isinstance(shard_id, int) and isinstance(shard_count, int) and 0 <= shard_id < shard_count:
            return shard_id, shard_count
    raise GatewayClosed(CloseCode.INVALID_SHARD, "Invalid shard.")


def send_ready(world: World, session: Session, resume_url: str) -> None:
    """Send READY and, for a bot that wants to know of guilds, each of its guilds."""
    mine = [guild for guild in world.guilds.values() if guild.me is not None and session.serves(guild.id)]
    ready: Json = {
        "v": 10,
        "user": {**world.bot.to_json(), "verified": True, "mfa_enabled": False, "email": None},
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": resume_url,
        "shard": [session.shard_id, session.shard_count],
        "application": {"id": str(world.application.id), "flags": world.application.flags},
        "private_channels": [],
        "relationships": [],
        "user_settings": {},
        "_trace": ["sandbox"],
    }
    session.dispatch("READY", ready)
    if session.intents & Intent.GUILDS:
        for guild in mine:
            if guild.available:
                session.dispatch("GUILD_CREATE", guild_create_json(guild))


def resume(session: Session | None, connection: "Connection", sequence: object) -> bool:
    """Continue a session on a new connection and replay what it missed; returns whether that went well."""
    missed = session.missed_since(sequence) if session is not None and isinstance(sequence, int) else None
    if session is None or missed is None:
        connection.send_op(Op.INVALID_SESSION, data=False)
        return False
    session.connection = connection
    session.lost_at = None
    for payload in missed:
        connection.send(payload)
    session.dispatch("RESUMED", {"_trace": ["sandbox"]})
    return True
