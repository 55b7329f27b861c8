"""Notes on topics of one's own, and roles of servers that are on no board."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_notes_and_roles"
down_revision = "2026_11_30_library"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
HAS_LEFT = sa.text("left_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "roadmap_id", "topic_id", name="pk_notes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "excluded_roles",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "role_id", name="pk_excluded_roles"),
        sqlite_with_rowid=False,
    )
    op.add_column("members", sa.Column("excluded", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_members_left", "members", ["left_at"], sqlite_where=HAS_LEFT, postgresql_where=HAS_LEFT)


def downgrade() -> None:
    op.drop_index("ix_members_left", "members")
    op.drop_column("members", "excluded")
    op.drop_table("excluded_roles")
    op.drop_table("notes")
