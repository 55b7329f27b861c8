"""Any sequence of edits, studying and going back on a brought roadmap, against a model of who learned what."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from study_acts import DAY, GUILD, NOW, act, mark

from bot.content.brought import Brought, content_from_json, content_json, faces, read_brought, settle
from bot.content.importers.build import Content
from bot.core.mastery import Answer, AnswerKind
from bot.core.member import LearnerKey
from bot.core.progress import TopicState
from bot.store import progress
from bot.store.answers import answers_about, record_answer
from bot.store.brought import BroughtRoadmap, add_version, brought_roadmaps_of, version_content
from bot.store.database import Database
from bot.store.roadmap_ids import number_roadmaps

ROADMAP = f"woods-{GUILD}"
MEMBERS = [LearnerKey(7_000_000_000_000_000_000 + number, ROADMAP) for number in (1, 2)]
WORDS = ("oak", "pine", "beech", "larch", "maple", "cedar", "birch", "alder", "willow", "hazel")


@dataclass(frozen=True)
class Entry:
    """A topic as its author thinks of it: `number` is what it is, whatever it is called and wherever it stands."""

    number: int
    title: str
    section: int


def forty() -> list[Entry]:
    return [Entry(number, f"{WORDS[number % 10]} {WORDS[number // 4]} {number}", number % 5) for number in range(40)]


def number_of(text: object) -> int:
    return int(str(text).rpartition("number ")[2].split()[0])


class Editing(RuleBasedStateMachine):
    """An organiser who edits the file, and two members who study what is live meanwhile."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        super().__init__()
        self.runner = runner
        self.database = database
        self.acts = count(1)
        self.numbers = count(100)
        self.entries: list[Entry] = forty()
        self.live: Content | None = None
        self.version = 0
        self.done: dict[LearnerKey, set[int]] = {member: set() for member in MEMBERS}
        self.answered: dict[tuple[LearnerKey, int], int] = {}
        self.versions: dict[int, list[Entry]] = {}

    def ids(self) -> dict[int, str]:
        """Return the ids by what the topics are: the summaries say it, the titles change."""
        assert self.live is not None
        return {number_of(topic["summary"]): str(topic["id"]) for topic in self.live.topics}

    @initialize()
    def bring_the_first(self) -> None:
        self.owners: dict[str, int] = {}
        self.take()

    def take(self) -> None:
        """Bring the file as it stands; whatever is asked is answered as its author would."""
        text = "# Woods\n"
        for section in sorted({entry.section for entry in self.entries}):
            text += f"\n## Part {section}\n\n"
            text += "".join(
                f"- {one.title}: said of number {one.number} here\n" for one in self.entries if one.section == section
            )
        brought = read_brought("README.md", text.encode(), "")
        assert isinstance(brought, Brought)
        answers: dict[str, bool] = {}
        while (settled := settle(brought, ROADMAP, self.live, answers)).questions:
            now, was = settled.questions[0]
            answers[now.id] = number_of(now.summary) == self.owners.get(was.id, -1)
        self.make_version(settled.content)

    def make_version(self, content: Content) -> None:
        self.version += 1
        self.runner.run(self.add(content))
        self.live = self.runner.run(self.stored())
        self.versions[self.version] = list(self.entries)
        for number, topic_id in self.ids().items():
            assert self.owners.setdefault(topic_id, number) == number, "an id means another topic now"

    async def add(self, content: Content) -> None:
        async with self.database.writing() as connection:
            numbers = await number_roadmaps(connection, [ROADMAP])
            roadmap = BroughtRoadmap(ROADMAP, GUILD, "Woods", self.version, numbers[ROADMAP])
            assert await add_version(connection, roadmap, content_json(content), ("Markdown", 1), NOW)

    async def stored(self, version: int = 0) -> Content:
        async with self.database.reading() as connection:
            (live,) = await brought_roadmaps_of(connection, GUILD)
            return content_from_json(await version_content(connection, ROADMAP, version or live.version) or "")

    @rule(data=st.data())
    def rename_ten(self, data: st.DataObject) -> None:
        picked = self.some(data, 10)
        word = data.draw(st.sampled_from(WORDS))
        self.entries = [
            replace(one, title=f"{one.title} {word}") if one.number in picked and len(one.title) < 45 else one
            for one in self.entries
        ]
        self.take()

    @rule(data=st.data(), to=st.integers(0, 4))
    def move_five(self, data: st.DataObject, to: int) -> None:
        picked = self.some(data, 5)
        self.entries = [replace(one, section=to) if one.number in picked else one for one in self.entries]
        self.take()

    @precondition(lambda self: len(self.entries) > 10)
    @rule(data=st.data())
    def remove_three(self, data: st.DataObject) -> None:
        picked = self.some(data, 3)
        self.entries = [one for one in self.entries if one.number not in picked]
        self.take()

    @rule(data=st.data())
    def put_others_in_their_place(self, data: st.DataObject) -> None:
        """Write another topic where one stood, and call it much alike: only its author knows that it is another."""
        picked = self.some(data, 2)
        for place, was in enumerate(self.entries):
            if was.number in picked:
                number = next(self.numbers)  # in its title too, as an equal title means the same topic
                self.entries[place] = Entry(number, f"{was.title[:40]} {number}", was.section)
        self.take()

    @rule()
    def put_all_back(self) -> None:
        present = {one.number for one in self.entries}
        self.entries = self.entries + [one for one in forty() if one.number not in present]
        self.take()

    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        version = data.draw(st.sampled_from(sorted(self.versions)))
        kept = self.runner.run(self.stored(version))
        given = tuple(face.id for face in faces(kept))
        self.entries = list(self.versions[version])
        self.make_version(settle(Brought("", "", (), kept, given), ROADMAP, self.live, {}).content)

    def some(self, data: st.DataObject, most: int) -> set[int]:
        numbers = st.sampled_from([one.number for one in self.entries])
        return data.draw(st.sets(numbers, min_size=1, max_size=most))

    @rule(data=st.data(), member=st.sampled_from(MEMBERS))
    def study(self, data: st.DataObject, member: LearnerKey) -> None:
        numbers, ids = self.some(data, 4), self.ids()
        self.runner.run(mark(self.database, next(self.acts), *(ids[number] for number in numbers), learner=member))
        self.done[member] |= numbers

    @rule(data=st.data(), member=st.sampled_from(MEMBERS))
    def answer(self, data: st.DataObject, member: LearnerKey) -> None:
        number = min(self.some(data, 1))
        self.runner.run(self.record(member, self.ids()[number]))
        self.answered[member, number] = self.answered.get((member, number), 0) + 1

    async def record(self, member: LearnerKey, topic_id: str) -> None:
        assert self.live is not None
        topic = self.live.as_roadmap(is_settled=True).topics[topic_id]
        asking = next(self.acts)
        given = Answer(
            asking, topic_id, "of-what", "key", "basic", AnswerKind.TOPIC, 0, right=True, lucky=False, day=DAY
        )
        async with self.database.writing() as connection:
            await record_answer(connection, act(next(self.acts), member), member, topic, given)

    @invariant()
    def everybody_keeps_what_they_did(self) -> None:
        ids = {number: topic_id for topic_id, number in self.owners.items()}
        ids |= self.ids()
        for member in MEMBERS:
            assert self.runner.run(self.rows_of(member, ids)) == (
                self.done[member],
                {number: times for (who, number), times in self.answered.items() if who == member},
            )

    async def rows_of(self, member: LearnerKey, ids: dict[int, str]) -> tuple[set[int], dict[int, int]]:
        async with self.database.reading() as connection:
            states = await progress.states(connection, member)
            answers = {
                number: len(await answers_about(connection, member, topic_id)) for number, topic_id in ids.items()
            }
        by_id = {topic_id: number for number, topic_id in ids.items()}
        done = {by_id[topic_id] for topic_id, state in states.items() if state is TopicState.DONE}
        return done, {number: times for number, times in answers.items() if times}


def test_any_sequence_of_edits_keeps_all_progress_and_answers(new_address: Callable[[], str]) -> None:
    with asyncio.Runner() as runner:

        class EditingAnew(Editing):
            def __init__(self) -> None:
                super().__init__(runner, Database(new_address()))

            def teardown(self) -> None:
                runner.run(self.database.close())

        run_state_machine_as_test(
            EditingAnew,
            settings=settings(
                max_examples=6, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
