"""Roadmaps that servers brought: which there are, every version of each, and files that wait to be taken."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_library"
down_revision = "2026_11_30_reminders"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "brought_roadmaps",
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.Column("removed_at", AT, nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_brought_roadmaps_version")),
        sa.PrimaryKeyConstraint("roadmap_id", name="pk_brought_roadmaps"),
    )
    op.create_index("ix_brought_roadmaps_guild", "brought_roadmaps", ["guild_id"])
    op.create_table(
        "brought_versions",
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(60), nullable=False),
        sa.Column("topics", sa.Integer(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("roadmap_id", "version", name="pk_brought_versions"),
    )
    op.create_table(
        "brought_drafts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap_id", sa.String(60), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(100), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_brought_drafts"),
    )


def downgrade() -> None:
    op.drop_table("brought_drafts")
    op.drop_table("brought_versions")
    op.drop_table("brought_roadmaps")
