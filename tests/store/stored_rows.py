"""What is in the tables, read past the functions under test, and what must hold between them."""

from sqlalchemy import Table, select

from bot.core.member import LearnerKey
from bot.store.database import Database
from bot.store.tables import learner_totals, study_events, topic_states

Row = dict[str, object]


async def rows_of(database: Database, table: Table, learner: LearnerKey) -> list[Row]:
    """Every row of a learner, in the order of the primary key."""
    ours = (table.c.user_id == learner.user_id) & (table.c.roadmap_id == learner.roadmap_id)
    async with database.reading() as connection:
        found = await connection.execute(select(table).where(ours).order_by(*table.primary_key))
    return [row._asdict() for row in found]


async def assert_consistent(database: Database, learner: LearnerKey) -> None:
    """The states follow from the events in force that say where somebody stands, and the total is the sum of all."""
    events = await rows_of(database, study_events, learner)
    in_force = sorted((row for row in events if row["voided_at"] is None), key=lambda row: int(str(row["action_id"])))
    states = await rows_of(database, topic_states, learner)
    said = [row for row in in_force if row["kind"] not in ("solid", "mastered")]
    assert {row["topic_id"]: row["state"] for row in states} == {row["topic_id"]: row["kind"] for row in said}
    earning = [row for row in in_force if row["kind"] in ("done", "solid", "mastered")]
    (total,) = await rows_of(database, learner_totals, learner) or [{"points": 0, "topics": 0, "last_done_at": None}]
    assert total["points"] == sum(int(str(row["points"])) for row in earning)
    assert total["topics"] == len([row for row in earning if row["kind"] == "solid"])
    assert total["last_done_at"] == max((row["at"] for row in earning), default=None, key=str)
