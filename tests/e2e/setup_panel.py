"""The panel that /setup shows: its menus by their names, and what it says."""

from discord_sandbox import Answer

PROMPTS, BOARDS = "Channel for study prompts", "Channel for the leaderboard"
ROLE = "Role to mention (nobody)"
FORM = "Time, days and zone"
BOARD_FORM = "Leaderboard's time"


def shown(answer: Answer) -> str:
    """Give what an answer says, its lines joined."""
    return " ".join(answer.text.replace("│", " ").split())
