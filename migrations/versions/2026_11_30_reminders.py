"""Reminders of one's own beside the posts of servers, and a salt for those whose data was deleted."""

import os
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_reminders"
down_revision = "2026_11_30_groups"
branch_labels = None
depends_on = None

PERSONAL = sa.text("user_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("schedules", sa.Column("user_id", sa.BigInteger(), nullable=True))
    op.add_column("schedules", sa.Column("once_on", sa.Date(), nullable=True))
    op.add_column("schedules", sa.Column("topic_id", sa.String(60), nullable=True))
    op.create_index("ix_schedules_user", "schedules", ["user_id"], sqlite_where=PERSONAL, postgresql_where=PERSONAL)
    op.add_column("users", sa.Column("reminder_closed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "deletion_salt",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deletion_salt"),
    )
    _salt_those_deleted_before(os.urandom(16).hex())


def downgrade() -> None:
    op.execute("DELETE FROM schedules WHERE user_id IS NOT NULL")
    op.execute("DELETE FROM deletions")  # an older version would know nobody by a salted hash
    op.drop_table("deletion_salt")
    op.drop_column("users", "reminder_closed_at")
    op.drop_index("ix_schedules_user", "schedules")
    for column in ("topic_id", "once_on", "user_id"):
        op.drop_column("schedules", column)


def _salt_those_deleted_before(salt: str) -> None:
    """Hash once more what stands for them, with the salt: their ids are known to nobody."""
    connection = op.get_bind()
    connection.execute(sa.text("INSERT INTO deletion_salt (id, salt) VALUES (1, :salt)"), {"salt": salt})
    for (person,) in connection.execute(sa.text("SELECT person FROM deletions")).all():
        salted = blake2b(person.encode(), digest_size=16, key=bytes.fromhex(salt)).hexdigest()
        renamed = sa.text("UPDATE deletions SET person = :salted WHERE person = :person")
        connection.execute(renamed, {"salted": salted, "person": person})
