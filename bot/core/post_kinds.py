"""The kinds of posts that can be scheduled: one entry each, in `POST_KINDS`.

A new kind is an entry here and a folder `bot/features/<feature>/` whose `posts.py` has a `build_post`; the commands,
cards, notices and the database take it from here.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

EVERY_DAY = frozenset(range(7))
"""All weekdays, as `date.weekday` counts them: 0 for Monday to 6 for Sunday."""


class ScheduleOption(StrEnum):
    """What only some kinds of posts can be told; the values are the names of the slash commands' options."""

    SECTIONS = "sections"
    ORDER = "order"
    QUIET_WEEK = "quiet_week"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostKind:
    """What is posted, and how it goes when nobody says otherwise.

    `id` stands in the database. `feature` is the folder of the feature whose `posts.py` builds it. It comes every day,
    or, when it is `weekly`, on the day on which the week closes; and may still be posted `late` after its time.
    `quiet` says why there may be nothing to post.
    """

    id: str
    feature: str
    name: str
    emoji: str
    weekly: bool = False
    late: timedelta = timedelta(hours=6)
    options: frozenset[ScheduleOption] = field(default_factory=frozenset)
    quiet: str = "There is nothing to post right now."

    def default_days(self, first_weekday: int) -> frozenset[int]:
        """Return the days of a schedule that names none, in a week that begins on `first_weekday`."""
        return frozenset({first_weekday}) if self.weekly else EVERY_DAY


PROMPT = PostKind(
    id="prompt",
    feature="prompts",
    name="Study prompt",
    emoji="📌",
    options=frozenset({ScheduleOption.SECTIONS, ScheduleOption.ORDER}),
)
QUESTION = PostKind(
    id="question",
    feature="daily",
    name="Question of the day",
    emoji="❓",
    options=frozenset({ScheduleOption.SECTIONS, ScheduleOption.ORDER}),
    quiet="There is nothing to post: this roadmap has no questions yet.",
)
LEADERBOARD = PostKind(
    id="leaderboard",
    feature="leaderboard",
    name="Weekly leaderboard",
    emoji="🏆",
    weekly=True,
    late=timedelta(hours=48),  # a prompt is for its day, a board still tells after two
    options=frozenset({ScheduleOption.QUIET_WEEK}),
    quiet="There is nothing to post: last week was quiet, and a quiet week gets no post.",
)

DIGEST = PostKind(
    id="digest",
    feature="insights",
    name="Digest for organisers",
    emoji="🔎",
    weekly=True,
    late=timedelta(hours=48),
    quiet="There is nothing to post: fewer than five members have studied here.",
)

POST_KINDS: dict[str, PostKind] = {kind.id: kind for kind in (PROMPT, LEADERBOARD, QUESTION, DIGEST)}
"""The kinds by their ids, in the order in which they are offered."""

REMINDER = PostKind(id="reminder", feature="reminders", name="Reminder", emoji="⏰")
"""What somebody asks for themselves and no organiser plans."""


def post_kind(kind_id: str) -> PostKind:
    """Return the kind of that id; for one that only another version of the program knows, one that cannot be built."""
    if kind_id == REMINDER.id:
        return REMINDER
    return POST_KINDS.get(kind_id) or PostKind(id=kind_id, feature="", name=f"Post of the kind {kind_id}", emoji="❔")
