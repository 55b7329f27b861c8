"""Races, questions that were posted, what members made of prompts; answers to a posted question by its asking."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_groups"
down_revision = "2026_11_30_rule_news"
branch_labels = None
depends_on = None

NUMBERED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
POSTED = sa.text("asking_id < 0")


def upgrade() -> None:
    _create_races()
    _create_rounds()
    _create_posted_questions()
    op.create_table(
        "deeds",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "message_id", name="pk_deeds"),
        sqlite_with_rowid=False,
    )
    columns = ["asking_id", "chosen"]
    op.create_index("ix_answers_asking", "answers", columns, sqlite_where=POSTED, postgresql_where=POSTED)


def downgrade() -> None:
    op.drop_index("ix_answers_asking", "answers")
    for table in ("deeds", "posted_questions", "race_answers", "race_rounds", "races"):
        op.drop_table(table)


def _create_races() -> None:
    op.create_table(
        "races",
        sa.Column("id", NUMBERED, nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=True),
        sa.Column("starter", sa.String(4), nullable=False),
        sa.Column("begun_at", AT, nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("lease_until", AT, nullable=True),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("ended_at", AT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_races"),
        sa.UniqueConstraint("action_id", name="uq_races_action_id"),
        sqlite_autoincrement=True,
    )
    running = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_races_channel", "races", ["channel_id"], unique=True, sqlite_where=running, postgresql_where=running
    )
    op.create_index("ix_races_due", "races", ["due_at"], sqlite_where=running, postgresql_where=running)


def _create_rounds() -> None:
    op.create_table(
        "race_rounds",
        sa.Column("id", NUMBERED, nullable=False),
        sa.Column("race_id", NUMBERED, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("question_id", sa.String(60), nullable=False),
        sa.Column("wording", sa.String(6), nullable=False),
        sa.Column("opened_at", AT, nullable=True),
        sa.Column("closes_at", AT, nullable=True),
        sa.Column("closed_at", AT, nullable=True),
        sa.Column("counted_at", AT, nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("edited_at", AT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_race_rounds"),
        sa.UniqueConstraint("race_id", "number", name="uq_race_rounds_race_id_number"),
        sa.ForeignKeyConstraint(["race_id"], ["races.id"], name="fk_race_rounds_race_id_races", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "race_answers",
        sa.Column("round_id", NUMBERED, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("chosen", sa.SmallInteger(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.SmallInteger(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "user_id", name="pk_race_answers"),
        sa.ForeignKeyConstraint(
            ["round_id"], ["race_rounds.id"], name="fk_race_answers_round_id_race_rounds", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_race_answers_user", "race_answers", ["user_id"])


def _create_posted_questions() -> None:
    op.create_table(
        "posted_questions",
        sa.Column("id", NUMBERED, nullable=False),
        sa.Column("schedule_id", sa.BigInteger(), nullable=False),
        sa.Column("run_at", AT, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("until", AT, nullable=False),
        sa.Column("revealed_at", AT, nullable=True),
        sa.Column("edited_at", AT, nullable=True),
        sa.Column("due_at", AT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_posted_questions"),
        sa.UniqueConstraint("schedule_id", "run_at", name="uq_posted_questions_schedule_id_run_at"),
        sqlite_autoincrement=True,
    )
    work = sa.text("due_at IS NOT NULL")
    op.create_index("ix_posted_questions_due", "posted_questions", ["due_at"], sqlite_where=work, postgresql_where=work)
