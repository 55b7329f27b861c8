"""From what an organiser wishes to the plan, or everything that is wrong with it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from shipped import shipped_roadmap

from bot.core.errors import StudyError
from bot.core.post_kinds import EVERY_DAY, PROMPT
from bot.core.schedule import Plan, QuietWeek, TopicOrder
from bot.core.schedule_form import ScheduleChanges, apply_changes, parse_sections

ROADMAP = shipped_roadmap()
NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
PLAN = Plan(
    guild_id=1,
    channel_id=2,
    kind=PROMPT,
    at=time(9),
    days=EVERY_DAY,
    zone=ZoneInfo("UTC"),
    late=timedelta(hours=6),
    role_id=3,
)


def test_nothing_wished_changes_nothing() -> None:
    assert ScheduleChanges().empty
    assert apply_changes(PLAN, ScheduleChanges(), ROADMAP, NOW) == PLAN


def test_everything_wished_is_planned() -> None:
    wish = ScheduleChanges(
        channel_id=5,
        time="18:30",
        days="mon",
        zone="Europe/Berlin",
        late="90m",
        role_id=6,
        silent=True,
        sections="security",
        order=TopicOrder.SHUFFLED,
    )
    assert not wish.empty
    assert apply_changes(PLAN, wish, ROADMAP, NOW) == Plan(
        guild_id=1,
        channel_id=5,
        kind=PROMPT,
        at=time(18, 30),
        days=frozenset({0}),
        zone=ZoneInfo("Europe/Berlin"),
        late=timedelta(minutes=90),
        role_id=6,
        silent=True,
        sections=("security",),
        order=TopicOrder.SHUFFLED,
    )


def test_a_role_is_kept_changed_or_taken_away() -> None:
    assert apply_changes(PLAN, ScheduleChanges(), ROADMAP, NOW).role_id == 3
    assert apply_changes(PLAN, ScheduleChanges(role_id=7), ROADMAP, NOW).role_id == 7
    assert apply_changes(PLAN, ScheduleChanges(no_role=True), ROADMAP, NOW).role_id is None


def test_all_that_is_wrong_is_told_in_one_list() -> None:
    with pytest.raises(StudyError) as refusal:
        apply_changes(
            PLAN, ScheduleChanges(time="9", days="x", zone="EST", late="1", quiet_week=QuietWeek.SKIP), ROADMAP, NOW
        )
    assert str(refusal.value).count("• ") == 5
    with pytest.raises(StudyError, match=r"^Say which 9 it is"):
        apply_changes(PLAN, ScheduleChanges(time="9"), ROADMAP, NOW)


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("all", ()),
        ("", ()),
        ("security, all", ()),
        ("security", ("security",)),
        ("10, 1", ("basic-skills", "projects")),
        ("Security Best Practices", ("security",)),
        ("orm,deploy", ("databases-orm", "deployment")),
        ("SECURITY,security", ("security",)),
    ],
)
def test_sections_are_read_by_id_number_or_words(text: str, sections: tuple[str, ...]) -> None:
    assert parse_sections(ROADMAP, text) == sections


@pytest.mark.parametrize("text", ["django", "cooking", "0", "11"])
def test_words_that_fit_no_section_or_several_are_refused_with_all_of_them(text: str) -> None:
    with pytest.raises(StudyError, match=r"(?s)1\. Basic Skills.*10\. Real-World Projects"):
        parse_sections(ROADMAP, text)
