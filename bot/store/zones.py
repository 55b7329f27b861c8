"""Time zones as the database names them."""

import logging
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

log = logging.getLogger(__name__)


def zone_of(key: str) -> ZoneInfo:
    """Return a time zone; UTC for one that only another machine knows, which is no reason for all posts to stop."""
    try:
        return ZoneInfo(key)
    except ZoneInfoNotFoundError:
        log.error("a time zone is not known here, UTC is used", extra={"zone": key})  # noqa: TRY400 - the key says it all
        return ZoneInfo("UTC")
