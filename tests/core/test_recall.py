"""What somebody remembers: whole local dates that begin at 04:00, through every change of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from clock_changes import changes, every_zone
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.recall import AIM, RUSTY_BELOW, Evidence, Memory, predicted_recall, remember, study_date

DAY = timedelta(days=1)
START = date(2027, 3, 1)
BERLIN = ZoneInfo("Europe/Berlin")

evidence = st.sampled_from(Evidence)
gaps = st.integers(-3, 400)


@pytest.mark.parametrize(
    ("shown", "day"),
    [("2027-03-02T03:59", date(2027, 3, 1)), ("2027-03-02T04:00", date(2027, 3, 2)), ("2027-03-02T00:00", START)],
)
def test_a_day_of_study_begins_at_four(shown: str, day: date) -> None:
    at = datetime.fromisoformat(shown).replace(tzinfo=BERLIN)
    assert study_date(at.astimezone(UTC), BERLIN) == day


def test_every_day_is_a_day_through_every_change_of_clocks() -> None:
    for zone in every_zone():
        for change in changes(zone, 2027):
            days = [change + DAY * step for step in range(-3, 4)]
            for at in (time(9), time(23, 30)):
                instants = [datetime.combine(day, at, zone).astimezone(UTC) for day in days]
                assert [study_date(one, zone) for one in instants] == days, f"{zone} around {change}"


def test_reviews_on_a_day_of_23_hours_count_as_on_any_other() -> None:
    """Noon to noon: the scheduler itself would take 23 hours for the same day."""
    short = [datetime(2027, 3, day, 9, tzinfo=BERLIN).astimezone(UTC) for day in (27, 28)]
    plain = [datetime(2027, 3, day, 9, tzinfo=BERLIN).astimezone(UTC) for day in (10, 11)]
    assert short[1] - short[0] == timedelta(hours=23)
    stabilities = []
    for first, second in (short, plain):
        memory = remember(None, Evidence.RIGHT, study_date(first, BERLIN))
        stabilities.append(remember(memory, Evidence.RIGHT, study_date(second, BERLIN)).stability)
    assert stabilities[0] == stabilities[1]


@settings(deadline=None)
@given(st.lists(st.tuples(evidence, gaps), min_size=1, max_size=30))
def test_a_memory_is_always_due_after_its_last_answer_and_never_goes_back(answers: list[tuple[Evidence, int]]) -> None:
    memory: Memory | None = None
    day = START
    for what, gap in answers:
        day += gap * DAY
        before = memory
        memory = remember(memory, what, day)
        assert memory.due_on > memory.last_on
        assert 1 <= memory.difficulty <= 10
        assert before is None or memory.last_on >= before.last_on


@settings(deadline=None)
@given(st.lists(st.tuples(evidence, st.integers(0, 60)), max_size=10), st.integers(0, 60))
def test_a_right_answer_is_worth_at_least_a_lucky_one_and_that_more_than_a_miss(
    answers: list[tuple[Evidence, int]], gap: int
) -> None:
    memory: Memory | None = None
    day = START
    for what, days in answers:
        day += days * DAY
        memory = remember(memory, what, day)
    day += gap * DAY
    wrong, lucky, right = (remember(memory, what, day) for what in (Evidence.WRONG, Evidence.LUCKY, Evidence.RIGHT))
    assert right.stability >= lucky.stability >= wrong.stability
    assert right.due_on >= lucky.due_on >= wrong.due_on


@settings(deadline=None)
@given(st.integers(0, 200), st.integers(0, 200))
def test_recall_only_falls_until_the_next_answer(first: int, later: int) -> None:
    memory = remember(None, Evidence.RIGHT, START)
    soon, late = sorted((first, later))
    assert predicted_recall(memory, START + soon * DAY) >= predicted_recall(memory, START + late * DAY)


def test_what_is_due_is_as_likely_remembered_as_aimed_at() -> None:
    memory = Memory(stability=30.0, difficulty=5.0, last_on=START, due_on=START + 30 * DAY)
    assert predicted_recall(memory, memory.due_on) == pytest.approx(AIM, abs=0.001)
    assert predicted_recall(memory, START) == 1
    assert predicted_recall(memory, START - DAY) == 1, "a clock that was set back forgets nothing"
    assert predicted_recall(memory, START + 2_000 * DAY) < RUSTY_BELOW


def test_the_first_answers_have_the_scheduler_s_own_intervals() -> None:
    assert remember(None, Evidence.RIGHT, START).due_on == START + 2 * DAY
    assert remember(None, Evidence.LUCKY, START).due_on == START + DAY
    assert remember(None, Evidence.WRONG, START).due_on == START + DAY
