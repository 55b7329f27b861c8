"""What was looked for in vain, and which commands are registered."""

from datetime import timedelta

from study_acts import NOW, ROADMAP

from bot.store import content_feedback, coordination
from bot.store.database import Database

DAY = timedelta(days=1)


async def test_misses_are_counted_with_their_first_and_last_instant(database: Database) -> None:
    async with database.writing() as connection:
        for number in range(3):
            await content_feedback.count_failed_search(connection, ROADMAP, "flask", NOW + number * DAY)
        await content_feedback.count_failed_search(connection, ROADMAP, "rails", NOW)
        await content_feedback.count_failed_search(connection, ROADMAP, "laravel", NOW + DAY)
        await content_feedback.count_failed_search(connection, "other", "flask", NOW)
    async with database.reading() as connection:
        assert await content_feedback.most_frequent(connection, ROADMAP) == (
            content_feedback.FailedSearch("flask", 3, NOW, NOW + 2 * DAY),
            content_feedback.FailedSearch("laravel", 1, NOW + DAY, NOW + DAY),
            content_feedback.FailedSearch("rails", 1, NOW, NOW),
        )
        assert len(await content_feedback.most_frequent(connection, ROADMAP, 1)) == 1


async def test_anything_that_people_type_can_be_missed(database: Database) -> None:
    typed = ["'; DROP TABLE members; --", "\0", "\ud800", "😀" * 300, "%s %(x)s", "", "\u202ereversed"]
    async with database.writing() as connection:
        for query in typed * 2:
            await content_feedback.count_failed_search(connection, ROADMAP, query, NOW)
    async with database.reading() as connection:
        found = {miss.query: miss.times for miss in await content_feedback.most_frequent(connection, ROADMAP)}
    assert found == {typed[0]: 2, "": 4, "?": 2, "😀" * 100: 2, "%s %(x)s": 2, "\u202ereversed": 2}


async def test_the_digest_of_registered_commands_is_kept_per_application(database: Database) -> None:
    async with database.writing() as connection:
        assert await coordination.registered_digest(connection, 1) is None
        await coordination.record_registration(connection, 1, "a" * 64, NOW)
        await coordination.record_registration(connection, 2, "b", NOW)
        await coordination.record_registration(connection, 1, "c", NOW + DAY)
    async with database.reading() as connection:
        assert await coordination.registered_digest(connection, 1) == "c"
        assert await coordination.registered_digest(connection, 2) == "b"


async def test_only_the_most_frequent_and_newest_are_kept(database: Database) -> None:
    async with database.writing() as connection:
        for number in range(6):
            await content_feedback.count_failed_search(connection, ROADMAP, f"noise {number}", NOW + number * DAY)
        for _ in range(2):
            await content_feedback.count_failed_search(connection, ROADMAP, "flask", NOW)
        await content_feedback.count_failed_search(connection, "other", "flask", NOW)
        assert await content_feedback.prune_failed_searches(connection, ROADMAP, 3) == 4
        assert await content_feedback.prune_failed_searches(connection, ROADMAP, 3) == 0
    async with database.reading() as connection:
        left = [miss.query for miss in await content_feedback.most_frequent(connection, ROADMAP)]
        assert left == ["flask", "noise 5", "noise 4"]
        assert len(await content_feedback.most_frequent(connection, "other")) == 1


async def test_what_one_member_types_stays_bounded(database: Database) -> None:
    searches = content_feedback.FailedSearches(database, lambda: NOW)
    for round_number in range(3):
        for number in range(900):
            searches.add(ROADMAP, f"{round_number} {number}")
        await searches.record()
    async with database.reading() as connection:
        found = await content_feedback.most_frequent(connection, ROADMAP, 10_000)
    assert len(found) == content_feedback.MAX_KEPT
