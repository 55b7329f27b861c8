"""Who is on record as a member of which server, remembered so that it is written once and not with every command."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.core.member import RequestContext
from bot.core.memory import Memory

MAX_MEMBER_AGE = timedelta(hours=1)
"""How long a return may stay unseen here when another process noted the leave; one process serves a server."""


class MemberCache:
    """Notices members who are new here, back, or under a new name; boards rank only whom they know."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._known: Memory[tuple[int, int], str] = Memory(16_384, clock, MAX_MEMBER_AGE)

    def needs_upsert(self, request: RequestContext) -> bool:
        """Tell whether the member of `request` should be put on record: in a server, and not lately under this name."""
        return request.guild_id is not None and self._known.get((request.guild_id, request.user_id)) != request.name

    def mark_pending(self, request: RequestContext) -> None:
        """Remember that the member is being put on record, so that what comes meanwhile does not do it again."""
        if request.guild_id is not None:
            self._known.put((request.guild_id, request.user_id), request.name)

    def forget(self, guild_id: int | None, user_ids: Collection[int]) -> None:
        """Forget members who left, so that their return is noticed, or whom the database did not take."""
        if guild_id is not None:
            for user_id in user_ids:
                self._known.forget((guild_id, user_id))
