"""Who may set a server up: whoever Discord lets manage it."""

from bot.core.errors import StudyError
from bot.core.member import Act


def organised_guild(act: Act) -> int:
    """Give the server that `act` sets up; StudyError for whoever may not, and outside of a server."""
    if act.guild_id is None:
        raise StudyError("Posts belong to a server: use this command in one.")
    if not act.manages:
        raise StudyError(
            "Only organisers can do this: it takes the permission Manage Server. "
            "Ask one of them, or whoever owns the server."
        )
    return act.guild_id
