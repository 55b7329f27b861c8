"""The index of done events by learner: a board asks for those of a server's members, not of everybody's in a window."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_events_by_learner"
down_revision = "2026_11_24_scheduled_posts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace_index(["user_id", "roadmap_id", "at", "points", "voided_at"])


def downgrade() -> None:
    _replace_index(["roadmap_id", "at", "user_id", "points", "voided_at"])


def _replace_index(columns: list[str]) -> None:
    in_force = sa.text("kind = 'done' AND voided_at IS NULL")
    op.drop_index("ix_study_events_done", "study_events")
    op.create_index("ix_study_events_done", "study_events", columns, sqlite_where=in_force, postgresql_where=in_force)
