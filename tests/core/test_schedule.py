"""What holds for a schedule of which an organiser said little."""

from datetime import timedelta

import pytest

from bot.core.schedule import EVERY_DAY, ScheduleKind, default_days, default_late


@pytest.mark.parametrize("first_weekday", [0, 6])
def test_prompts_come_daily_and_boards_on_the_day_the_week_has_closed(first_weekday: int) -> None:
    assert default_days(ScheduleKind.PROMPT, first_weekday) == EVERY_DAY
    assert default_days(ScheduleKind.LEADERBOARD, first_weekday) == {first_weekday}


def test_a_board_may_come_later_than_a_prompt() -> None:
    assert default_late(ScheduleKind.PROMPT) == timedelta(hours=6)
    assert default_late(ScheduleKind.LEADERBOARD) == timedelta(days=2)
