"""Roadmaps that servers brought: their versions, of which each is kept, and files that wait to be taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.sql import upsert
from bot.store.tables import brought_drafts, brought_roadmaps, brought_versions, roadmap_numbers, topic_states

KEEP_DRAFTS = timedelta(days=2)
"""How long a file waits to be taken."""

_NEW_VERSION = upsert(brought_versions, lambda _: {}, returning=(brought_versions.c.version,))
_LIVE = upsert(
    brought_roadmaps,
    lambda new: {"title": new.title, "version": new.version, "changed_at": new.changed_at, "removed_at": None},
)


@dataclass(frozen=True, slots=True)
class BroughtRoadmap:
    """A roadmap that a server brought, without its content; `number` is the one that buttons name it by."""

    roadmap_id: str
    guild_id: int
    title: str
    version: int
    number: int
    is_offered: bool = False
    """Whether the host offers it to all servers."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a brought roadmap; `origin` says what it was made of, `created_at` is aware UTC."""

    version: int
    origin: str
    topics: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was brought and not taken yet (see BroughtDraftRow)."""

    id: int
    guild_id: int
    roadmap_id: str
    base_version: int
    file_name: str
    source: bytes
    reading: str
    choices: str


async def brought_roadmaps_of(connection: AsyncConnection, guild_id: int | None = None) -> tuple[BroughtRoadmap, ...]:
    """Return the roadmaps that a server brought, or without one those of all servers, in the order of their ids."""
    query = (
        select(brought_roadmaps, roadmap_numbers.c.number)
        .join(roadmap_numbers, roadmap_numbers.c.roadmap_id == brought_roadmaps.c.roadmap_id)
        .where(brought_roadmaps.c.removed_at.is_(None))
        .order_by(brought_roadmaps.c.roadmap_id)
    )
    if guild_id is not None:
        query = query.where(brought_roadmaps.c.guild_id == guild_id)
    rows = (await connection.execute(query)).all()
    return tuple(
        BroughtRoadmap(row.roadmap_id, row.guild_id, row.title, row.version, row.number, row.offered_at is not None)
        for row in rows
    )


async def lock_guild(connection: AsyncConnection, guild_id: int) -> None:
    """Let nobody else bring a roadmap to a server until the transaction ends; SQLite writes one at a time anyway."""
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(guild_id)))


async def version_content(connection: AsyncConnection, roadmap_id: str, version: int) -> str | None:
    """Return the content (JSON) of a version; None for one that there is not."""
    query = select(brought_versions.c.content).where(
        brought_versions.c.roadmap_id == roadmap_id, brought_versions.c.version == version
    )
    return (await connection.execute(query)).scalar_one_or_none()


async def last_version(connection: AsyncConnection, roadmap_id: str) -> int:
    """Return the number of the last version that there ever was of a roadmap, removed or not; 0 for none."""
    query = select(func.max(brought_versions.c.version)).where(brought_versions.c.roadmap_id == roadmap_id)
    return int((await connection.execute(query)).scalar_one() or 0)


async def versions_of(connection: AsyncConnection, roadmap_id: str) -> tuple[Version, ...]:
    """Return the versions of a roadmap, the newest first."""
    columns = (
        brought_versions.c.version,
        brought_versions.c.origin,
        brought_versions.c.topics,
        brought_versions.c.created_at,
    )
    query = (
        select(*columns).where(brought_versions.c.roadmap_id == roadmap_id).order_by(brought_versions.c.version.desc())
    )
    return tuple(Version(*row) for row in (await connection.execute(query)).all())


async def add_version(
    connection: AsyncConnection,
    roadmap: BroughtRoadmap,
    content: str,
    made_of: tuple[str, int],
    at: datetime,
) -> bool:
    """Make `content` the version that `roadmap` names, and live; False when that version was made by somebody else.

    `made_of` is a word on where it came from, and how many topics it has. The roadmap's number has to be there.
    """
    row = {
        "roadmap_id": roadmap.roadmap_id,
        "version": roadmap.version,
        "content": content,
        "origin": made_of[0],
        "topics": made_of[1],
        "created_at": at,
    }
    if (await connection.execute(_NEW_VERSION.on(connection), row)).first() is None:
        return False
    live = {
        "roadmap_id": roadmap.roadmap_id,
        "guild_id": roadmap.guild_id,
        "title": roadmap.title,
        "version": roadmap.version,
        "changed_at": at,
        "removed_at": None,
    }
    await connection.execute(_LIVE.on(connection), live)
    return True


async def remove_roadmap(connection: AsyncConnection, roadmap_id: str, at: datetime) -> bool:
    """Take a brought roadmap away; what was learned on it, and its versions, stay. False when there is none."""
    done = await connection.execute(
        update(brought_roadmaps)
        .where(brought_roadmaps.c.roadmap_id == roadmap_id, brought_roadmaps.c.removed_at.is_(None))
        .values(removed_at=at, changed_at=at, offered_at=None)
    )
    return done.rowcount > 0


async def offer_roadmap(connection: AsyncConnection, roadmap_id: str, at: datetime | None) -> bool:
    """Offer a brought roadmap to all servers since `at` (aware), or with None no longer; False when there is none."""
    done = await connection.execute(
        update(brought_roadmaps)
        .where(brought_roadmaps.c.roadmap_id == roadmap_id, brought_roadmaps.c.removed_at.is_(None))
        .values(offered_at=at)
    )
    return done.rowcount > 0


async def members_touched(connection: AsyncConnection, roadmap_id: str, topic_ids: Collection[str]) -> int:
    """Return how many people have begun one of some topics."""
    query = select(func.count(topic_states.c.user_id.distinct())).where(
        topic_states.c.roadmap_id == roadmap_id, topic_states.c.topic_id.in_(topic_ids)
    )
    return int((await connection.execute(query)).scalar_one()) if topic_ids else 0


async def save_draft(connection: AsyncConnection, draft: Draft, at: datetime) -> None:
    """Keep a file that was brought, and forget those that have waited for too long."""
    await connection.execute(delete(brought_drafts).where(brought_drafts.c.created_at < at - KEEP_DRAFTS))
    row = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
    await connection.execute(insert(brought_drafts).values(**row, created_at=at))


async def change_draft(connection: AsyncConnection, draft: Draft) -> None:
    """Keep what was switched or answered about a file."""
    await connection.execute(
        update(brought_drafts)
        .where(brought_drafts.c.id == draft.id)
        .values(
            reading=draft.reading,
            choices=draft.choices,
            roadmap_id=draft.roadmap_id,
            base_version=draft.base_version,
        )
    )


async def draft_of(connection: AsyncConnection, draft_id: int) -> Draft | None:
    """Return a file that waits to be taken; None when it is no longer there."""
    columns = [brought_drafts.c[name] for name in Draft.__dataclass_fields__]
    row = (await connection.execute(select(*columns).where(brought_drafts.c.id == draft_id))).first()
    return Draft(*row) if row else None


async def drop_draft(connection: AsyncConnection, draft_id: int) -> None:
    """Forget a file that was brought."""
    await connection.execute(delete(brought_drafts).where(brought_drafts.c.id == draft_id))
