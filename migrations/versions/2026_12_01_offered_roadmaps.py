"""When the host began to offer a brought roadmap to all servers."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_offered_roadmaps"
down_revision = "2026_11_30_notes_and_roles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("brought_roadmaps", sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("brought_roadmaps", "offered_at")
