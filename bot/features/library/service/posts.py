"""Posts of a brought roadmap that its server's organisers take away."""

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext, require_manage_guild

NOT_THERE = "I cannot take that post away: it is gone already, or it is not mine, or I cannot see this channel."


def post_to_withdraw(request: RequestContext) -> int:
    """Return the id of the message whose button an organiser pressed; StudyError for everybody else."""
    require_manage_guild(request)
    if request.message_id is None:
        raise StudyError(NOT_THERE)
    return request.message_id


async def withdraw(app: AppContext, request: RequestContext, message_id: int) -> None:
    """Delete a post of ours in the channel of `request`; StudyError where that cannot be."""
    require_manage_guild(request)
    if request.channel_id is None or not await app.ports.channel_sender.delete(request.channel_id, message_id, ""):
        raise StudyError(NOT_THERE)
