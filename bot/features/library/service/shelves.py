"""Which roadmaps a server may study, which of them it brought itself, and which one it studies."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext, require_manage_guild
from bot.core.roadmap import Roadmap
from bot.guild_context import NOWHERE
from bot.store import brought as store
from bot.store import guilds
from bot.store.brought import BroughtRoadmap


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a server may study: `brought` are those of its own, by id; `studied` the id of the present one.

    `offered` are the ids of those that other servers brought and the host offers to all.
    """

    roadmaps: tuple[Roadmap, ...]
    brought: Mapping[str, BroughtRoadmap]
    studied: str
    offered: frozenset[str]


async def shelf(app: AppContext, request: RequestContext) -> Shelf:
    """Return what the server of `request` may study."""
    context = await app.guilds.of_server(request)
    async with app.database.reading() as connection:
        brought = await store.brought_roadmaps_of(connection, request.guild_id or NOWHERE)
    known = {roadmap.roadmap_id: roadmap for roadmap in brought}
    roadmaps = app.library.offered_to(request.guild_id)
    offered = {roadmap.id for roadmap in roadmaps if app.library.is_brought(roadmap.id) and roadmap.id not in known}
    return Shelf(roadmaps, known, context.roadmap.id, frozenset(offered))


async def use(app: AppContext, request: RequestContext, roadmap_id: str) -> Roadmap:
    """Let the server study a roadmap; StudyError for one that it may not, or that there is not."""
    guild_id = require_manage_guild(request)
    roadmap = await find_offered(app, request, roadmap_id)
    async with app.database.writing() as connection:
        settings = await guilds.guild_settings(connection, guild_id)
        await guilds.save(connection, replace(settings, roadmap_id=roadmap.id), request.at)
    app.guilds.forget(guild_id)
    return roadmap


async def find_offered(app: AppContext, request: RequestContext, typed: str) -> Roadmap:
    """Return the roadmap that is asked for by id or title, the one studied here without; StudyError for none."""
    if not typed.strip():
        return (await app.guilds.of_server(request)).roadmap
    if (roadmap := app.library.find(request.guild_id, typed)) is None:
        names = ", ".join(roadmap.markdown_title for roadmap in app.library.offered_to(request.guild_id))
        raise StudyError(f"There is no such roadmap here. There are: {names}.")
    return roadmap


async def own_roadmaps(app: AppContext, request: RequestContext) -> tuple[BroughtRoadmap, ...]:
    """Return the roadmaps that the server brought, for its organisers; StudyError for whoever is none."""
    guild_id = require_manage_guild(request)
    async with app.database.reading() as connection:
        return await store.brought_roadmaps_of(connection, guild_id)


async def find_own(app: AppContext, request: RequestContext, typed: str) -> BroughtRoadmap:
    """Return a roadmap that the server brought, by id or title; StudyError for none.

    Without a name it is the one that the pressed button names, else the one studied here, else the first.
    """
    own = await own_roadmaps(app, request)
    if not own:
        raise StudyError("This server has no roadmap of its own: /library bring makes one of a README or a table.")
    if request.roadmap_number and not typed.strip():
        pressed = next((roadmap for roadmap in own if roadmap.number == request.roadmap_number), None)
        if pressed is None:
            raise StudyError("The roadmap of this button is none that this server brought, or it is gone.")
        return pressed
    studied = (await app.guilds.of_server(request)).roadmap.id
    wanted = typed.strip().casefold() or studied
    matching = [roadmap for roadmap in own if wanted in (roadmap.roadmap_id, roadmap.title.casefold())]
    matching = matching or ([] if typed.strip() else list(own))
    if not matching:
        titles = ", ".join(roadmap.title for roadmap in own)
        raise StudyError(f"This server has brought no such roadmap. It has {titles}.")
    return matching[0]
