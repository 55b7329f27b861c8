"""What holds for a schedule of which an organiser said little."""

from datetime import timedelta

import pytest

from bot.core.post_kinds import EVERY_DAY, LEADERBOARD, PROMPT


@pytest.mark.parametrize("first_weekday", [0, 6])
def test_prompts_come_daily_and_boards_on_the_day_the_week_has_closed(first_weekday: int) -> None:
    assert PROMPT.default_days(first_weekday) == EVERY_DAY
    assert LEADERBOARD.default_days(first_weekday) == {first_weekday}


def test_a_board_may_come_later_than_a_prompt() -> None:
    assert PROMPT.late == timedelta(hours=6)
    assert LEADERBOARD.late == timedelta(days=2)
