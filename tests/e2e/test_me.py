"""What is one's own with `/me`: the zone, and the data to see, export and delete."""

import asyncio
import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from asked import press_forged, press_right
from discord_sandbox import Answer, Member, Sandbox
from posting import Desk
from sqlalchemy import inspect, select, text
from waiting import LONGEST

from bot.core.user import deleted_person
from bot.store.learning_tables import deletion_salt, deletions
from bot.store.users import personal_tables

DAY = timedelta(days=1)


@pytest.fixture
def bert(desk: Desk, discord: Sandbox) -> Member:
    """Somebody on a server whose bot has the test's own clock."""
    return discord.member("bert")


async def rows_of(desk: Desk, user_id: int) -> int:
    """Count the rows of a person in all tables."""
    number = 0
    async with desk.database.reading() as connection:
        for table in personal_tables():
            number += len((await connection.execute(select(table).where(table.c.user_id == user_id))).all())
    return number


async def test_a_zone_of_one_s_own_is_set_and_goes_back(ada: Member) -> None:
    shown = await ada.slash("me")
    assert shown.private
    assert "UTC (this server's)" in shown.text
    saved = await (await shown.press("My zone")).submit(zone="Tokyo")
    assert "Asia/Tokyo (yours)" in saved.text
    assert "Asia/Tokyo (yours)" in (await ada.dm.slash("me")).text
    back = await saved.press("Server's zone")
    assert "UTC (this server's)" in back.text


async def test_what_is_no_zone_changes_nothing(ada: Member) -> None:
    answer = await (await (await ada.slash("me")).press("My zone")).submit(zone="Middle Earth")
    assert "UTC (this server's)" in (await ada.slash("me")).text
    assert answer.private


async def test_my_data_is_told_in_words_and_exported_as_json_and_csv(ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    await press_right(await ada.slash("quiz", topic="csrf"))
    shown = await (await ada.slash("me")).press("My data")
    assert "answers to questions: 1" in shown.text
    exported = await shown.press("Export")
    assert exported.private
    packed = unzipped(exported)
    data = json.loads(packed["waymark.json"])
    assert data["answers"][0]["topic_id"] == "csrf"
    assert data["study_events"][0]["points"] == 10
    (line,) = csv.DictReader(io.StringIO(packed["answers.csv"].decode()))
    assert line["question_id"] == data["answers"][0]["question_id"]
    assert {f"{table.name}.csv" for table in personal_tables()} < set(packed)


async def test_deleting_asks_for_a_word_and_can_be_taken_back(ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    shown = await (await ada.slash("me")).press("My data")
    refused = await (await shown.press("Delete")).submit(word="yes")
    assert "Nothing was deleted" in refused.text
    shown = await (await ada.slash("me")).press("My data")
    asked = await (await shown.press("Delete")).submit(word="delete")
    assert "will be deleted" in asked.text
    assert "will be deleted" in (await ada.slash("me")).text
    kept = await (await (await ada.slash("me")).press("My data")).press("Keep my data")
    assert "Your data stays" in kept.text
    assert "will be deleted" not in (await ada.slash("me")).text


async def test_after_seven_days_nothing_is_left_and_an_answer_begins_anew(
    discord: Sandbox, desk: Desk, bert: Member
) -> None:
    await bert.slash("done", topic="csrf, xss")
    shown = await bert.slash("quiz", topic="csrf")
    first = shown.button("A")["custom_id"]
    await press_right(shown)
    await (await (await (await bert.slash("me")).press("My data")).press("Delete")).submit(word="DELETE")
    discord.clock.jump(discord.clock.now() + 6 * DAY)
    assert "20 points" in (await bert.slash("progress")).text
    assert await rows_of(desk, bert.id) > 0
    discord.clock.jump(discord.clock.now() + 2 * DAY)
    await until_deleted(desk, bert.id)
    assert "Nothing yet" in (await bert.slash("progress")).text
    late = await press_forged(shown, first)
    assert late is not None
    assert "counts" not in late.text


async def test_of_somebody_deleted_no_table_holds_the_id_and_a_hash_alone_says_so(
    discord: Sandbox, desk: Desk, bert: Member
) -> None:
    elsewhere = discord.add_guild("Elsewhere")
    elsewhere.add_text_channel("study")
    there = discord.member(bert.user.name, guild=elsewhere)
    await bert.slash("done", topic="csrf, xss")
    await there.slash("start", topic="views")
    await bert.slash("placement")
    await (await bert.slash("me")).choose("Who sees my progress", "nobody")
    await press_right(await bert.slash("quiz", topic="csrf"))
    assert await tables_with(desk, bert.id)
    await (await (await (await bert.slash("me")).press("My data")).press("Delete")).submit(word="DELETE")
    discord.clock.jump(discord.clock.now() + 8 * DAY)
    await until_deleted(desk, bert.id)
    assert await tables_with(desk, bert.id) == []
    async with desk.database.reading() as connection:
        (person,) = (await connection.execute(select(deletions.c.person))).scalars()
        salt = (await connection.execute(select(deletion_salt.c.salt))).scalar_one()
    assert person == deleted_person(bert.id, salt)
    panel = await bert.slash("me")
    assert "Who sees you: everybody here" in panel.text.replace("*", "")
    assert "Nothing yet" in (await there.slash("progress")).text
    assert "will be deleted" not in panel.text


async def test_who_left_is_forgotten_in_the_server_after_ninety_days(
    discord: Sandbox, desk: Desk, bert: Member
) -> None:
    ann = discord.member("ann")
    await bert.slash("done", topic="csrf")
    await ann.slash("done", topic="xss")
    discord.guild.leave(bert.user)
    assert "bert" not in (await ann.slash("leaderboard", window="all")).text
    assert "members" in await tables_with(desk, bert.id)
    discord.clock.jump(discord.clock.now() + 91 * DAY)
    async with asyncio.timeout(LONGEST):
        while "members" in (left := await tables_with(desk, bert.id)):  # noqa: ASYNC110 - as below
            await asyncio.sleep(0.05)
    assert {"study_events", "topic_states"} <= set(left)


async def tables_with(desk: Desk, user_id: int) -> list[str]:
    """Give the tables of the database, whatever the program knows of them, in which the id stands in any column."""
    async with desk.database.reading() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        found = []
        for name in names:
            rows = await connection.execute(text(f'SELECT * FROM "{name}"'))
            if any(str(user_id) in str(value) for row in rows for value in row):
                found.append(name)
    return found


async def until_deleted(desk: Desk, user_id: int) -> None:
    """Wait until nothing is left of a person; raises TimeoutError when something stays."""
    async with asyncio.timeout(LONGEST):
        while await rows_of(desk, user_id):  # noqa: ASYNC110 - rows tell nobody when they go
            await asyncio.sleep(0.05)


def unzipped(answer: Answer) -> dict[str, bytes]:
    """Give the files in the zip that came with a message, by name."""
    (attached,) = answer.message.attachments
    stored = answer.member.driver.world.files[int(attached["id"])]
    with zipfile.ZipFile(io.BytesIO(stored.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
