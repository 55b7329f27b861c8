"""The versions of a roadmap that was brought: made, live, listed, and gone back to."""

from dataclasses import dataclass

from bot.content.brought import Brought, content_from_json, content_json, faces, settle
from bot.content.importers.build import Content
from bot.content.importers.own_format import FORMAT as OWN_FORMAT
from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext, require_manage_guild
from bot.core.roadmap import Roadmap
from bot.features.library.service.shelves import find_own
from bot.store import brought as store
from bot.store.brought import BroughtRoadmap, Version
from bot.store.database import Connection
from bot.store.roadmap_ids import number_roadmaps

OVERTAKEN = "Somebody else has brought a version in the meantime. Bring your file again, and see what it changes now."


@dataclass(frozen=True, slots=True)
class Taken:
    """A roadmap that is live now, in which version, and whether it is what the server studies."""

    roadmap: Roadmap
    version: int
    is_studied: bool


async def live_content(connection: Connection, roadmap: BroughtRoadmap) -> Content:
    """Return the content of the version that is live."""
    return content_from_json(await store.version_content(connection, roadmap.roadmap_id, roadmap.version) or "")


async def make_version(
    connection: Connection, request: RequestContext, content: Content, roadmap_id: str, version: int, origin: str
) -> None:
    """Make content the next version, numbered and live, and what the server studies if it is its first."""
    guild_id = require_manage_guild(request)
    numbers = await number_roadmaps(connection, [roadmap_id])
    live = BroughtRoadmap(roadmap_id, guild_id, str(content.roadmap["title"]), version, numbers[roadmap_id])
    if not await store.add_version(connection, live, content_json(content), (origin, len(content.topics)), request.at):
        raise StudyError(OVERTAKEN)


async def now_live(app: AppContext, request: RequestContext, roadmap_id: str, version: int) -> Taken:
    """Have this process study the version that was just made; StudyError where it cannot be read."""
    await app.live_library.refresh()
    roadmap = app.library.roadmaps.get(roadmap_id)
    if roadmap is None:
        raise StudyError("The version is kept, but it cannot be read. /library versions goes back to an earlier one.")
    context = await app.guilds.of_server(request)
    return Taken(roadmap, version, context.roadmap.id == roadmap_id)


async def versions(app: AppContext, request: RequestContext, typed: str) -> tuple[BroughtRoadmap, tuple[Version, ...]]:
    """Return a roadmap that the server brought and its versions, the newest first; without a name the one studied."""
    roadmap = await find_own(app, request, typed)
    async with app.database.reading() as connection:
        return roadmap, await store.versions_of(connection, roadmap.roadmap_id)


async def go_back(app: AppContext, request: RequestContext, number: int, version: int) -> Taken:
    """Make an earlier version of the roadmap with this number live again, as a version of its own."""
    guild_id = require_manage_guild(request)
    async with app.database.writing() as connection:
        own = await store.brought_roadmaps_of(connection, guild_id)
        roadmap = next((candidate for candidate in own if candidate.number == number), None)
        saved = await store.version_content(connection, roadmap.roadmap_id, version) if roadmap else None
        if roadmap is None or saved is None:
            raise StudyError("There is no such version here any more. /library versions shows those that there are.")
        live = await live_content(connection, roadmap)
        content = content_from_json(saved)
        ids = tuple(face.id for face in faces(content))
        back = settle(Brought(OWN_FORMAT, "", (), content, ids), roadmap.roadmap_id, live, {}).content
        following = await store.last_version(connection, roadmap.roadmap_id) + 1
        await make_version(connection, request, back, roadmap.roadmap_id, following, f"version {version}")
    return await now_live(app, request, roadmap.roadmap_id, following)
