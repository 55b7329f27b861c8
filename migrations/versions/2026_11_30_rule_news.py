"""Which servers have known boards by the old rules: their next weekly board tells the new ones."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_rule_news"
down_revision = "2026_11_30_deletions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_news",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_rule_news"),
    )
    op.execute(
        """
        INSERT INTO rule_news (guild_id, since)
        SELECT guild_id, CURRENT_TIMESTAMP FROM schedules WHERE kind = 'leaderboard' GROUP BY guild_id
        """
    )


def downgrade() -> None:
    op.drop_table("rule_news")
