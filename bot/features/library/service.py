"""What there is to study in a server, and how its organisers bring, switch, take back and hand on roadmaps."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.content.added_questions import with_questions
from bot.content.brought import (
    Brought,
    Settled,
    brought_from_json,
    content_from_json,
    content_json,
    faces,
    is_brought_again,
    own_roadmap_id,
    read_in_worker,
    settle,
    with_texts,
)
from bot.content.exporters import as_file
from bot.content.importers.build import Content
from bot.content.importers.source import MAX_FILE
from bot.context import NOWHERE, AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.permissions import require_manage_guild
from bot.core.roadmap import Roadmap, Topic
from bot.store import brought as store
from bot.store import guilds
from bot.store.brought import BroughtRoadmap, Draft, Version
from bot.store.database import Connection
from bot.store.roadmap_numbers import number_roadmaps

MAX_ROADMAPS = 5
"""Roadmaps that a server may have brought at a time."""
GONE = "I no longer have that file: bring it again with /library bring."
OVERTAKEN = "Somebody else has brought a version in the meantime. Bring your file again, and see what it changes now."


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a server may study: `brought` are those of its own, by id; `studied` the id of the present one."""

    roadmaps: tuple[Roadmap, ...]
    brought: Mapping[str, BroughtRoadmap]
    studied: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is taken: as members will see it, and what it changes of the version that is live.

    `touched` is how many members have begun something that goes. `live` is None for a new roadmap.
    """

    draft: Draft
    brought: Brought
    settled: Settled
    roadmap: Roadmap
    live: Roadmap | None
    touched: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A roadmap that is live now, in which version, and whether it is what the server studies."""

    roadmap: Roadmap
    version: int
    is_studied: bool


async def shelf(app: AppContext, request: RequestContext) -> Shelf:
    """Return what the server of `request` may study."""
    context = await app.guilds.of(replace(request, roadmap_number=None))
    async with app.database.reading() as connection:
        brought = await store.brought_roadmaps_of(connection, request.guild_id or NOWHERE)
    known = {roadmap.roadmap_id: roadmap for roadmap in brought}
    return Shelf(app.library.offered_to(request.guild_id), known, context.roadmap.id)


async def use(app: AppContext, request: RequestContext, roadmap_id: str) -> Roadmap:
    """Let the server study a roadmap; StudyError for one that it may not, or that there is not."""
    guild_id = require_manage_guild(request)
    roadmap = await find_offered(app, request, roadmap_id)
    async with app.database.writing() as connection:
        settings = await guilds.guild_settings(connection, guild_id)
        await guilds.save(connection, replace(settings, roadmap_id=roadmap.id), request.at)
    app.guilds.forget(guild_id)
    return roadmap


async def find_offered(app: AppContext, request: RequestContext, asked: str) -> Roadmap:
    """Return the roadmap that is asked for by id or title, the one studied here without; StudyError for none."""
    if not asked.strip():
        return (await app.guilds.of(replace(request, roadmap_number=None))).roadmap
    if (roadmap := app.library.find(request.guild_id, asked)) is None:
        names = ", ".join(one.markdown_title for one in app.library.offered_to(request.guild_id))
        raise StudyError(f"There is no such roadmap here. There are: {names}.")
    return roadmap


async def bring_file(app: AppContext, request: RequestContext, name: str, url: str, size: int) -> Preview:
    """Fetch and read a file that an organiser handed over; StudyError in a line when no roadmap can be made of it."""
    require_manage_guild(request)
    if size > MAX_FILE:
        raise StudyError(f"The file has {size:,} bytes; at most {MAX_FILE:,} are read: split it.")
    return await bring(app, request, name, await app.ports.file_fetcher.fetch(url, MAX_FILE))


async def bring(app: AppContext, request: RequestContext, name: str, data: bytes) -> Preview:
    """Read what an organiser brought, and keep it until it is taken."""
    guild_id = require_manage_guild(request)
    brought = await read_in_worker(app.reader, name, data, "")
    async with app.database.writing() as connection:
        brought, roadmap_id, version = await _target(connection, guild_id, brought)
        draft = Draft(request.id, guild_id, roadmap_id, version, name[:100], data, brought.to_json(), "{}")
        await store.save_draft(connection, draft, request.at)
    return await _preview(app, draft)


async def _target(connection: Connection, guild_id: int, brought: Brought) -> tuple[Brought, str, int]:
    """Return what a file becomes: of which roadmap the next version, and which is its present one; 0 for a new one.

    A quiz goes to the roadmap that has its topics. Else it is a roadmap that the server brought if it has the same id,
    or at least half of its topics.
    """
    new_id = own_roadmap_id(brought.content, guild_id)
    known = await store.brought_roadmaps_of(connection, guild_id)
    for roadmap in sorted(known, key=lambda one: one.roadmap_id != new_id):
        live = await _content(connection, roadmap)
        if quiz := with_questions(brought, live):
            return quiz, roadmap.roadmap_id, roadmap.version
        if roadmap.roadmap_id == new_id or is_brought_again(brought.content, live):
            return brought, roadmap.roadmap_id, roadmap.version
    if len(known) >= MAX_ROADMAPS:
        raise StudyError(f"This server has {MAX_ROADMAPS} roadmaps of its own. The host can remove one.")
    return brought, new_id, await store.last_version(connection, new_id)


async def _content(connection: Connection, roadmap: BroughtRoadmap) -> Content:
    return content_from_json(await store.version_content(connection, roadmap.roadmap_id, roadmap.version) or "")


async def preview(app: AppContext, request: RequestContext, draft_id: int) -> Preview:
    """Return a file that waits to be taken."""
    return await _preview(app, await _draft(app, request, draft_id))


async def _draft(app: AppContext, request: RequestContext, draft_id: int) -> Draft:
    guild_id = require_manage_guild(request)
    async with app.database.reading() as connection:
        draft = await store.draft_of(connection, draft_id)
    if draft is None or draft.guild_id != guild_id:
        raise StudyError(GONE)
    return draft


async def _preview(app: AppContext, draft: Draft) -> Preview:
    brought = brought_from_json(draft.reading)
    async with app.database.reading() as connection:
        kept = await store.version_content(connection, draft.roadmap_id, draft.base_version)
    live = content_from_json(kept) if kept else None
    settled = await asyncio.to_thread(settle, brought, draft.roadmap_id, live, json.loads(draft.choices))
    roadmap = await asyncio.to_thread(settled.content.as_roadmap, is_settled=True)
    async with app.database.reading() as connection:
        touched = await store.members_touched(connection, draft.roadmap_id, settled.changes.removed)
    before = live.as_roadmap(is_settled=True) if live else None
    return Preview(draft, brought, settled, roadmap, before, touched)


async def switch(app: AppContext, request: RequestContext, draft_id: int) -> Preview:
    """Read a file again with headings as topics instead of bullets, or the other way round."""
    draft = await _draft(app, request, draft_id)
    other = "headings" if brought_from_json(draft.reading).topics_are == "bullets" else "bullets"
    brought = await read_in_worker(app.reader, draft.file_name, draft.source, other)
    draft = replace(draft, reading=brought.to_json(), choices="{}")
    async with app.database.writing() as connection:
        await store.change_draft(connection, draft)
    return await _preview(app, draft)


async def answer(app: AppContext, request: RequestContext, draft_id: int, topic_id: str, *, is_same: bool) -> Preview:
    """Keep whether a topic of a file is the one that it may be."""
    draft = await _draft(app, request, draft_id)
    draft = replace(draft, choices=json.dumps({**json.loads(draft.choices), topic_id: is_same}))
    async with app.database.writing() as connection:
        await store.change_draft(connection, draft)
    return await _preview(app, draft)


async def drop(app: AppContext, request: RequestContext, draft_id: int) -> None:
    """Forget a file that was brought."""
    draft = await _draft(app, request, draft_id)
    async with app.database.writing() as connection:
        await store.drop_draft(connection, draft.id)


async def take(app: AppContext, request: RequestContext, draft_id: int) -> Taken:
    """Make a file the live version of its roadmap; StudyError while something is to be answered, or when overtaken."""
    shown = await preview(app, request, draft_id)
    if shown.settled.questions:
        raise StudyError("Answer first which topics are the same.")
    draft = shown.draft
    version = draft.base_version + 1
    async with app.database.writing() as connection:
        await _make_version(connection, request, shown.settled.content, draft.roadmap_id, version, shown.brought.format)
        await store.drop_draft(connection, draft.id)
    return await _now_live(app, request, draft.roadmap_id, version)


async def _make_version(
    connection: Connection, request: RequestContext, content: Content, roadmap_id: str, version: int, origin: str
) -> None:
    """Make content the next version, numbered and live, and what the server studies if it is its first."""
    guild_id = require_manage_guild(request)
    numbers = await number_roadmaps(connection, [roadmap_id])
    live = BroughtRoadmap(roadmap_id, guild_id, str(content.roadmap["title"]), version, numbers[roadmap_id])
    if not await store.add_version(connection, live, content_json(content), (origin, len(content.topics)), request.at):
        raise StudyError(OVERTAKEN)


async def _now_live(app: AppContext, request: RequestContext, roadmap_id: str, version: int) -> Taken:
    await app.live_library.refresh()
    roadmap = app.library.roadmaps.get(roadmap_id)
    if roadmap is None:
        raise StudyError("The version is kept, but it cannot be read. /library versions goes back to an earlier one.")
    context = await app.guilds.of(replace(request, roadmap_number=None))
    return Taken(roadmap, version, context.roadmap.id == roadmap_id)


async def versions(app: AppContext, request: RequestContext, asked: str) -> tuple[BroughtRoadmap, tuple[Version, ...]]:
    """Return a roadmap that the server brought and its versions, the newest first; without a name the one studied."""
    roadmap = await _own(app, request, asked)
    async with app.database.reading() as connection:
        return roadmap, await store.versions_of(connection, roadmap.roadmap_id)


async def _own(app: AppContext, request: RequestContext, asked: str) -> BroughtRoadmap:
    require_manage_guild(request)
    shown = await shelf(app, request)
    if not shown.brought:
        raise StudyError("This server has brought no roadmap yet: /library bring makes one of a README or a table.")
    wanted = asked.strip().casefold() or shown.studied
    own = shown.brought.values()
    found = [roadmap for roadmap in own if wanted in (roadmap.roadmap_id, roadmap.title.casefold())]
    found = found or ([] if asked.strip() else list(own))
    if not found:
        titles = ", ".join(roadmap.title for roadmap in own)
        raise StudyError(f"This server has brought no such roadmap. It has {titles}.")
    return found[0]


async def go_back(app: AppContext, request: RequestContext, number: int, version: int) -> Taken:
    """Make an earlier version of the roadmap with this number live again, as a version of its own."""
    guild_id = require_manage_guild(request)
    async with app.database.writing() as connection:
        own = await store.brought_roadmaps_of(connection, guild_id)
        roadmap = next((one for one in own if one.number == number), None)
        kept = await store.version_content(connection, roadmap.roadmap_id, version) if roadmap else None
        if roadmap is None or kept is None:
            raise StudyError("There is no such version here any more. /library versions shows those that there are.")
        live = await _content(connection, roadmap)
        content = content_from_json(kept)
        ids = tuple(face.id for face in faces(content))
        back = settle(Brought("", "", (), content, ids), roadmap.roadmap_id, live, {}).content
        following = await store.last_version(connection, roadmap.roadmap_id) + 1
        await _make_version(connection, request, back, roadmap.roadmap_id, following, f"version {version}")
    return await _now_live(app, request, roadmap.roadmap_id, following)


async def export(app: AppContext, request: RequestContext, asked: str, kind: str) -> tuple[str, bytes]:
    """Return the name and bytes of a roadmap's file; StudyError for what cannot be exported so."""
    roadmap = await find_offered(app, request, asked)
    async with app.database.reading() as connection:
        own = {one.roadmap_id: one for one in await store.brought_roadmaps_of(connection, request.guild_id)}
        content = await _content(connection, own[roadmap.id]) if roadmap.id in own else None
    return as_file(roadmap, kind, content)


async def topic_to_edit(app: AppContext, request: RequestContext, asked: str) -> tuple[Topic, int]:
    """Return a topic of the roadmap that the server brought and studies, by id or title, and the live version."""
    own = await _own(app, request, "")
    wanted, topics = asked.strip().casefold(), app.library.roadmaps[own.roadmap_id]
    if topic := next((one for one in topics if wanted in (one.id, one.title.casefold())), None):
        return topic, own.version
    raise StudyError(f"{own.title} has no such topic: pick one from the list that Discord offers.")


async def edit(app: AppContext, request: RequestContext, topic_id: str, version: int, texts: Sequence[str]) -> Taken:
    """Make a version in which a topic has other `texts`: title, summary, explanation and links, a link to a line."""
    own = await _own(app, request, "")
    if own.version != version:
        raise StudyError(OVERTAKEN)
    async with app.database.writing() as connection:
        content = with_texts(await _content(connection, own), topic_id, *texts)
        await _make_version(connection, request, content, own.roadmap_id, version + 1, "edited here")
    return await _now_live(app, request, own.roadmap_id, version + 1)
