"""What a member can do, one room each; a new room is a copy of `topics` and a line here."""

from collections.abc import Mapping

from bot.core.schedule import ScheduleKind
from bot.features.help.commands import ROOM as HELP
from bot.features.leaderboard.commands import ROOM as LEADERBOARD
from bot.features.leaderboard.jobs import compose as compose_leaderboard
from bot.features.progress.commands import ROOM as PROGRESS
from bot.features.prompts.jobs import compose as compose_prompt
from bot.features.schedules.commands import ROOM as SCHEDULES
from bot.features.setup.commands import ROOM as SETUP
from bot.features.topics.commands import ROOM as TOPICS
from bot.study import Composer

ROOMS = (TOPICS, PROGRESS, LEADERBOARD, SETUP, SCHEDULES, HELP)

COMPOSERS: Mapping[ScheduleKind, Composer] = {
    ScheduleKind.PROMPT: compose_prompt,
    ScheduleKind.LEADERBOARD: compose_leaderboard,
}
"""What makes the posts of each kind of schedule."""
