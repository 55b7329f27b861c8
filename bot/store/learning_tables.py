"""The tables of what learners have shown: their answers, and what follows from these."""

from datetime import date, datetime

from sqlalchemy import Double, Index, Integer, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.notes import MAX_NOTE
from bot.store.sql import MAX_SLUG_LENGTH, Base, ShortText, table_of

MAX_NOTE_LENGTH = 200
"""The longest word to an author about a question, in characters."""
IS_POSTED = "asking_id < 0"
"""What holds for answers to a posted question: the same words in an index and in a query, so that it is used."""


class AnswerRow(Base):
    """That somebody answered an asking, once; never changed but by its own author's "lucky guess".

    `asking_id` is the snowflake of the interaction that asked, the id of a race's round (far below any snowflake), or
    minus that of a posted question; `action_id` is the snowflake of the press that answered, by which answers are in
    order. `answer_key` changes with the question's right answer. `chosen` is the 0-based choice in the author's order,
    NULL for "I don't know". `local_date` is the learner's day of study, which begins at 04:00.
    """

    __tablename__ = "answers"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    asking_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    topic_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    question_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    answer_key: Mapped[str] = mapped_column(String(8))
    level: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    chosen: Mapped[int | None] = mapped_column(SmallInteger)
    is_right: Mapped[bool]
    lucky: Mapped[bool]
    local_date: Mapped[date]
    at: Mapped[datetime]
    guild_id: Mapped[int | None]
    action_id: Mapped[int]

    __table_args__ = (
        Index("ix_answers_topic", "user_id", "roadmap_id", "topic_id"),
        Index("ix_answers_day", "user_id", "roadmap_id", "local_date"),
        # How many chose what: only what a whole channel was asked is ever counted.
        Index(
            "ix_answers_asking", "asking_id", "chosen", sqlite_where=text(IS_POSTED), postgresql_where=text(IS_POSTED)
        ),
        {"sqlite_with_rowid": False},
    )


class MemoryRow(Base):
    """What the answers of somebody about a topic add up to (core.mastery.Learning): derived, never written alone."""

    __tablename__ = "memories"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    stability: Mapped[float] = mapped_column(Double)
    difficulty: Mapped[float] = mapped_column(Double)
    last_on: Mapped[date]
    due_on: Mapped[date]
    answers: Mapped[int] = mapped_column(Integer)
    right_days: Mapped[int] = mapped_column(Integer)
    right_levels: Mapped[int] = mapped_column(Integer)
    right_questions: Mapped[int] = mapped_column(Integer)
    first_right_on: Mapped[date | None]
    last_right_on: Mapped[date | None]
    misses: Mapped[int] = mapped_column(Integer)
    slipped: Mapped[bool]

    __table_args__ = ({"sqlite_with_rowid": False},)


class PlacementRow(Base):
    """The last placement of somebody on a roadmap: its answers are those of its kind from `sitting_id` on.

    `sitting_id` is the snowflake of the interaction that began it; `ended_at` is NULL while it may be resumed.
    """

    __tablename__ = "placements"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    sitting_id: Mapped[int]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_with_rowid": False},)


class QuestionFlagRow(Base):
    """That somebody found something wrong with a question, and what."""

    __tablename__ = "question_flags"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    note: Mapped[str] = mapped_column(ShortText(MAX_NOTE_LENGTH))
    local_date: Mapped[date]
    at: Mapped[datetime]

    __table_args__ = (
        Index("ix_question_flags_question", "roadmap_id", "question_id"),
        {"sqlite_with_rowid": False},
    )


class NoteRow(Base):
    """What somebody wrote down for themselves about a topic; only they ever see it."""

    __tablename__ = "notes"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    text: Mapped[str] = mapped_column(String(MAX_NOTE))
    at: Mapped[datetime]

    __table_args__ = ({"sqlite_with_rowid": False},)


class DeletionRow(Base):
    """That somebody's data was deleted as they asked: no name or id, only what tells a backup's people apart.

    `person` is a hash of the id with the salt of this installation (core.user.deleted_person).
    """

    __tablename__ = "deletions"

    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    deleted_at: Mapped[datetime]

    __table_args__ = ({"sqlite_with_rowid": False},)


class DeletionSaltRow(Base):
    """The one salt of this installation, 32 hexadecimal digits: with it the hashes of deleted people are made."""

    __tablename__ = "deletion_salt"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(32))


class RuleNewsRow(Base):
    """A server that has known boards by older rules: the first board after `since` tells the new ones."""

    __tablename__ = "rule_news"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]


answers = table_of(AnswerRow)
memories = table_of(MemoryRow)
placements = table_of(PlacementRow)
question_flags = table_of(QuestionFlagRow)
notes = table_of(NoteRow)
deletions = table_of(DeletionRow)
deletion_salt = table_of(DeletionSaltRow)
rule_news = table_of(RuleNewsRow)
