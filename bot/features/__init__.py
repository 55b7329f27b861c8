"""What a member can do, one room each; a new room is a copy of `topics` and a line here."""

from bot.features.help.commands import ROOM as HELP
from bot.features.leaderboard.commands import ROOM as LEADERBOARD
from bot.features.progress.commands import ROOM as PROGRESS
from bot.features.topics.commands import ROOM as TOPICS

ROOMS = (TOPICS, PROGRESS, LEADERBOARD, HELP)
