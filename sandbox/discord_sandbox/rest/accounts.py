"""/users, /applications/@me and /gateway: the bot's account and application, others' accounts, the way in."""

from discord_sandbox.errors import INVALID_RECIPIENT, UNKNOWN_GUILD, UNKNOWN_USER, ApiError
from discord_sandbox.json_codec import Json
from discord_sandbox.rest.call import Call, snowflake
from discord_sandbox.rest.routes import Routes
from discord_sandbox.world.payloads import channel_json

routes = Routes()
open_routes = Routes(need_token=False)


@routes.get("/users/@me")
def get_current_user(call: Call) -> Json:
    """Return the bot's account."""
    return {**call.world.bot.to_json(), "mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


@routes.get("/users/@me/guilds")
def list_current_guilds(call: Call) -> list[Json]:
    """Return the guilds that the bot is in, in part."""
    mine = [(guild, guild.me) for guild in call.world.guilds.values()]
    return [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(int(me.permissions)),
            "features": [],
        }
        for guild, me in mine
        if me is not None
    ]


@routes.delete("/users/@me/guilds/{guild_id}")
def leave_guild(call: Call) -> None:
    """Let the bot leave a guild."""
    guild = call.world.guilds.get(call.id("guild_id"))
    if guild is None or guild.me is None:
        raise ApiError(UNKNOWN_GUILD)
    guild.kick_bot()


@routes.post("/users/@me/channels")
def open_dm(call: Call) -> Json:
    """Return the direct-message channel with a user."""
    user = call.world.users.get(snowflake(call.form().get("recipient_id"), "recipient_id"))
    if user is None or user.id == call.world.bot.id:
        raise ApiError(INVALID_RECIPIENT)
    return channel_json(call.world.dm_with(user))


@routes.get("/users/{user_id}")
def get_user(call: Call) -> Json:
    """Return any account."""
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise ApiError(UNKNOWN_USER)
    return user.to_json()


@routes.get("/applications/@me")
@routes.get("/oauth2/applications/@me")
def get_current_application(call: Call) -> Json:
    """Return the bot's application."""
    guilds = sum(guild.me is not None for guild in call.world.guilds.values())
    return call.world.application.to_json(guilds=guilds)


@open_routes.get("/gateway")
def get_gateway(call: Call) -> Json:
    """Return the gateway's address."""
    return {"url": call.backend.gateway.url}


@routes.get("/gateway/bot")
def get_bot_gateway(call: Call) -> Json:
    """Return the gateway's address, how many shards to use and how many sessions may begin."""
    gateway = call.backend.gateway
    return {"url": gateway.url, "shards": gateway.shards, "session_start_limit": gateway.starts.to_json()}
