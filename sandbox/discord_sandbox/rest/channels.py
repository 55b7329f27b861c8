"""/channels/{id}: a channel, and the sign that the bot is typing there."""

from discord_sandbox.permissions import Permission
from discord_sandbox.rest.call import Call
from discord_sandbox.rest.guards import require, visible_channel
from discord_sandbox.rest.routes import Routes
from discord_sandbox.wire import Json
from discord_sandbox.world.events import Event

routes = Routes()


@routes.get("/channels/{channel_id}")
def get_channel(call: Call) -> Json:
    """Give a channel or thread."""
    return visible_channel(call).to_json()


@routes.post("/channels/{channel_id}/typing")
def trigger_typing(call: Call) -> None:
    """Show that the bot is typing."""
    channel = visible_channel(call)
    require(channel, Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES)
    payload: Json = {
        "channel_id": str(channel.id),
        "user_id": str(call.world.bot.id),
        "timestamp": int(call.world.clock.now().timestamp()),
    }
    if channel.guild is not None:
        payload["guild_id"] = str(channel.guild.id)
    call.world.events.publish(Event("TYPING_START", lambda: payload, guild=channel.guild, channel=channel))
