"""Races in the database: one in a channel, one process at a time, closed once, and counted for whoever answered."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from shipped import shipped_roadmap
from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import dialect
from study_acts import ADA, BOB, GUILD, NOW, ROADMAP, act
from study_server import ANN, BEN, CAT, MONDAY, StudyServer

from bot.core.member import RequestContext
from bot.core.progress import TopicState
from bot.core.race import Race, Round, Verdict
from bot.core.user import Visibility
from bot.store import posted_questions, race_presses, races
from bot.store.database import Database
from bot.store.group_tables import race_answers, race_rounds
from bot.store.group_tables import races as races_table
from bot.store.guilds import exclude_roles, record_member
from bot.store.race_presses import Press, Pressed, RacePresses
from bot.store.users import set_visibility

CHANNEL = 8_000_000_000_000_000_001
CSRF = shipped_roadmap().topics["csrf"]
DRAWN = tuple((CSRF, question) for question in CSRF.quiz[:3])
SECOND = timedelta(seconds=1)


def planned(channel_id: int = CHANNEL) -> races.NewRace:
    return races.NewRace(GUILD, channel_id, ROADMAP, "csrf", DRAWN)


async def begin(database: Database, number: int = 1, channel_id: int = CHANNEL) -> Race | None:
    async with database.writing() as connection:
        return await races.begin_race(connection, act(number), planned(channel_id))


async def first_round(database: Database, race: Race) -> Round:
    async with database.reading() as connection:
        return (await races.rounds_of(connection, race.id))[0]


@pytest.fixture
def presses(database: Database) -> RacePresses:
    return RacePresses(database, lambda: NOW)


def press(round_: Round, number: int, *, user_id: int = ADA.user_id, chosen: int = 0, right: bool = True) -> Press:
    request = RequestContext(number, user_id, "Ada", GUILD, NOW + 2 * SECOND, channel_id=CHANNEL)
    return Press(request, round_.id, chosen, right, is_new_member=False)


async def race_and_round(database: Database) -> tuple[Race, Round]:
    race = await begin(database)
    assert race is not None
    return race, await first_round(database, race)


async def test_one_race_a_channel_until_it_is_over(database: Database) -> None:
    race = await begin(database, 1)
    assert race is not None
    assert await begin(database, 2) is None
    assert await begin(database, 3, CHANNEL + 1) is not None
    assert await begin(database, 1) == race  # the same interaction, delivered once more
    async with database.writing() as connection:
        await races.end_race(connection, race.id, NOW)
    assert await begin(database, 4) is not None


async def test_of_two_that_begin_at_once_one_begins(database: Database) -> None:
    begun = await asyncio.gather(*(begin(database, number) for number in (1, 2, 3)))
    assert len([race for race in begun if race]) == 1
    async with database.reading() as connection:
        assert len((await connection.execute(select(race_rounds.c.id))).all()) == 3


async def test_one_process_has_a_race_that_is_due_until_its_lease_is_over(database: Database) -> None:
    race, round_ = await race_and_round(database)
    assert round_.closes_at is not None
    due, lease = round_.closes_at, timedelta(seconds=25)

    async def take(at_offset: timedelta) -> Race | None:
        at = due + at_offset
        async with database.writing() as connection:
            return await races.lease_race(connection, race.id, at, at + lease)

    assert await take(-SECOND) is None
    taken = await asyncio.gather(*(take(timedelta()) for _ in range(3)))
    assert len([one for one in taken if one]) == 1
    assert await take(24 * SECOND) is None
    assert await take(25 * SECOND) is not None


async def test_a_round_is_closed_once(database: Database) -> None:
    race, _ = await race_and_round(database)

    async def close() -> bool:
        async with database.writing() as connection:
            return await races.close_round(connection, race.id, NOW)

    assert sorted(await asyncio.gather(close(), close(), close())) == [False, False, True]


async def test_presses_that_come_at_once_are_all_taken(database: Database, presses: RacePresses) -> None:
    _, round_ = await race_and_round(database)
    crowd = range(1_000, 1_250)
    results = await asyncio.gather(
        *(presses.write(press(round_, number, user_id=number, right=number % 2 == 0)) for number in crowd)
    )
    assert {result.verdict for result in results} == {Verdict.TAKEN}
    async with database.reading() as connection:
        runners = await race_presses.standings(connection, round_.race_id, 1)
    assert len(runners) == len(crowd)
    assert sum(runner.right for runner in runners) == len(crowd) // 2


async def test_an_answer_is_changed_once_whichever_process_takes_it(database: Database) -> None:
    _, round_ = await race_and_round(database)
    processes = [RacePresses(database, lambda: NOW) for _ in range(3)]
    wanted = [press(round_, number, chosen=number % 4) for number in range(10, 22)]
    results: list[Pressed] = await asyncio.gather(
        *(processes[place % 3].write(one) for place, one in enumerate(wanted))
    )
    assert len([result for result in results if result.verdict is Verdict.TAKEN]) == 1
    assert len([result for result in results if result.verdict is Verdict.CHANGED]) <= 1
    async with database.reading() as connection:
        (row,) = (await connection.execute(select(race_answers))).all()
    assert row.changes <= 1


async def test_after_the_close_or_the_time_nothing_is_taken(database: Database, presses: RacePresses) -> None:
    race, round_ = await race_and_round(database)
    assert (await presses.write(press(round_, 5))).verdict is Verdict.TAKEN
    late = press(round_, 6, chosen=1)
    late = replace(late, request=replace(late.request, at=NOW + timedelta(minutes=1)))
    assert (await presses.write(late)).verdict is Verdict.CLOSED
    async with database.writing() as connection:
        await races.close_round(connection, race.id, NOW)
    closed = await presses.write(press(round_, 7, chosen=2))
    assert closed.verdict is Verdict.CLOSED
    assert closed.held is not None
    assert closed.held.chosen == 0
    assert (await presses.write(press(replace(round_, id=99), 8))).verdict is Verdict.CLOSED


async def test_a_press_waits_for_whoever_closes_and_the_other_way_round(
    database: Database, presses: RacePresses
) -> None:
    race, round_ = await race_and_round(database)

    async def close() -> None:
        async with database.writing() as connection:
            await races.close_round(connection, race.id, NOW)

    crowd = [press(round_, number, user_id=number) for number in range(100, 140)]
    results = await asyncio.gather(
        *(presses.write(one) for one in crowd[:20]), close(), *map(presses.write, crowd[20:])
    )
    taken = [result for result in results if isinstance(result, Pressed) and result.verdict is Verdict.TAKEN]
    async with database.reading() as connection:
        assert len(await races.answers_in(connection, round_.id)) == len(taken)


async def test_a_stop_closes_the_round_and_is_done_once(database: Database) -> None:
    race, _ = await race_and_round(database)
    async with database.writing() as connection:
        assert await races.stop_race(connection, race.id, NOW)
        assert not await races.stop_race(connection, race.id, NOW)
    assert (await first_round(database, race)).closed_at == NOW


async def test_names_are_told_only_of_those_who_show_them(database: Database, presses: RacePresses) -> None:
    race, round_ = await race_and_round(database)
    people = {11: Visibility.EVERYBODY, 12: Visibility.RANK, 13: Visibility.NOBODY}
    async with database.writing() as connection:
        for user_id, visibility in people.items():
            await record_member(connection, GUILD, user_id, f"member {user_id}", NOW)
            await set_visibility(connection, user_id, visibility, NOW)
    for user_id in (*people, 14):
        await presses.write(press(round_, user_id, user_id=user_id))
    async with database.reading() as connection:
        named = {runner.user_id: runner.name for runner in await race_presses.standings(connection, race.id, 1)}
    assert named == {11: "member 11", 12: "", 13: None, 14: ""}


async def test_the_excluded_are_in_no_ranking(database: Database, presses: RacePresses) -> None:
    race, round_ = await race_and_round(database)
    async with database.writing() as connection:
        await exclude_roles(connection, GUILD, [7])
        await record_member(connection, GUILD, 11, "Teacher", NOW, {7})
        await record_member(connection, GUILD, 12, "Student", NOW, set())
    for user_id in (11, 12):
        await presses.write(press(round_, user_id, user_id=user_id))
    async with database.reading() as connection:
        ranked = await race_presses.standings(connection, race.id, 1)
    assert [runner.name for runner in ranked] == ["Student"]


async def test_answers_are_told_of_at_most_every_few_seconds_by_one_process(
    database: Database, presses: RacePresses
) -> None:
    _, round_ = await race_and_round(database)
    async with database.writing() as connection:
        await races.change_round(connection, round_.id, message_id=77)
    await presses.write(press(round_, 5))

    async def told(seconds: int, answers: int = 1) -> bool:
        async with database.writing() as connection:
            return await race_presses.claim_count(connection, round_.id, answers, NOW + seconds * SECOND) is not None

    async with database.reading() as connection:
        assert await race_presses.uncounted_rounds(connection, NOW + 3 * SECOND) == {round_.id: 1}
    assert sorted(await asyncio.gather(told(3), told(3), told(3))) == [False, False, True]
    await presses.write(press(round_, 6, user_id=BOB.user_id))
    assert not await told(5, answers=2)
    assert await told(6, answers=2)
    assert not await told(29, answers=3)  # the close is near


async def test_what_a_group_has_begun_is_counted(database: Database) -> None:
    server = StudyServer(database)
    await server.join(ANN, BEN, CAT)
    await server.mark(ANN, MONDAY, "csrf", "xss")
    await server.mark(BEN, MONDAY, "csrf", wanted=TopicState.STARTED)
    await server.mark(BEN, MONDAY, "views", wanted=TopicState.SKIPPED)
    await server.mark(CAT, MONDAY, "csrf")
    await server.leave(CAT)
    async with database.reading() as connection:
        assert await race_presses.begun_topics(connection, GUILD, ROADMAP) == {"csrf": 2, "xss": 1}
        assert await race_presses.begun_topics(connection, GUILD + 1, ROADMAP) == {}


QUESTIONS = {
    "which races are due": races._DUE,
    "which rounds have more answers": race_presses._COUNTED,
    "who stands where": race_presses._STANDINGS,
    "which questions of the day are due": posted_questions._DUE,
    "how answers were spread": posted_questions._SPREAD,
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_what_is_asked_again_and_again_goes_by_an_index(migrated_sqlite: Path, name: str) -> None:
    sql = str(QUESTIONS[name].compile(dialect=dialect()))
    database = Database(f"sqlite:///{migrated_sqlite}")
    async with database.reading() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (1,) * sql.count("?"))
        steps = [str(row.detail) for row in plan]
    await database.close()
    read = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
    assert read
    assert all("USING" in step for step in read), read


async def test_old_races_go_with_all_that_is_of_them(database: Database, presses: RacePresses) -> None:
    race, round_ = await race_and_round(database)
    await presses.write(press(round_, 5))
    async with database.writing() as connection:
        await races.end_race(connection, race.id, NOW)
        assert await races.prune_races(connection, NOW) == 0
        assert await races.prune_races(connection, NOW + SECOND) == 1
    async with database.reading() as connection:
        for table in (races_table, race_rounds, race_answers):
            assert (await connection.execute(select(table))).all() == []
    assert await RacePresses(database, lambda: NOW).asked(round_.id) is None


async def test_a_due_time_far_ahead_is_due_now(database: Database) -> None:
    race, _ = await race_and_round(database)
    async with database.writing() as connection:
        await connection.execute(update(races_table).values(due_at=NOW + timedelta(hours=5)))
        assert await races.due_races(connection, NOW) == (race.id,)
