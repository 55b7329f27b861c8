"""What a member can do, a folder each; a new feature is a copy of `topics` and a line here."""

from collections.abc import Mapping

from bot.context import Composer
from bot.core.schedule import ScheduleKind
from bot.features.help.commands import FEATURE as HELP
from bot.features.leaderboard.commands import FEATURE as LEADERBOARD
from bot.features.leaderboard.posts import compose as compose_leaderboard
from bot.features.progress.commands import FEATURE as PROGRESS
from bot.features.prompts.posts import compose as compose_prompt
from bot.features.quiz.commands import FEATURE as QUIZ
from bot.features.schedules.commands import FEATURE as SCHEDULES
from bot.features.setup.commands import FEATURE as SETUP
from bot.features.topics.commands import FEATURE as TOPICS

FEATURES = (TOPICS, QUIZ, PROGRESS, LEADERBOARD, SETUP, SCHEDULES, HELP)

COMPOSERS: Mapping[ScheduleKind, Composer] = {
    ScheduleKind.PROMPT: compose_prompt,
    ScheduleKind.LEADERBOARD: compose_leaderboard,
}
"""What makes the posts of each kind of schedule."""
