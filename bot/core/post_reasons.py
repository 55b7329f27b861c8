"""Why a run ended without a post, or a schedule was paused: a code and at most one parameter, as they are kept.

The words are made where they are shown (`bot/ui/schedules.py`), so they can be mended without touching rows.
"""

from enum import StrEnum

PREFIX = "reason:"
"""What no sentence begins with: older versions kept sentences, and those are shown as they stand."""


class PostReason(StrEnum):
    """Everything that can come between a schedule and its post."""

    CHANNEL_GONE = "channel_gone"
    LEFT_SERVER = "left_server"
    NO_VIEW = "no_view"
    NO_MESSAGES = "no_messages"
    NO_SEND = "no_send"
    NO_EMBEDS = "no_embeds"
    NO_HISTORY = "no_history"
    THREAD_ARCHIVED = "thread_archived"
    THREAD_LOCKED = "thread_locked"
    TOO_MUCH_WRITTEN = "too_much_written"
    DM_CLOSED = "dm_closed"
    REFUSED = "refused"
    """The parameter is what Discord said."""
    AWAY_TOO_LATE = "away_too_late"
    AWAY_SUPERSEDED = "away_superseded"
    PAUSED_BEFORE = "paused_before"
    NOT_IN_TIME = "not_in_time"
    NOTHING_TO_POST = "nothing_to_post"
    UNKNOWN_KIND = "unknown_kind"
    NOT_BUILT = "not_built"
    """The parameter is the run's token in the log."""
    BROKE = "broke"
    """The parameter is what was heard last: a reason of its own, or words."""


def encode(reason: PostReason, parameter: str = "") -> str:
    """Return a reason as it is kept."""
    return f"{PREFIX}{reason.value}|{parameter}" if parameter else f"{PREFIX}{reason.value}"


def decode(stored: str) -> tuple[PostReason | None, str]:
    """Return the reason and the parameter that are kept; None and the text as it is where there is no known code."""
    code, _, parameter = stored.removeprefix(PREFIX).partition("|")
    if not stored.startswith(PREFIX) or code not in set(PostReason):
        return None, stored
    return PostReason(code), parameter
