"""/guilds: a server, its channels, roles and members."""

from discord_sandbox.errors import MISSING_ACCESS, UNKNOWN_MEMBER, UNKNOWN_ROLE, UNKNOWN_USER, ApiError
from discord_sandbox.json_codec import Json
from discord_sandbox.rest.call import Call
from discord_sandbox.rest.guards import own_guild
from discord_sandbox.rest.routes import Routes
from discord_sandbox.world.application import GATEWAY_GUILD_MEMBERS_LIMITED
from discord_sandbox.world.payloads import channel_json, guild_json, is_open_thread, member_json

routes = Routes()
_MAX_MEMBERS = 1000


@routes.get("/guilds/{guild_id}")
def get_guild(call: Call) -> Json:
    """Return a guild."""
    guild = own_guild(call)
    payload = guild_json(guild)
    if call.query.get("with_counts") in {"1", "true", "True"}:
        payload["approximate_member_count"] = len(guild.members)
        payload["approximate_presence_count"] = 1
    return payload


@routes.get("/guilds/{guild_id}/channels")
def list_channels(call: Call) -> list[Json]:
    """Return a guild's channels, without threads."""
    return [channel_json(channel) for channel in own_guild(call).channels.values() if not channel.is_thread]


@routes.get("/guilds/{guild_id}/threads/active")
def list_active_threads(call: Call) -> Json:
    """Return a guild's threads that are not archived."""
    guild = own_guild(call)
    threads = [channel_json(channel) for channel in guild.channels.values() if is_open_thread(channel, guild.me)]
    return {"threads": threads, "members": [], "has_more": False}


@routes.get("/guilds/{guild_id}/roles")
def list_roles(call: Call) -> list[Json]:
    """Return a guild's roles."""
    return [role.to_json() for role in own_guild(call).roles.values()]


@routes.get("/guilds/{guild_id}/roles/{role_id}")
def get_role(call: Call) -> Json:
    """Return one role."""
    role = own_guild(call).roles.get(call.id("role_id"))
    if role is None:
        raise ApiError(UNKNOWN_ROLE)
    return role.to_json()


@routes.get("/guilds/{guild_id}/members")
def list_members(call: Call) -> list[Json]:
    """Return members by rising id; needs the privileged intent for members."""
    guild = own_guild(call)
    if not call.world.application.flags & GATEWAY_GUILD_MEMBERS_LIMITED:
        raise ApiError(MISSING_ACCESS)
    after = call.asked_id("after") or 0
    members = sorted((member for id_, member in guild.members.items() if id_ > after), key=lambda m: m.user.id)
    return [member_json(member) for member in members[: call.limit(1, _MAX_MEMBERS)]]


@routes.get("/guilds/{guild_id}/members/search")
def search_members(call: Call) -> list[Json]:
    """Return the members whose name begins with the query."""
    start = call.query.get("query", "").casefold()
    found = [
        member
        for member in own_guild(call).members.values()
        if member.user.name.casefold().startswith(start) or member.display_name.casefold().startswith(start)
    ]
    return [member_json(member) for member in found[: call.limit(1, _MAX_MEMBERS)]]


@routes.get("/guilds/{guild_id}/members/{user_id}")
def get_member(call: Call) -> Json:
    """Return one member; 10007 for a user who is not in the guild, 10013 for nobody."""
    guild = own_guild(call)
    user_id = call.id("user_id")
    member = guild.members.get(user_id)
    if member is None:
        raise ApiError(UNKNOWN_MEMBER if user_id in call.world.users else UNKNOWN_USER)
    return member_json(member)
