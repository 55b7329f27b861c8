"""What help needs to know: the roadmap studied here."""

from bot.context import AppContext
from bot.core.member import RequestContext
from bot.core.roadmap import Roadmap


async def roadmap_here(app: AppContext, request: RequestContext) -> Roadmap:
    """Return the roadmap that is studied where `request` happens."""
    return (await app.guilds.readable(request)).roadmap
