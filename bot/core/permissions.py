"""Who may set a server up: whoever Discord lets manage it."""

from bot.core.errors import StudyError
from bot.core.member import RequestContext


def require_manage_guild(request: RequestContext) -> int:
    """Return the server that `request` sets up; StudyError for whoever may not, and outside of a server."""
    if request.guild_id is None:
        raise StudyError("Posts go to a server: use this command in one.")
    if not request.can_manage_guild:
        raise StudyError(
            "Only organisers can do this: it needs the Manage Server permission. "
            "Ask one of them, or the server's owner."
        )
    return request.guild_id
