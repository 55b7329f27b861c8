"""The tables of scheduled posts: what is planned, each run of it, and the rate that all processes share."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sql import GENERATED_ID, MAX_SLUG_LENGTH, Base, ShortText, table_of

MAX_REASON_LENGTH = 200
"""The longest reason that is kept for a pause or for a run without a post, in characters."""

IS_OPEN = "state IN ('claimed', 'sending')"
"""What holds for runs that have not ended: the same words in an index and in a query, so that the index is used."""

IS_UNNOTIFIED = "pause_reason <> '' AND told_at IS NULL"
"""What holds for schedules that the bot paused and nobody was told of."""


IS_PERSONAL = "user_id IS NOT NULL"
"""What holds for reminders, which are somebody's own."""


class ScheduleRow(Base):
    """A recurring post of a server, as its organisers planned it.

    `number` is what its server's people call it by; NULL where an older version of the program planned it beside this
    one. `kind` names an entry in the registry of post kinds. `days` has a bit for each weekday, 1 for Monday. `taken`
    is the newest local date that has had its run. It is paused since `paused_at`: by the bot when there is a
    `pause_reason`, of which organisers were told at `told_at`.

    With a `user_id` it is that person's own reminder, in their direct messages, and of no server (`guild_id` 0); with
    `once_on` it comes on that date only, and it may be about a topic.
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
    number: Mapped[int | None] = mapped_column(Integer)
    user_id: Mapped[int | None]
    once_on: Mapped[date | None]
    topic_id: Mapped[str | None] = mapped_column(String(MAX_SLUG_LENGTH))

    __table_args__ = (
        CheckConstraint("at_minute BETWEEN 0 AND 1439", name="at_minute"),
        CheckConstraint("days BETWEEN 1 AND 127", name="days"),
        Index("ix_schedules_guild", "guild_id", "number", unique=True),
        Index(
            "ix_schedules_due",
            "next_run_at",
            sqlite_where=text("paused_at IS NULL"),
            postgresql_where=text("paused_at IS NULL"),
        ),
        Index("ix_schedules_user", "user_id", sqlite_where=text(IS_PERSONAL), postgresql_where=text(IS_PERSONAL)),
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


schedules = table_of(ScheduleRow)
occurrences = table_of(OccurrenceRow)
turns = table_of(RateSlotRow)


def time_of(minute: int) -> time:
    """Return the local time that so many minutes after midnight are."""
    return time(*divmod(minute, 60))


def days_of(mask: int) -> frozenset[int]:
    """Return the weekdays, 0 for Monday, whose bits are set in `mask`."""
    return frozenset(day for day in range(7) if mask >> day & 1)


def late_of(minutes: int) -> timedelta:
    """Return how late a post may be."""
    return timedelta(minutes=minutes)
