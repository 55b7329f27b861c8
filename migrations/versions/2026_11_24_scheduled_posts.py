"""Schedules, the ledger of their runs, and turns that processes take."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_scheduled_posts"
down_revision = "2026_11_24_study_progress"
branch_labels = None
depends_on = None

NUMBERED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _schedules()
    _occurrences()
    op.create_table(
        "turns",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_turns"),
    )


def downgrade() -> None:
    for table in ("turns", "occurrences", "schedules"):
        op.drop_table(table)


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", NUMBERED, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at_minute", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("topic_order", sa.String(16), nullable=False),
        sa.Column("quiet_week", sa.String(16), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.Date(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pause_reason", sa.String(200), server_default="", nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
        sa.CheckConstraint("kind IN ('prompt', 'leaderboard')", name="ck_schedules_kind"),
        sa.CheckConstraint("at_minute BETWEEN 0 AND 1439", name="ck_schedules_at_minute"),
        sa.CheckConstraint("days BETWEEN 1 AND 127", name="ck_schedules_days"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_schedules_guild", "schedules", ["guild_id"])
    running = sa.text("paused_at IS NULL")
    op.create_index("ix_schedules_due", "schedules", ["next_run_at"], sqlite_where=running, postgresql_where=running)
    untold = sa.text("pause_reason <> '' AND told_at IS NULL")
    op.create_index("ix_schedules_untold", "schedules", ["paused_at"], sqlite_where=untold, postgresql_where=untold)


def _occurrences() -> None:
    op.create_table(
        "occurrences",
        sa.Column("id", NUMBERED, nullable=False),
        sa.Column("schedule_id", NUMBERED, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(200), server_default="", nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("topic_id", sa.String(60), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_occurrences"),
        sa.UniqueConstraint("schedule_id", "local_date", name="uq_occurrences_schedule_id_local_date"),
        sa.CheckConstraint(
            "state IN ('claimed', 'sending', 'sent', 'skipped', 'failed', 'unknown')", name="ck_occurrences_state"
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name="fk_occurrences_schedule_id_schedules", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    unfinished = sa.text("state IN ('claimed', 'sending')")
    op.create_index(
        "ix_occurrences_open",
        "occurrences",
        ["run_at", "id"],
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )
