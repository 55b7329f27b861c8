"""Study events with what follows from them; members, guilds, missed lookups, registered commands."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_study_progress"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _progress()
    _servers()
    _housekeeping()


def downgrade() -> None:
    for table in (
        "command_registrations",
        "lookup_misses",
        "guilds",
        "members",
        "learner_totals",
        "topic_states",
        "study_events",
    ):
        op.drop_table(table)


def _progress() -> None:
    op.create_table(
        "study_events",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=True),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "roadmap_id", "topic_id", "kind", name="pk_study_events"),
        sa.CheckConstraint("kind IN ('started', 'skipped', 'done')", name="ck_study_events_kind"),
        sqlite_with_rowid=False,
    )
    in_force = sa.text("kind = 'done' AND voided_at IS NULL")
    op.create_index(
        "ix_study_events_done",
        "study_events",
        ["roadmap_id", "at", "user_id", "points", "voided_at"],
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.create_table(
        "topic_states",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "roadmap_id", "topic_id", name="pk_topic_states"),
        sa.CheckConstraint("state IN ('started', 'skipped', 'done')", name="ck_topic_states_state"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "learner_totals",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("topics", sa.Integer(), nullable=False),
        sa.Column("last_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "roadmap_id", name="pk_learner_totals"),
        sqlite_with_rowid=False,
    )


def _servers() -> None:
    op.create_table(
        "members",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("display_name", sa.String(100), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_members"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_members_seen", "members", ["user_id", "last_seen_at"])
    op.create_table(
        "guilds",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(64), server_default="UTC", nullable=False),
        sa.Column("first_weekday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guilds"),
        sa.CheckConstraint("first_weekday BETWEEN 0 AND 6", name="ck_guilds_first_weekday"),
    )


def _housekeeping() -> None:
    op.create_table(
        "lookup_misses",
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("query", sa.String(100), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("roadmap_id", "query", name="pk_lookup_misses"),
    )
    op.create_table(
        "command_registrations",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_command_registrations"),
    )
