"""The tables of people, servers, progress and roadmaps: what is kept, by which key, and the indexes for queries."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sql import MAX_SLUG_LENGTH, Base, ShortText, table_of

EARNS_POINTS = "points > 0 AND voided_at IS NULL"
"""What holds for events that count on boards: the same words in an index and in a query, so that the index is used."""
HAS_LEFT = "left_at IS NOT NULL"


class StudyEventRow(Base):
    """That somebody started, skipped, finished, knew or has shown a topic, once: in force until it is voided.

    `action_id` is the snowflake of the act that last put it in force; `voided_by` that of the undo that last took it
    back, and stays when the event is restored: it is how a redelivered undo is known. `voided_at` alone says whether
    the event is in force.
    """

    __tablename__ = "study_events"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime]
    local_date: Mapped[date]
    points: Mapped[int] = mapped_column(Integer)
    guild_id: Mapped[int | None]
    action_id: Mapped[int]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None]

    __table_args__ = (
        # A learner's points in a window: only what counts, and everything that is summed, so that no table row is read.
        Index(
            "ix_study_events_points",
            "user_id",
            "roadmap_id",
            "at",
            "points",
            "kind",
            "voided_at",  # SQLite looks at it although the condition settles it
            sqlite_where=text(EARNS_POINTS),
            postgresql_where=text(EARNS_POINTS),
        ),
        # Every question asks for one learner's rows: kept together in key order, one lookup finds them.
        {"sqlite_with_rowid": False},
    )


class TopicStateRow(Base):
    """Where somebody stands with a topic: the kind of the event in force with the highest `action_id`; no row: open."""

    __tablename__ = "topic_states"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    changed_at: Mapped[datetime]
    action_id: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)


class LearnerTotalRow(Base):
    """The sum of what somebody has earned on a roadmap: kept with the events, because all-time boards sum too many.

    `topics` counts those that were shown to be solid; `last_done_at` is the instant of the last event that earned.
    """

    __tablename__ = "learner_totals"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    points: Mapped[int] = mapped_column(Integer)
    topics: Mapped[int] = mapped_column(Integer)
    last_done_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_with_rowid": False},)


class MemberRow(Base):
    """Somebody who has used the bot in a server, under the name they bear there.

    `excluded` is whether they had one of the server's excluded roles when they were last looked at.
    """

    __tablename__ = "members"

    guild_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    display_name: Mapped[str] = mapped_column(ShortText(100))
    hidden: Mapped[bool]
    left_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime]
    excluded: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (
        Index("ix_members_seen", "user_id", "last_seen_at"),  # where somebody was last, for direct messages
        Index("ix_members_left", "left_at", sqlite_where=text(HAS_LEFT), postgresql_where=text(HAS_LEFT)),
        {"sqlite_with_rowid": False},
    )


class UserRow(Base):
    """What belongs to a person and not to a server; no row: the defaults.

    `zone` and `roadmap_id` are the person's own, NULL for those of the server. `visibility` says who may see their
    progress; `visibility_told_at` is when they learned that it holds in every server, NULL for those who hid in one
    server before it did. `delete_after` is when everything about them is to be deleted, as they asked.
    `reminder_closed_at` is when a reminder was turned off because Discord takes no direct message for them, until they
    are told so.
    """

    __tablename__ = "users"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    zone: Mapped[str | None] = mapped_column(String(64))
    roadmap_id: Mapped[str | None] = mapped_column(String(MAX_SLUG_LENGTH))
    visibility: Mapped[str] = mapped_column(String(16), server_default="everybody")
    visibility_told_at: Mapped[datetime | None]
    weekly_goal: Mapped[int | None] = mapped_column(Integer)
    delete_after: Mapped[datetime | None]
    created_at: Mapped[datetime]
    reminder_closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("visibility IN ('everybody', 'rank', 'nobody')", name="visibility"),
        Index(
            "ix_users_delete_after",
            "delete_after",
            sqlite_where=text("delete_after IS NOT NULL"),
            postgresql_where=text("delete_after IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )


class GuildRow(Base):
    """A server and what its organisers set."""

    __tablename__ = "guilds"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    zone: Mapped[str] = mapped_column(String(64), server_default="UTC")
    first_weekday: Mapped[int] = mapped_column(Integer, server_default="0")
    roadmap_id: Mapped[str | None] = mapped_column(String(MAX_SLUG_LENGTH))
    created_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("first_weekday BETWEEN 0 AND 6", name="first_weekday"),)


class ExcludedRoleRow(Base):
    """A role whose members are on none of a server's boards: teachers, say."""

    __tablename__ = "excluded_roles"

    guild_id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class RoadmapNumberRow(Base):
    """The short number by which buttons name a roadmap: given once and kept; 1 is the roadmap that was the default."""

    __tablename__ = "roadmap_numbers"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), unique=True)

    # As many as four signs in base 36 can name.
    __table_args__ = (CheckConstraint("number BETWEEN 1 AND 1679615", name="number"),)


class FailedSearchRow(Base):
    """Words that found no topic, counted for the author of the roadmap."""

    __tablename__ = "lookup_misses"

    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    query: Mapped[str] = mapped_column(ShortText(100), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class CommandRegistrationRow(Base):
    """The digest of the slash commands that an application last registered with Discord."""

    __tablename__ = "command_registrations"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    registered_at: Mapped[datetime]


study_events = table_of(StudyEventRow)
topic_states = table_of(TopicStateRow)
learner_totals = table_of(LearnerTotalRow)
members = table_of(MemberRow)
users = table_of(UserRow)
guilds = table_of(GuildRow)
excluded_roles = table_of(ExcludedRoleRow)
roadmap_numbers = table_of(RoadmapNumberRow)
lookup_misses = table_of(FailedSearchRow)
command_registrations = table_of(CommandRegistrationRow)


MAX_TITLE = 100
MAX_FILE_NAME = 100
MAX_FORMAT = 60


class BroughtRoadmapRow(Base):
    """A roadmap that a server brought; `version` is the one that is live, `removed_at` when it was taken away.

    `offered_at` is since when the host offers it to all servers, None when only its own may study it.
    """

    __tablename__ = "brought_roadmaps"

    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    guild_id: Mapped[int]
    title: Mapped[str] = mapped_column(ShortText(MAX_TITLE))
    version: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_brought_roadmaps_guild", "guild_id"), CheckConstraint("version >= 1", name="version"))


class BroughtVersionRow(Base):
    """A version of a brought roadmap, kept as it was: `content` is JSON in the content format (ASCII)."""

    __tablename__ = "brought_versions"

    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(ShortText(MAX_FORMAT))
    topics: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime]


class BroughtDraftRow(Base):
    """A file that somebody brought and has not taken yet.

    `id` is the snowflake of the interaction that brought it; `roadmap_id` the roadmap that it would become, of whose
    version `base_version` (0: a new one). `reading` is what was understood, and `choices` what was answered to the
    questions about it: both JSON (ASCII).
    """

    __tablename__ = "brought_drafts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    base_version: Mapped[int] = mapped_column(Integer)
    file_name: Mapped[str] = mapped_column(ShortText(MAX_FILE_NAME))
    source: Mapped[bytes] = mapped_column(LargeBinary)
    reading: Mapped[str] = mapped_column(Text)
    choices: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


brought_roadmaps = table_of(BroughtRoadmapRow)
brought_versions = table_of(BroughtVersionRow)
brought_drafts = table_of(BroughtDraftRow)
