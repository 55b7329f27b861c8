"""What the topic of a prompt is chosen by: what its schedule has posted, and what its group has done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.message_draft import OccurrenceState
from bot.core.progress import TopicState
from bot.store.post_tables import occurrences
from bot.store.tables import members, topic_states

# A run of which nobody knows whether it was posted counts: to repeat a topic is worse than to leave one out.
_POSTED = select(occurrences.c.topic_id, occurrences.c.local_date).where(
    occurrences.c.schedule_id == bindparam("schedule"),
    occurrences.c.topic_id.is_not(None),
    occurrences.c.state.in_((OccurrenceState.SENDING, OccurrenceState.SENT, OccurrenceState.UNKNOWN)),
)
_GROUP = (
    select(topic_states.c.user_id)
    .distinct()
    .join(members, members.c.user_id == topic_states.c.user_id)
    .where(
        members.c.guild_id == bindparam("guild"),
        members.c.left_at.is_(None),
        topic_states.c.roadmap_id == bindparam("roadmap"),
        topic_states.c.changed_at >= bindparam("since"),
    )
    .cte("active")
)
_DONE_BY_ALL = (
    select(topic_states.c.topic_id, null())
    .where(
        topic_states.c.roadmap_id == bindparam("roadmap"),
        topic_states.c.state == TopicState.DONE.value,
        topic_states.c.user_id.in_(select(_GROUP.c.user_id)),
    )
    .group_by(topic_states.c.topic_id)
    .having(func.count() == select(func.count()).select_from(_GROUP).scalar_subquery())
)
# One question for both: each takes about a twelfth of what a post costs.
_WALK = union_all(_POSTED, _DONE_BY_ALL).order_by("local_date")


@dataclass(frozen=True, slots=True)
class PostedTopics:
    """How far a schedule has walked through a roadmap: the ids of the topics posted, the oldest first.

    `done_by_all` are the ids of those that everybody in its server has done who has marked anything lately.
    """

    posted: tuple[str, ...]
    done_by_all: frozenset[str]


async def posted_topics(
    connection: AsyncConnection, schedule_id: int, guild_id: int, roadmap_id: str, since: datetime
) -> PostedTopics:
    """Return how far a schedule of a server has come on a roadmap; `since` (aware) is what lately means."""
    asked = {"schedule": schedule_id, "guild": guild_id, "roadmap": roadmap_id, "since": since}
    rows = (await connection.execute(_WALK, asked)).all()
    posted = tuple(topic_id for topic_id, posted_on in rows if posted_on is not None)
    return PostedTopics(posted, frozenset(topic_id for topic_id, posted_on in rows if posted_on is None))
