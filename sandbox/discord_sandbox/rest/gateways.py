"""/gateway: where the WebSocket is, and how often a bot may begin a session there."""

from discord_sandbox.rest.call import Call
from discord_sandbox.rest.routes import Routes
from discord_sandbox.wire import Json

routes = Routes()
open_routes = Routes(need_token=False)


@open_routes.get("/gateway")
def get_gateway(call: Call) -> Json:
    """Give the gateway's address."""
    return {"url": call.services.gateway.url}


@routes.get("/gateway/bot")
def get_bot_gateway(call: Call) -> Json:
    """Give the gateway's address, how many shards to use and how many sessions may begin."""
    gateway = call.services.gateway
    return {"url": gateway.url, "shards": gateway.shards, "session_start_limit": gateway.starts.to_json()}
