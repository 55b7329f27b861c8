"""Telling the host when posts fall behind: in the log, for as long as they do."""

import logging

from bot.context import AppContext
from bot.core.recurrence import PUNCTUAL
from bot.store.run_history import backlog

log = logging.getLogger(__name__)


class BacklogMonitor:
    """Looks at how much is left to do, and since when."""

    def __init__(self, app: AppContext) -> None:
        self._app = app

    async def tick(self) -> None:
        """Say how far behind posts are, if they are."""
        now = self._app.clock()
        async with self._app.database.reading() as connection:
            left = await backlog(connection, now)
        if left.oldest is not None and now - left.oldest > PUNCTUAL:
            minutes = round((now - left.oldest).total_seconds() / 60)
            log.warning("posts are behind", extra={"minutes": minutes, "open": left.open, "due": left.due})
