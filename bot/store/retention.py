"""Who has left, and who is in no server and silent: what a host need not keep for ever."""

from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, exists, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.learning_tables import answers
from bot.store.tables import members, study_events, users
from bot.store.users import personal_tables

_FORGET_LEAVERS = delete(members).where(members.c.left_at <= bindparam("before")).returning(members.c.user_id)


async def forget_leavers(connection: AsyncConnection, before: datetime) -> tuple[int, ...]:
    """Forget who left a server at `before` (aware) or earlier was in it; return their ids. Their progress stays."""
    return tuple((await connection.execute(_FORGET_LEAVERS, {"before": before})).scalars())


async def silent_users(connection: AsyncConnection, before: datetime, limit: int = 100) -> tuple[int, ...]:
    """Return the ids of people who are in no server with the bot, and have done nothing since `before` (aware)."""
    everybody = union(*(select(table.c.user_id) for table in personal_tables() if table is not members)).subquery()
    who = everybody.c.user_id
    since: BindParameter[datetime] = bindparam("before")
    query = (
        select(who)
        .where(
            ~exists().where(
                members.c.user_id == who,
                or_(members.c.left_at.is_(None), members.c.left_at > since, members.c.last_seen_at > since),
            ),
            ~exists().where(study_events.c.user_id == who, study_events.c.at > since),
            ~exists().where(answers.c.user_id == who, answers.c.at > since),
            ~exists().where(users.c.user_id == who, users.c.created_at > since),
        )
        .order_by(who)
        .limit(limit)
    )
    return tuple((await connection.execute(query, {"before": before})).scalars())
