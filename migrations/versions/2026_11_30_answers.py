"""Answers, what follows from them, placements and flags; events that earn for what was shown."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_answers"
down_revision = "2026_11_30_users_and_numbers"
branch_labels = None
depends_on = None

OLD_KINDS = "IN ('started', 'skipped', 'done')"
DONE = sa.text("kind = 'done' AND voided_at IS NULL")
EARNS = sa.text("points > 0 AND voided_at IS NULL")


def upgrade() -> None:
    _create_answers()
    _create_derived()
    _create_question_flags()
    op.drop_index("ix_study_events_done", "study_events")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_study_events_kind", "study_events")
        op.drop_constraint("ck_topic_states_state", "topic_states")
    else:
        _rebuild_on_sqlite()
    columns = ["user_id", "roadmap_id", "at", "points", "kind", "voided_at"]
    op.create_index("ix_study_events_points", "study_events", columns, sqlite_where=EARNS, postgresql_where=EARNS)
    # From now on it counts the topics that somebody has shown, and nobody has shown any yet.
    op.execute("UPDATE learner_totals SET topics = 0")


def downgrade() -> None:
    op.drop_index("ix_study_events_points", "study_events")
    op.execute(f"DELETE FROM study_events WHERE NOT (kind {OLD_KINDS})")
    op.execute(f"DELETE FROM topic_states WHERE NOT (state {OLD_KINDS})")
    _sum_up_again()
    if op.get_bind().dialect.name == "postgresql":
        op.create_check_constraint("ck_study_events_kind", "study_events", f"kind {OLD_KINDS}")
        op.create_check_constraint("ck_topic_states_state", "topic_states", f"state {OLD_KINDS}")
    else:
        _rebuild_on_sqlite(
            sa.CheckConstraint(f"kind {OLD_KINDS}", name="ck_study_events_kind"),
            sa.CheckConstraint(f"state {OLD_KINDS}", name="ck_topic_states_state"),
        )
    columns = ["user_id", "roadmap_id", "at", "points", "voided_at"]
    op.create_index("ix_study_events_done", "study_events", columns, sqlite_where=DONE, postgresql_where=DONE)
    for table in ("question_flags", "placements", "memories", "answers"):
        op.drop_table(table)


def _sum_up_again() -> None:
    sums = "SELECT {} FROM study_events AS event WHERE event.user_id = learner_totals.user_id"
    sums += " AND event.roadmap_id = learner_totals.roadmap_id AND kind = 'done' AND voided_at IS NULL"
    for column, value in (("topics", "count(*)"), ("points", "coalesce(sum(points), 0)"), ("last_done_at", "max(at)")):
        op.execute(f"UPDATE learner_totals SET {column} = ({sums.format(value)})")


def _whose() -> tuple[sa.Column[int], sa.Column[str]]:
    return (
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
    )


def _topic() -> sa.Column[str]:
    return sa.Column("topic_id", sa.String(60), nullable=False)


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("asking_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("question_id", sa.String(60), nullable=False),
        sa.Column("answer_key", sa.String(8), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("chosen", sa.SmallInteger(), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("lucky", sa.Boolean(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=True),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "asking_id", name="pk_answers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answers_topic", "answers", ["user_id", "roadmap_id", "topic_id"])
    op.create_index("ix_answers_day", "answers", ["user_id", "roadmap_id", "local_date"])


def _create_derived() -> None:
    op.create_table(
        "memories",
        *_whose(),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("right_days", sa.Integer(), nullable=False),
        sa.Column("right_levels", sa.Integer(), nullable=False),
        sa.Column("right_questions", sa.Integer(), nullable=False),
        sa.Column("first_right_on", sa.Date(), nullable=True),
        sa.Column("last_right_on", sa.Date(), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("slipped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "roadmap_id", "topic_id", name="pk_memories"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "placements",
        *_whose(),
        sa.Column("sitting_id", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "roadmap_id", name="pk_placements"),
        sqlite_with_rowid=False,
    )


def _create_question_flags() -> None:
    op.create_table(
        "question_flags",
        *_whose(),
        sa.Column("question_id", sa.String(60), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "roadmap_id", "question_id", name="pk_question_flags"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_question_flags_question", "question_flags", ["roadmap_id", "question_id"])


def _rebuild_on_sqlite(*checks: sa.CheckConstraint) -> None:
    """Write both tables anew, with one of `checks` each or none: SQLite changes no constraint of one that stands."""
    kind = sa.Column("kind", sa.String(16), nullable=False)
    state = sa.Column("state", sa.String(16), nullable=False)
    events = (
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=True),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "roadmap_id", "topic_id", "kind", name="pk_study_events"),
    )
    states = (
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "roadmap_id", "topic_id", name="pk_topic_states"),
    )
    _rewrite("study_events", (*_whose(), _topic(), kind, *events, *checks[:1]))
    _rewrite("topic_states", (*_whose(), _topic(), state, *states, *checks[1:]))


def _rewrite(table: str, items: tuple[sa.schema.SchemaItem, ...]) -> None:
    op.create_table(f"new_{table}", *items, sqlite_with_rowid=False)
    names = ", ".join(item.name for item in items if isinstance(item, sa.Column))
    op.execute(f"INSERT INTO new_{table} ({names}) SELECT {names} FROM {table}")
    op.drop_table(table)
    op.rename_table(f"new_{table}", table)
