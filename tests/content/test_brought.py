"""A roadmap that is brought again keeps what its topics are, whatever was renamed, moved, removed and put back."""

import random  # noqa: TID251 - with fixed seeds
from dataclasses import dataclass, replace

import pytest

from bot.content.brought import (
    Brought,
    Settled,
    brought_from_json,
    content_from_json,
    content_json,
    read_brought,
    settle,
)
from bot.content.importers.build import Content

ROADMAP = "woods-77"
WORDS = ("oak", "pine", "beech", "larch", "maple", "cedar", "birch", "alder", "willow", "hazel")


@dataclass(frozen=True)
class Entry:
    """A topic as its author thinks of it: `number` is what it is, whatever it is called and wherever it stands."""

    number: int
    title: str
    section: int


def forty() -> list[Entry]:
    return [Entry(number, f"{WORDS[number % 10]} {WORDS[number // 4]} {number}", number % 5) for number in range(40)]


def file_of(entries: list[Entry]) -> Brought:
    text = "# Woods\n"
    for section in sorted({entry.section for entry in entries}):
        text += f"\n## Part {section}\n\n"
        lines = [f"- {one.title}: said of number {one.number} here\n" for one in entries if one.section == section]
        text += "".join(lines)
    brought = read_brought("README.md", text.encode(), "")
    assert isinstance(brought, Brought)
    return brought


def number_of(text: object) -> int:
    return int(str(text).rpartition("number ")[2].split()[0])


def next_version(live: Content | None, entries: list[Entry], owners: dict[str, int] | None = None) -> Content:
    """Bring a file again and answer every question as its author would; `owners` says which topic had an id."""
    brought, answers = file_of(entries), dict[str, bool]()
    while True:
        settled: Settled = settle(brought, ROADMAP, live, answers)
        if not settled.questions:
            settled.content.as_roadmap(is_settled=True)
            return settled.content
        now, was = settled.questions[0]
        assert now.id not in answers
        answers[now.id] = number_of(now.summary) == (owners or {}).get(was.id, -1)


def identities(content: Content) -> dict[int, str]:
    return {number_of(topic["summary"]): str(topic["id"]) for topic in content.topics}


def edited(entries: list[Entry], everything: list[Entry], rng: random.Random) -> list[Entry]:
    kept = [entry for entry in entries if rng.random() > 0.08]
    gone = [entry for entry in everything if entry.number not in {one.number for one in kept}]
    kept += [entry for entry in gone if rng.random() < 0.3]
    made = []
    for entry in kept:
        title = f"{entry.title} {rng.choice(WORDS)}" if rng.random() < 0.2 and len(entry.title) < 45 else entry.title
        made.append(replace(entry, title=title, section=rng.randrange(5) if rng.random() < 0.1 else entry.section))
    return made or entries


@pytest.mark.parametrize("seed", range(8))
def test_topics_keep_their_ids_through_any_edits(seed: int) -> None:
    rng = random.Random(seed)
    everything = forty()
    entries = everything
    live = next_version(None, entries)
    owners = {topic_id: number for number, topic_id in identities(live).items()}
    for _ in range(5):
        before = identities(live)
        entries = edited(entries, everything, rng)
        live = next_version(live, entries, owners)
        now = identities(live)
        assert len(set(now.values())) == len(now)
        assert {number: now[number] for number in now if number in before} == {
            number: topic_id for number, topic_id in before.items() if number in now
        }
        for number, topic_id in now.items():
            assert owners.setdefault(topic_id, number) == number, "an id means another topic now"


def test_renaming_moving_and_removing_and_going_back_keep_every_id() -> None:
    everything = [
        Entry(number, f"{WORDS[number % 10]} {WORDS[number // 4]} {number}", number % 5) for number in range(40)
    ]
    first = next_version(None, everything)
    renamed = [replace(one, title=f"{one.title} again") if one.number < 10 else one for one in everything]
    moved = [replace(one, section=4 - one.section) if 10 <= one.number < 15 else one for one in renamed]
    owners = {topic_id: number for number, topic_id in identities(first).items()}
    second = next_version(first, [one for one in moved if one.number < 37], owners)
    assert identities(second).items() <= identities(first).items()
    earlier = replace(file_of(everything), content=first, given=tuple(identities(first).values()))
    back = settle(earlier, ROADMAP, second, {})
    assert identities(back.content) == identities(first)
    assert not back.questions


def test_what_is_taken_out_is_retired_and_comes_back_by_its_title() -> None:
    entries = [Entry(number, f"{WORDS[number]} wood", 0) for number in range(5)]
    first = next_version(None, entries)
    second = next_version(first, entries[1:])
    assert [one["id"] for one in second.roadmap["retired"]] == ["oak-wood"]  # type: ignore[attr-defined]
    settled = settle(file_of(entries), ROADMAP, second, {})
    assert settled.changes.restored == ("oak-wood",)
    assert identities(settled.content) == identities(first)
    assert "retired" not in settled.content.roadmap


def test_a_new_topic_never_gets_the_id_of_another_one() -> None:
    first = next_version(None, [Entry(1, "Models", 0), Entry(2, "Views", 0)])
    second = next_version(first, [Entry(1, "Data models", 0), Entry(3, "Models", 1), Entry(2, "Views", 0)])
    now = identities(second)
    assert now[3] not in identities(first).values() or now[3] == identities(first)[1]
    assert now[2] == identities(first)[2]


def test_what_is_kept_as_json_comes_back() -> None:
    brought = file_of([Entry(1, "Größe 大きさ", 0), Entry(2, "Views", 1)])
    assert brought_from_json(brought.to_json()) == brought
    assert content_from_json(content_json(brought.content)) == brought.content
    assert brought.to_json().isascii()
