"""What a person has chosen for themselves, in whichever server they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from zoneinfo import ZoneInfo


class Visibility(StrEnum):
    """Who may see somebody's progress: everybody in a shared server, their rank without their name, or nobody."""

    EVERYBODY = "everybody"
    RANK = "rank"
    NOBODY = "nobody"


def may_see(viewer_id: int, owner_id: int, visibility: Visibility, *, share_server: bool) -> bool:
    """Tell whether `viewer_id` may see the progress of `owner_id`, who chose `visibility`.

    Everybody sees their own. Others' progress is for those who share a server in which both have used the bot, and not
    even for them when the owner hides it: in one server or in all makes no difference.
    """
    return viewer_id == owner_id or (share_server and visibility is Visibility.EVERYBODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSettings:
    """A person's own settings; the defaults hold until they choose otherwise.

    `zone` and `roadmap_id` are None for those of the server. `weekly_goal` is topics a week. `visibility_told` is False
    for somebody who hid in one server and does not know yet that this holds in all. `delete_after` (aware UTC) is when
    everything about them is to be deleted, as they asked. `created_at` (aware UTC) is None when nothing is kept.
    `reminder_closed` is whether a reminder was turned off because it found their direct messages closed, and they do
    not know it yet.
    """

    user_id: int
    zone: ZoneInfo | None = None
    roadmap_id: str | None = None
    visibility: Visibility = Visibility.EVERYBODY
    visibility_told: bool = True
    weekly_goal: int | None = None
    delete_after: datetime | None = None
    created_at: datetime | None = None
    reminder_closed: bool = False


@dataclass(frozen=True, slots=True)
class Retention:
    """How long is kept what a host need not keep for ever; None is for ever.

    `leavers`: that somebody was in a server, after they were found to have left. `silent`: everything about somebody
    who is in no server with the bot and has done nothing for so long.
    """

    leavers: timedelta | None = None
    silent: timedelta | None = None


def deleted_person(user_id: int, salt: str) -> str:
    """Return what stands for a person whose data was deleted: the same for the same id and `salt` (hexadecimal).

    It is hashed twice: what was noted before there was a salt needed no id to be salted.
    """
    unsalted = blake2b(str(user_id).encode(), digest_size=16, person=b"deleted").hexdigest()
    return blake2b(unsalted.encode(), digest_size=16, key=bytes.fromhex(salt)).hexdigest()
