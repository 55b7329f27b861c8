"""Notes in the tables: one for each topic, carried over when a topic gets another id."""

from datetime import timedelta

from study_acts import ADA, NOW

from bot.store.database import Database
from bot.store.roadmap_ids import rename_topics
from bot.store.users import delete_note, notes_of, save_note

LATER = NOW + timedelta(days=1)


async def read(database: Database) -> dict[str, str]:
    async with database.reading() as connection:
        return dict(await notes_of(connection, ADA))


async def test_a_topic_has_one_note_the_last(database: Database) -> None:
    async with database.writing() as connection:
        await save_note(connection, ADA, "csrf", "first", NOW)
        await save_note(connection, ADA, "csrf", "last ☕", LATER)
        await save_note(connection, ADA, "xss", "gone", NOW)
        await delete_note(connection, ADA, "xss")
    assert await read(database) == {"csrf": "last ☕"}


async def test_a_renamed_topic_keeps_its_note(database: Database) -> None:
    async with database.writing() as connection:
        await save_note(connection, ADA, "old", "kept", NOW)
        await rename_topics(connection, ADA.roadmap_id, {"old": "new"})
        await rename_topics(connection, ADA.roadmap_id, {"old": "new"})
    assert await read(database) == {"new": "kept"}


async def test_notes_under_both_names_become_one_with_the_newer_first(database: Database) -> None:
    async with database.writing() as connection:
        await save_note(connection, ADA, "old", "o" * 700, LATER)
        await save_note(connection, ADA, "new", "n" * 700, NOW)
        await save_note(connection, ADA, "other", "stays", NOW)
        await rename_topics(connection, ADA.roadmap_id, {"old": "new"})
    assert await read(database) == {"new": "o" * 700 + " " + "n" * 299, "other": "stays"}
