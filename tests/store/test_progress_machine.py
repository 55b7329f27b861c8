"""Any sequence of marking and undoing, with acts delivered twice, against a model in plain Python."""

import asyncio
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from stored_rows import assert_consistent
from study_acts import ADA, mark, undo, undo_topic

from bot.core.progress import POINTS_PER_AWARD, States, TopicState
from bot.store import progress
from bot.store.database import Database


async def states(database: Database) -> States:
    async with database.reading() as connection:
        return await progress.states(connection, ADA)


TOPICS = st.sampled_from(["csrf", "xss", "forms", "middleware"])
KINDS = st.sampled_from([TopicState.STARTED, TopicState.SKIPPED, TopicState.DONE])


class Studying(RuleBasedStateMachine):
    """One learner on one database. The model is a stack of what is in force, one entry per topic and kind."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        super().__init__()
        self.runner = runner
        self.database = database
        self.number = 0
        self.in_force: list[tuple[int, str, TopicState]] = []
        self.acts: list[Callable[[], Any]] = []

    def state_of(self, topic: str) -> TopicState:
        return next((kind for _, one, kind in reversed(self.in_force) if one == topic), TopicState.OPEN)

    def next_number(self) -> int:
        self.number += 1
        return self.number

    @rule(topics=st.lists(TOPICS, min_size=1, max_size=3), kind=KINDS)
    def mark(self, topics: list[str], kind: TopicState) -> None:
        number = self.next_number()
        due = [one for one in dict.fromkeys(topics) if self.state_of(one) not in (kind, TopicState.DONE)]
        marked = self.runner.run(mark(self.database, number, *topics, wanted=kind))
        assert marked.changed == tuple(due)
        assert marked.points == (POINTS_PER_AWARD * len(due) if kind is TopicState.DONE else 0)
        moved = {(topic, kind) for topic in due}
        self.in_force = [one for one in self.in_force if one[1:] not in moved] + [(number, one, kind) for one in due]
        assert marked.states == {one: self.state_of(one) for one in {topic for _, topic, _ in self.in_force}}
        self.acts.append(lambda: mark(self.database, number, *topics, wanted=kind))

    @rule()
    def undo(self) -> None:
        number = self.next_number()
        undone = self.runner.run(undo(self.database, number))
        self.take(undone, max((one[0] for one in self.in_force), default=0))
        self.acts.append(lambda: undo(self.database, number))

    @rule(topic=TOPICS)
    def undo_topic(self, topic: str) -> None:
        number = self.next_number()
        undone = self.runner.run(undo_topic(self.database, number, topic))
        self.take(undone, max((one[0] for one in self.in_force if one[1] == topic), default=0), topic)
        self.acts.append(lambda: undo_topic(self.database, number, topic))

    def take(self, undone: Any, last: int, topic: str | None = None) -> None:
        taken = [one for one in self.in_force if one[0] == last and topic in (None, one[1])]
        assert (undone.topic_ids if undone else ()) == tuple(sorted(one[1] for one in taken))
        self.in_force = [one for one in self.in_force if one not in taken]

    @rule(data=st.data())
    def deliver_some_act_again(self, data: st.DataObject) -> None:
        if self.acts:
            self.runner.run(data.draw(st.sampled_from(self.acts))())

    @invariant()
    def states_are_the_models(self) -> None:
        assert self.runner.run(states(self.database)) == {topic: self.state_of(topic) for _, topic, _ in self.in_force}

    @invariant()
    def states_and_totals_follow_from_the_events(self) -> None:
        self.runner.run(assert_consistent(self.database, ADA))


def test_any_sequence_of_acts_keeps_the_books(new_address: Callable[[], str]) -> None:
    with asyncio.Runner() as runner:

        class StudyingAnew(Studying):
            def __init__(self) -> None:
                super().__init__(runner, Database(new_address()))

            def teardown(self) -> None:
                runner.run(self.database.close())

        run_state_machine_as_test(
            StudyingAnew,
            settings=settings(
                max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
