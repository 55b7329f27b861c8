"""Telling the host when posts fall behind: in the log, for as long as they do."""

import logging

from bot.core.occurrence import PUNCTUAL
from bot.store.history import backlog
from bot.study import Study

log = logging.getLogger(__name__)


class Watching:
    """Looks at how much is left to do, and since when."""

    def __init__(self, study: Study) -> None:
        self._study = study

    async def tick(self) -> None:
        """Say how far behind posts are, if they are."""
        now = self._study.clock()
        async with self._study.database.reading() as connection:
            left = await backlog(connection, now)
        if left.oldest is not None and now - left.oldest > PUNCTUAL:
            minutes = round((now - left.oldest).total_seconds() / 60)
            log.warning("posts are behind", extra={"minutes": minutes, "open": left.open, "due": left.due})
