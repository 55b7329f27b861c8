"""What follows when a server's time, week or zone change."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core import post_kinds
from bot.core.errors import StudyError
from bot.core.guild import GuildSettings
from bot.core.guild_setup import ScheduleTimes, apply_times, first_of
from bot.core.post_kinds import EVERY_DAY, LEADERBOARD
from bot.core.schedule import Schedule

UTC, BERLIN, TOKYO = ZoneInfo("UTC"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
SETTINGS = GuildSettings(1, UTC)
MONDAY, SATURDAY = frozenset({0}), frozenset({5})
PROMPT = Schedule(
    id=1,
    guild_id=1,
    channel_id=2,
    kind=post_kinds.PROMPT,
    at=time(9),
    days=EVERY_DAY,
    zone=UTC,
    late=timedelta(hours=6),
)
BOARD = replace(PROMPT, id=2, kind=LEADERBOARD, days=MONDAY)
OTHER = replace(PROMPT, id=3, at=time(12))
ALL = (PROMPT, BOARD, OTHER)


def test_nothing_filled_in_changes_nothing() -> None:
    assert apply_times(SETTINGS, ALL, ScheduleTimes(), NOW) == (SETTINGS, ALL)


def test_whatever_goes_by_the_old_zone_goes_by_the_new_one() -> None:
    elsewhere = replace(OTHER, zone=TOKYO)
    settings, moved = apply_times(SETTINGS, (PROMPT, BOARD, elsewhere), ScheduleTimes(zone="Berlin"), NOW)
    assert settings.zone == BERLIN
    assert [one.zone for one in moved] == [BERLIN, BERLIN, TOKYO]


def test_the_time_is_that_of_the_first_two_and_leaves_others_alone() -> None:
    _, moved = apply_times(SETTINGS, ALL, ScheduleTimes(time="18:30"), NOW)
    assert [one.at for one in moved] == [time(18, 30), time(18, 30), time(12)]


def test_a_board_with_a_time_of_its_own_keeps_it() -> None:
    _, moved = apply_times(SETTINGS, (PROMPT, replace(BOARD, at=time(20))), ScheduleTimes(time="18:30"), NOW)
    assert [one.at for one in moved] == [time(18, 30), time(20)]


def test_a_board_is_given_a_time_of_its_own_beside_that_of_the_prompts() -> None:
    _, moved = apply_times(SETTINGS, ALL, ScheduleTimes(time="18:30", board_time="7pm"), NOW)
    assert [one.at for one in moved] == [time(18, 30), time(19), time(12)]
    _, moved = apply_times(SETTINGS, ALL, ScheduleTimes(board_time="7pm"), NOW)
    assert [one.at for one in moved] == [time(9), time(19), time(12)]


def test_a_board_alone_takes_the_time() -> None:
    _, (board,) = apply_times(SETTINGS, (BOARD,), ScheduleTimes(time="18:30"), NOW)
    assert board.at == time(18, 30)


def test_days_are_those_of_the_first_of_each_kind() -> None:
    _, moved = apply_times(SETTINGS, ALL, ScheduleTimes(prompt_days="mon,fri", board_days="sat"), NOW)
    assert [one.days for one in moved] == [frozenset({0, 4}), SATURDAY, EVERY_DAY]


def test_a_board_on_the_first_day_of_the_week_moves_with_it() -> None:
    settings, moved = apply_times(SETTINGS, ALL, ScheduleTimes(first_weekday="saturday", board_days="monday"), NOW)
    assert settings.first_weekday == 5
    assert moved[1].days == SATURDAY
    _, moved = apply_times(
        SETTINGS, (replace(BOARD, days=frozenset({2})),), ScheduleTimes(first_weekday="saturday"), NOW
    )
    assert moved[0].days == frozenset({2})


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(StudyError) as refusal:
        apply_times(SETTINGS, ALL, ScheduleTimes(zone="EST", first_weekday="weekend", time="9", prompt_days="x"), NOW)
    assert str(refusal.value).count("• ") == 4


def test_the_first_of_a_kind_is_the_oldest() -> None:
    assert first_of(PROMPT.kind, ALL) is PROMPT
    assert first_of(BOARD.kind, (PROMPT,)) is None
