"""An outage of the database as the log tells it: a line when it begins, and one with a count when it is over."""

import asyncio
import logging

SENDING = "sending"
"""The name of the look that sends, which what is under way shares."""

log = logging.getLogger(__name__)


class Outage:
    """What several looks at the same database know of it together, so that not each of them tells of it again."""

    def __init__(self) -> None:
        self._failing: set[str] = set()
        self._failures = 0
        self._began_at = 0.0

    def note(self, name: str, error: Exception) -> None:
        """Count a failure of whoever is called `name`, and say so if it is the first."""
        if not self._failing:
            self._failures, self._began_at = 0, asyncio.get_running_loop().time()
            log.warning("the database is away", extra={"tick": name, "error": str(error).strip()})
        self._failing.add(name)
        self._failures += 1

    def end(self, name: str) -> None:
        """Say that the outage is over, if whoever is called `name` has failed in it and now has not."""
        if name not in self._failing:
            return
        self._failing.clear()
        seconds = round(asyncio.get_running_loop().time() - self._began_at, 1)
        log.info("the database is back", extra={"failures": self._failures, "seconds": seconds})
