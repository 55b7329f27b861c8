"""Members on request: the answer to the gateway's opcode 8."""

from discord_sandbox.wire import Json
from discord_sandbox.world import World

_MOST = 100


def member_chunk(world: World, asked: Json) -> Json:
    """Give the payload of GUILD_MEMBERS_CHUNK for the ids or the name's beginning that were asked for."""
    guild = world.guilds.get(int(asked.get("guild_id") or 0))
    members = list(guild.members.values()) if guild else []
    payload: Json = {"guild_id": str(asked.get("guild_id")), "chunk_index": 0, "chunk_count": 1}
    if asked.get("user_ids"):
        listed = asked["user_ids"] if isinstance(asked["user_ids"], list) else [asked["user_ids"]]
        wanted = {int(user_id) for user_id in listed[:_MOST]}
        found = [member for member in members if member.user.id in wanted]
        payload["not_found"] = [str(user_id) for user_id in wanted - {member.user.id for member in found}]
    else:
        start = str(asked.get("query") or "").casefold()
        limit = int(asked.get("limit") or 0) or len(members)
        found = [member for member in members if member.display_name.casefold().startswith(start)][:limit]
    payload["members"] = [member.to_json() for member in found]
    if "nonce" in asked:
        payload["nonce"] = asked["nonce"]
    return payload
