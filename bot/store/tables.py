"""The tables: what is kept, by which key, and the indexes that the questions lean on."""

from datetime import date, datetime
from typing import cast

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.store.types import ShortText, UTCDateTime

MAX_SLUG_LENGTH = 60
"""The longest id of a topic or roadmap, in characters."""
MAX_REASON_LENGTH = 200
"""The longest reason that is kept for a pause or for a run without a post, in characters."""

IS_OPEN = "state IN ('claimed', 'sending')"
"""What holds for runs that have not ended: the same words in an index and in a question, so that the index is used."""

IS_UNNOTIFIED = "pause_reason <> '' AND told_at IS NULL"
"""What holds for schedules that the bot paused and nobody was told of."""

GENERATED_ID = BigInteger().with_variant(Integer, "sqlite")
"""The type of ids that the database gives out; SQLite numbers only what it calls INTEGER."""


class Base(DeclarativeBase):
    """The declarative base: names every constraint, so that migrations can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: BigInteger, datetime: UTCDateTime, date: Date}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class StudyEventRow(Base):
    """That somebody started, skipped or finished a topic, once: at its first instant, in force until it is voided.

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
        CheckConstraint("kind IN ('started', 'skipped', 'done')", name="kind"),
        # A learner's points in a window: only what counts, and everything that is summed, so that no table row is read.
        Index(
            "ix_study_events_done",
            "user_id",
            "roadmap_id",
            "at",
            "points",
            "voided_at",  # SQLite looks at it although the condition settles it
            sqlite_where=text("kind = 'done' AND voided_at IS NULL"),
            postgresql_where=text("kind = 'done' AND voided_at IS NULL"),
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

    __table_args__ = (
        CheckConstraint("state IN ('started', 'skipped', 'done')", name="state"),
        {"sqlite_with_rowid": False},
    )


class LearnerTotalRow(Base):
    """The sum of somebody's done events in force on a roadmap: kept with them, because all-time boards sum too many."""

    __tablename__ = "learner_totals"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    points: Mapped[int] = mapped_column(Integer)
    topics: Mapped[int] = mapped_column(Integer)
    last_done_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_with_rowid": False},)


class MemberRow(Base):
    """Somebody who has used the bot in a server, under the name they bear there."""

    __tablename__ = "members"

    guild_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    display_name: Mapped[str] = mapped_column(ShortText(100))
    hidden: Mapped[bool]
    left_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_members_seen", "user_id", "last_seen_at"),  # where somebody was last, for direct messages
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


class ScheduleRow(Base):
    """A recurring post of a server, as its organisers planned it.

    `days` has a bit for each weekday, 1 for Monday. `taken` is the newest local date that has had its run. It is paused
    since `paused_at`: by the bot when there is a `pause_reason`, of which organisers were told at `told_at`.
    """

    __tablename__ = "schedules"

    id: Mapped[int] = mapped_column(GENERATED_ID, primary_key=True)
    guild_id: Mapped[int]
    channel_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    at_minute: Mapped[int] = mapped_column(Integer)
    days: Mapped[int] = mapped_column(Integer)
    zone: Mapped[str] = mapped_column(String(64))
    late_minutes: Mapped[int] = mapped_column(Integer)
    role_id: Mapped[int | None]
    silent: Mapped[bool]
    sections: Mapped[list[str]] = mapped_column(JSON)
    topic_order: Mapped[str] = mapped_column(String(16))
    quiet_week: Mapped[str] = mapped_column(String(16))
    next_run_at: Mapped[datetime]
    taken: Mapped[date | None]
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[str] = mapped_column(ShortText(MAX_REASON_LENGTH), server_default="")
    told_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("kind IN ('prompt', 'leaderboard')", name="kind"),
        CheckConstraint("at_minute BETWEEN 0 AND 1439", name="at_minute"),
        CheckConstraint("days BETWEEN 1 AND 127", name="days"),
        Index("ix_schedules_guild", "guild_id"),
        Index(
            "ix_schedules_due",
            "next_run_at",
            sqlite_where=text("paused_at IS NULL"),
            postgresql_where=text("paused_at IS NULL"),
        ),
        Index(
            "ix_schedules_untold", "paused_at", sqlite_where=text(IS_UNNOTIFIED), postgresql_where=text(IS_UNNOTIFIED)
        ),
        # Ids are not given out twice: a prompt's shuffle and the log go by them.
        {"sqlite_autoincrement": True},
    )


class OccurrenceRow(Base):
    """One run of a schedule, and how far it has come.

    Nobody else touches it before `lease_until`. `first_try_at` is when it was first sent of those tries whose outcome
    is not known. `payload` is the post, frozen until the run has ended; `channel_id` is where it was sent.
    """

    __tablename__ = "occurrences"

    id: Mapped[int] = mapped_column(GENERATED_ID, primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id", ondelete="CASCADE"))
    local_date: Mapped[date]
    run_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(ShortText(MAX_REASON_LENGTH), server_default="")
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    first_try_at: Mapped[datetime | None]
    payload: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]
    topic_id: Mapped[str | None] = mapped_column(String(MAX_SLUG_LENGTH))
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("schedule_id", "local_date"),
        CheckConstraint("state IN ('claimed', 'sending', 'sent', 'skipped', 'failed', 'unknown')", name="state"),
        Index(
            "ix_occurrences_open",
            "run_at",
            "id",
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
        # A message's nonce is made of the id: one that came twice would be taken for the first message.
        {"sqlite_autoincrement": True},
    )


class RateSlotRow(Base):
    """Until when something that all processes share is spoken for, in seconds since 1970 by the database's clock."""

    __tablename__ = "turns"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    free_at: Mapped[float] = mapped_column(Double)


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


# The questions speak Core: an ORM unit of work costs twice as much per write.
study_events = _table(StudyEventRow)
topic_states = _table(TopicStateRow)
learner_totals = _table(LearnerTotalRow)
members = _table(MemberRow)
guilds = _table(GuildRow)
lookup_misses = _table(FailedSearchRow)
command_registrations = _table(CommandRegistrationRow)
schedules = _table(ScheduleRow)
occurrences = _table(OccurrenceRow)
turns = _table(RateSlotRow)
