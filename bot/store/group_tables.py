"""The tables of what a group does together: races, questions that were posted, and what members made of prompts."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, Integer, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sql import GENERATED_ID, MAX_SLUG_LENGTH, Base, ShortText, table_of

MAX_DEED_LENGTH = 300
"""The longest line that is kept of what somebody made of a prompt, in characters."""
IS_RUNNING = "ended_at IS NULL"
HAS_WORK = "due_at IS NOT NULL"


class RaceRow(Base):
    """A race in a channel, one at a time.

    `action_id` is the snowflake of the interaction that began it. `starter` is no id, only what tells whoever began it
    from most others (core.asking.owner_tag). `due_at` is when something is to be done about it next; nobody else
    touches it before `lease_until`.
    """

    __tablename__ = "races"

    id: Mapped[int] = mapped_column(GENERATED_ID, primary_key=True)
    action_id: Mapped[int]
    guild_id: Mapped[int]
    channel_id: Mapped[int]
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    topic_id: Mapped[str | None] = mapped_column(String(MAX_SLUG_LENGTH))
    starter: Mapped[str] = mapped_column(String(4))
    begun_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    is_stopped: Mapped[bool]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("action_id"),
        Index(
            "ix_races_channel",
            "channel_id",
            unique=True,
            sqlite_where=text(IS_RUNNING),
            postgresql_where=text(IS_RUNNING),
        ),
        Index("ix_races_due", "due_at", sqlite_where=text(IS_RUNNING), postgresql_where=text(IS_RUNNING)),
        {"sqlite_autoincrement": True},
    )


class RaceRoundRow(Base):
    """A question of a race; its id, never given out twice, is the asking of everybody's answers to it.

    `wording` is the key of the question's words. It is open from `opened_at` to `closed_at`, which is `closes_at` or
    later; `counted_at` is when the answers were recorded. `edited_at` is when its message was last changed, to tell of
    `shown` answers.
    """

    __tablename__ = "race_rounds"

    id: Mapped[int] = mapped_column(GENERATED_ID, primary_key=True)
    race_id: Mapped[int] = mapped_column(ForeignKey("races.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    topic_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    question_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    wording: Mapped[str] = mapped_column(String(6))
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    shown: Mapped[int] = mapped_column(Integer, server_default="0")
    edited_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("race_id", "number"), {"sqlite_autoincrement": True})


class RaceAnswerRow(Base):
    """What somebody answers in a round, as it stands while the round is open; `changes` is how often it was changed.

    `chosen` is the 0-based choice in the author's order. `action_id` is the snowflake of the press that it stands by.
    """

    __tablename__ = "race_answers"

    round_id: Mapped[int] = mapped_column(ForeignKey("race_rounds.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    chosen: Mapped[int] = mapped_column(SmallInteger)
    is_right: Mapped[bool]
    changes: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]
    action_id: Mapped[int]

    __table_args__ = (Index("ix_race_answers_user", "user_id"), {"sqlite_with_rowid": False})


class PostedQuestionRow(Base):
    """A question that a schedule posted for everybody, pressed for ever; minus its id is the asking of all answers.

    `question` is as it was posted, whatever becomes of it. It counts until `until`. `revealed_at` is when the channel
    was told how the answers were spread; `edited_at` when its message was last changed; `due_at` when something is to
    be done about it next, if anything is.
    """

    __tablename__ = "posted_questions"

    id: Mapped[int] = mapped_column(GENERATED_ID, primary_key=True)
    schedule_id: Mapped[int]
    run_at: Mapped[datetime]
    guild_id: Mapped[int]
    channel_id: Mapped[int]
    message_id: Mapped[int | None]
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    topic_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    question: Mapped[dict[str, object]] = mapped_column(JSON)
    until: Mapped[datetime]
    revealed_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("schedule_id", "run_at"),
        Index("ix_posted_questions_due", "due_at", sqlite_where=text(HAS_WORK), postgresql_where=text(HAS_WORK)),
        {"sqlite_autoincrement": True},
    )


class DeedRow(Base):
    """What somebody made of a prompt, in a line or a link of their own; the latest for each message."""

    __tablename__ = "deeds"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    topic_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    text: Mapped[str] = mapped_column(ShortText(MAX_DEED_LENGTH))
    local_date: Mapped[date]
    at: Mapped[datetime]

    __table_args__ = ({"sqlite_with_rowid": False},)


races = table_of(RaceRow)
race_rounds = table_of(RaceRoundRow)
race_answers = table_of(RaceAnswerRow)
posted_questions = table_of(PostedQuestionRow)
deeds = table_of(DeedRow)
