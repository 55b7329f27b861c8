"""Who is on record as a member of which server, remembered so that it is written once and not with every command."""

from collections.abc import Callable, Collection
from datetime import datetime

from bot.core.member import Act
from bot.core.memory import Memory
from bot.store import members
from bot.store.database import Connection


class Attendance:
    """Notices members who are new here, back, or under a new name; boards rank only whom they know."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._known: Memory[tuple[int, int], str] = Memory(16_384, clock)

    def is_due(self, act: Act) -> bool:
        """Tell whether the member of `act` should be put on record: in a server, and not lately under this name."""
        return act.guild_id is not None and self._known.get((act.guild_id, act.user_id)) != act.name

    async def record(self, connection: Connection, act: Act) -> None:
        """Put the member on record, if that is due."""
        if act.guild_id is None or not self.is_due(act):
            return
        await members.touch(connection, act.guild_id, act.user_id, act.name, act.at)
        self._known.put((act.guild_id, act.user_id), act.name)

    def forget(self, guild_id: int, user_ids: Collection[int]) -> None:
        """Forget members who left, so that their return is noticed."""
        for user_id in user_ids:
            self._known.forget((guild_id, user_id))
