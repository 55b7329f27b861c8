"""Files that organisers bring: read, previewed, asked about, and taken or dropped."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.content.added_questions import with_questions
from bot.content.brought import (
    Brought,
    Settled,
    brought_from_json,
    content_from_json,
    is_brought_again,
    own_roadmap_id,
    read_in_worker,
    settle,
)
from bot.content.importers.source import MAX_FILE
from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext, require_manage_guild
from bot.core.roadmap import Roadmap
from bot.core.text_normalization import escape_markdown
from bot.features.library.service.live_versions import Taken, live_content, make_version, now_live
from bot.store import brought as store
from bot.store.brought import BroughtRoadmap, Draft
from bot.store.database import Connection

MAX_ROADMAPS = 5
"""Roadmaps that a server may have brought at a time."""
GONE = "I no longer have that file: bring it again with /library bring."


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is taken: as members will see it, and what it changes of the version that is live.

    `touched` is how many members have begun something that goes. `live` is None for a new roadmap. `roadmaps` is how
    many the server has brought already.
    """

    draft: Draft
    brought: Brought
    settled: Settled
    roadmap: Roadmap
    live: Roadmap | None
    touched: int
    roadmaps: int


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
    for roadmap in sorted(known, key=lambda candidate: candidate.roadmap_id != new_id):
        live = await live_content(connection, roadmap)
        if quiz := with_questions(brought, live):
            return quiz, roadmap.roadmap_id, roadmap.version
        if roadmap.roadmap_id == new_id or is_brought_again(brought.content, live):
            return brought, roadmap.roadmap_id, roadmap.version
    _check_room(known)
    return brought, new_id, await store.last_version(connection, new_id)


def _check_room(own: Sequence[BroughtRoadmap]) -> None:
    """Raise StudyError where a server can bring no further roadmap."""
    if len(own) >= MAX_ROADMAPS:
        titles = ", ".join(escape_markdown(roadmap.title) for roadmap in own)
        raise StudyError(
            f"This server has {MAX_ROADMAPS} roadmaps of its own, and more do not fit: {titles}. "
            "Whoever hosts this bot can remove one."
        )


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
        content = await store.version_content(connection, draft.roadmap_id, draft.base_version)
    live = content_from_json(content) if content else None
    settled = await asyncio.to_thread(settle, brought, draft.roadmap_id, live, json.loads(draft.choices))
    roadmap = await asyncio.to_thread(settled.content.as_roadmap, is_settled=True)
    async with app.database.reading() as connection:
        touched = await store.members_touched(connection, draft.roadmap_id, settled.changes.removed)
        own = await store.brought_roadmaps_of(connection, draft.guild_id)
    before = live.as_roadmap(is_settled=True) if live else None
    return Preview(draft, brought, settled, roadmap, before, touched, len(own))


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
        # Others may have taken one since the file was read.
        await store.lock_guild(connection, draft.guild_id)
        own = await store.brought_roadmaps_of(connection, draft.guild_id)
        if draft.roadmap_id not in {roadmap.roadmap_id for roadmap in own}:
            _check_room(own)
        await make_version(connection, request, shown.settled.content, draft.roadmap_id, version, shown.brought.format)
        await store.drop_draft(connection, draft.id)
    return await now_live(app, request, draft.roadmap_id, version)
