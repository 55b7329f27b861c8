"""Who was deleted as they asked, without a name: a backup that is restored has them deleted again."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_deletions"
down_revision = "2026_11_30_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deletions",
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_deletions"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("deletions")
