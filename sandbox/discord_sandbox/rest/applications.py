"""/applications/@me: what the bot may know of its application."""

from discord_sandbox.rest.call import Call
from discord_sandbox.rest.routes import Routes
from discord_sandbox.wire import Json

routes = Routes()


@routes.get("/applications/@me")
@routes.get("/oauth2/applications/@me")
def get_current_application(call: Call) -> Json:
    """Give the bot's application."""
    guilds = sum(guild.me is not None for guild in call.world.guilds.values())
    return call.world.application.to_json(guilds=guilds)
