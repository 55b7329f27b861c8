"""What people wrote down for themselves about topics: one note for each, seen by nobody else."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import LearnerKey
from bot.core.notes import MAX_NOTE
from bot.store.learning_tables import notes
from bot.store.sql import upsert

_KEY = (notes.c.user_id == bindparam("of_user"), notes.c.roadmap_id == bindparam("of_roadmap"))
_ALL = select(notes.c.topic_id, notes.c.text).where(*_KEY)
_SAVE = upsert(notes, lambda new: {"text": new.text, "at": new.at})
_DELETE = delete(notes).where(*_KEY, notes.c.topic_id == bindparam("of_topic"))


async def notes_of(connection: AsyncConnection, learner: LearnerKey) -> Mapping[str, str]:
    """Return a learner's notes by topic id, those on retired topics too."""
    found = await connection.execute(_ALL, {"of_user": learner.user_id, "of_roadmap": learner.roadmap_id})
    return {row.topic_id: row.text for row in found}


async def save_note(connection: AsyncConnection, learner: LearnerKey, topic_id: str, text: str, at: datetime) -> None:
    """Keep a note (at most MAX_NOTE characters) as written at `at` (aware UTC), in place of the one before."""
    row = {"user_id": learner.user_id, "roadmap_id": learner.roadmap_id, "topic_id": topic_id, "text": text, "at": at}
    await connection.execute(_SAVE.on(connection), row)


async def delete_note(connection: AsyncConnection, learner: LearnerKey, topic_id: str) -> None:
    """Delete a note, if there is one."""
    names = {"of_user": learner.user_id, "of_roadmap": learner.roadmap_id, "of_topic": topic_id}
    await connection.execute(_DELETE, names)


async def move_notes(connection: AsyncConnection, roadmap_id: str, renamed: Mapping[str, str]) -> None:
    """Carry notes over from old topic ids to new ones (`renamed`); who has both keeps both in one, the newer first."""
    ids = {*renamed, *renamed.values()}
    touched = select(notes).where(notes.c.roadmap_id == roadmap_id, notes.c.topic_id.in_(ids)).order_by(notes.c.at)
    rows = [row._asdict() for row in await connection.execute(touched)]
    if not any(row["topic_id"] in renamed for row in rows):
        return
    merged: dict[tuple[int, str], dict[str, object]] = {}
    for row in rows:
        key = row["user_id"], renamed.get(row["topic_id"], row["topic_id"])
        older = merged.get(key)
        text = f"{row['text']} {older['text']}"[:MAX_NOTE] if older else row["text"]
        merged[key] = {**row, "topic_id": key[1], "text": text}
    await connection.execute(delete(notes).where(notes.c.roadmap_id == roadmap_id, notes.c.topic_id.in_(ids)))
    await connection.execute(insert(notes), list(merged.values()))
