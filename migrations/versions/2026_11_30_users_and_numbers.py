"""A table of users, numbers for roadmaps and for a server's schedules, and any kind of post."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_users_and_numbers"
down_revision = "2026_11_29_events_by_learner"
branch_labels = None
depends_on = None

KNOWN_KINDS = "kind IN ('prompt', 'leaderboard')"


COLUMNS = (
    ("id", sa.Integer()),
    ("guild_id", sa.BigInteger()),
    ("channel_id", sa.BigInteger()),
    ("kind", sa.String(16)),
    ("at_minute", sa.Integer()),
    ("days", sa.Integer()),
    ("zone", sa.String(64)),
    ("late_minutes", sa.Integer()),
    ("role_id", sa.BigInteger()),
    ("silent", sa.Boolean()),
    ("sections", sa.JSON()),
    ("topic_order", sa.String(16)),
    ("quiet_week", sa.String(16)),
    ("next_run_at", sa.DateTime(timezone=True)),
    ("taken", sa.Date()),
    ("paused_at", sa.DateTime(timezone=True)),
    ("pause_reason", sa.String(200)),
    ("told_at", sa.DateTime(timezone=True)),
    ("created_at", sa.DateTime(timezone=True)),
)
OPTIONAL = {"role_id", "taken", "paused_at", "told_at"}
DEFAULTS = {"pause_reason": ""}


def upgrade() -> None:
    _create_users()
    op.create_table(
        "roadmap_numbers",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_roadmap_numbers"),
        sa.CheckConstraint("number BETWEEN 1 AND 1679615", name="ck_roadmap_numbers_number"),
        sa.UniqueConstraint("roadmap_id", name="uq_roadmap_numbers_roadmap_id"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("schedules", sa.Column("number", sa.Integer(), nullable=True))
        op.drop_constraint("ck_schedules_kind", "schedules")
        op.drop_index("ix_schedules_guild", "schedules")
    else:
        _rebuild_on_sqlite(sa.Column("number", sa.Integer(), nullable=True))
    op.execute(
        """
        UPDATE schedules SET number = (
            SELECT count(*) FROM schedules AS older
            WHERE older.guild_id = schedules.guild_id AND older.id <= schedules.id
        )
        """
    )
    op.create_index("ix_schedules_guild", "schedules", ["guild_id", "number"], unique=True)


def downgrade() -> None:
    op.execute(f"DELETE FROM schedules WHERE NOT ({KNOWN_KINDS})")
    if op.get_bind().dialect.name == "postgresql":
        op.create_check_constraint("ck_schedules_kind", "schedules", KNOWN_KINDS)
        op.drop_index("ix_schedules_guild", "schedules")
        op.drop_column("schedules", "number")
    else:
        _rebuild_on_sqlite(sa.CheckConstraint(KNOWN_KINDS, name="ck_schedules_kind"))
    op.create_index("ix_schedules_guild", "schedules", ["guild_id"])
    op.drop_table("roadmap_numbers")
    op.drop_table("users")


def _create_users() -> None:
    op.create_table(
        "users",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=True),
        sa.Column("roadmap_id", sa.String(60), nullable=True),
        sa.Column("visibility", sa.String(16), server_default="everybody", nullable=False),
        sa.Column("visibility_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("weekly_goal", sa.Integer(), nullable=True),
        sa.Column("delete_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_users"),
        sa.CheckConstraint("visibility IN ('everybody', 'rank', 'nobody')", name="ck_users_visibility"),
        sqlite_with_rowid=False,
    )
    leaving = sa.text("delete_after IS NOT NULL")
    op.create_index("ix_users_delete_after", "users", ["delete_after"], sqlite_where=leaving, postgresql_where=leaving)
    # Whoever is hidden in one server is hidden in all of them from now on.
    op.execute(
        """
        INSERT INTO users (user_id, visibility, created_at)
        SELECT user_id, 'nobody', min(last_seen_at) FROM members WHERE hidden GROUP BY user_id
        """
    )


def _rebuild_on_sqlite(difference: sa.Column[int] | sa.CheckConstraint) -> None:
    """Write the table of schedules anew: SQLite changes no constraint of one that stands."""
    connection = op.get_bind()
    # Ids go on from where they were: one that came twice would be taken for another schedule's.
    newest = connection.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'schedules'")).scalar()
    op.create_table(
        "new_schedules",
        *(
            sa.Column(name, kind, nullable=name in OPTIONAL, server_default=DEFAULTS.get(name))
            for name, kind in COLUMNS
        ),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
        difference,
        sa.CheckConstraint("at_minute BETWEEN 0 AND 1439", name="ck_schedules_at_minute"),
        sa.CheckConstraint("days BETWEEN 1 AND 127", name="ck_schedules_days"),
        sqlite_autoincrement=True,
    )
    names = ", ".join(name for name, _ in COLUMNS)
    op.execute(f"INSERT INTO new_schedules ({names}) SELECT {names} FROM schedules")
    op.drop_table("schedules")
    op.rename_table("new_schedules", "schedules")
    if newest is not None:
        op.execute(f"UPDATE sqlite_sequence SET seq = {newest} WHERE name = 'schedules'")
    running = sa.text("paused_at IS NULL")
    op.create_index("ix_schedules_due", "schedules", ["next_run_at"], sqlite_where=running)
    untold = sa.text("pause_reason <> '' AND told_at IS NULL")
    op.create_index("ix_schedules_untold", "schedules", ["paused_at"], sqlite_where=untold)
