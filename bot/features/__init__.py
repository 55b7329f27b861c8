"""What a member can do, a folder each; a new feature is a copy of `topics` and a line here."""

from importlib import import_module

from bot.context import Composer
from bot.core.post_kinds import PostKind
from bot.features.daily.commands import FEATURE as DAILY
from bot.features.goal.commands import FEATURE as GOAL
from bot.features.help.commands import FEATURE as HELP
from bot.features.insights.commands import FEATURE as INSIGHTS
from bot.features.leaderboard.commands import FEATURE as LEADERBOARD
from bot.features.library.commands import FEATURE as LIBRARY
from bot.features.me.commands import FEATURE as ME
from bot.features.notes.commands import FEATURE as NOTES
from bot.features.placement.commands import FEATURE as PLACEMENT
from bot.features.progress.commands import FEATURE as PROGRESS
from bot.features.prompts.commands import FEATURE as PROMPTS
from bot.features.quiz.commands import FEATURE as QUIZ
from bot.features.race.commands import FEATURE as RACE
from bot.features.reminders.commands import FEATURE as REMINDERS
from bot.features.schedules.commands import FEATURE as SCHEDULES
from bot.features.setup.commands import FEATURE as SETUP
from bot.features.topics.commands import FEATURE as TOPICS

FEATURES = (
    TOPICS,
    PLACEMENT,
    QUIZ,
    RACE,
    DAILY,
    PROMPTS,
    PROGRESS,
    NOTES,
    ME,
    GOAL,
    REMINDERS,
    LEADERBOARD,
    LIBRARY,
    INSIGHTS,
    SETUP,
    SCHEDULES,
    HELP,
)


def composer_of(kind: PostKind) -> Composer:
    """Return what builds the posts of a kind: `build_post` in the `posts.py` of its feature's folder."""
    composer: Composer = import_module(f"{__name__}.{kind.feature}.posts").build_post
    return composer
