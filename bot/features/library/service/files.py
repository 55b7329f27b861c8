"""Roadmaps handed out as files."""

from bot.content.exporters import as_file
from bot.context import AppContext
from bot.core.member import RequestContext
from bot.features.library.service.live_versions import live_content
from bot.features.library.service.shelves import find_offered
from bot.store import brought as store


async def export(app: AppContext, request: RequestContext, asked: str, kind: str) -> tuple[str, bytes]:
    """Return the name and bytes of a roadmap's file; StudyError for what cannot be exported so."""
    roadmap = await find_offered(app, request, asked)
    async with app.database.reading() as connection:
        own = {one.roadmap_id: one for one in await store.brought_roadmaps_of(connection, request.guild_id)}
        content = await live_content(connection, own[roadmap.id]) if roadmap.id in own else None
    return as_file(roadmap, kind, content)
