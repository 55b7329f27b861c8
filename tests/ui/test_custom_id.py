"""What buttons carry: read as it was written, also by the version before, and never too long."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.ids import MAX_LENGTH as LONGEST_QUESTION_ID
from bot.core.message_draft import MessageDraft, Occurrence
from bot.core.race import Round
from bot.core.recurrence import ScheduledRun
from bot.features import FEATURES
from bot.ui.custom_id import (
    MAX_LENGTH,
    MAX_ROADMAP,
    CustomId,
    custom_id,
    numbered,
    post_for_roadmap,
    read,
    with_roadmap,
)
from bot.ui.theme import button, rows

VERBS = sorted(verb for feature in FEATURES for verb in feature.buttons)
LONGEST_TOPIC_ID = 24
"""Characters of the id of a topic that a server brings."""
OWN_TOPIC_ID = 60
"""Characters that the id of a topic may have in the content of a host."""
ON_PROMPTS = ("topic", "done", "did")
LAST_RUN = Occurrence(
    2**44, ScheduledRun(datetime(9999, 12, 31, tzinfo=UTC).date(), datetime(9999, 12, 31, tzinfo=UTC))
)
"""A run whose token is longer than any that there will be."""


def pressed_on(post: MessageDraft) -> str:
    row: Any = post.components[0]
    return str(row["components"][0]["custom_id"])


def post_with(text: str) -> MessageDraft:
    return MessageDraft(
        "", (), ({"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": text}]},)
    )


@given(
    st.text(st.characters(blacklist_characters=":", codec="utf-8"), min_size=1, max_size=20),
    st.text(max_size=40),
    st.integers(0, MAX_ROADMAP),
)
def test_a_custom_id_is_read_as_it_was_written(verb: str, argument: str, number: int) -> None:
    text = custom_id(verb, argument, "end")
    assert read(text) == CustomId(verb, f"{argument}:end")
    assert read(numbered(text, number)) == CustomId(verb, f"{argument}:end", number)


@given(st.text(max_size=120) | st.text("v12:z0", max_size=12))
def test_any_custom_id_can_be_read(text: str) -> None:
    pressed = read(text)
    assert pressed is None or (pressed.verb and text.startswith(("v1:", "v2:")))


@pytest.mark.parametrize(
    "text", ["v2:done", "v2::done:csrf", "v2:12345:done:csrf", "v2:-1:done", "v2:Ä:done", "v3:1:done"]
)
def test_what_another_version_wrote_is_nothing(text: str) -> None:
    assert read(text) is None


def test_the_roadmap_is_put_in_once() -> None:
    text = numbered(custom_id("done", "csrf"), 36)
    assert text == "v2:10:done:csrf"
    assert numbered(text, 5) == text
    assert numbered("not ours", 5) == "not ours"


@pytest.mark.parametrize(
    ("verb", "parts"),
    [
        *((verb, ("t" * LONGEST_TOPIC_ID, "q" * LONGEST_QUESTION_ID)) for verb in VERBS),
        *((verb, ("t" * OWN_TOPIC_ID,)) for verb in ON_PROMPTS),
        ("daily", ("z" * 12, "x")),
        ("daily-show", ("z" * 12,)),
    ],
)
def test_the_longest_of_all_fit(verb: str, parts: tuple[str, ...]) -> None:
    text = pressed_on(post_for_roadmap(post_with(custom_id(verb, *parts)), MAX_ROADMAP).with_token(LAST_RUN.run_token))
    assert len(text) <= MAX_LENGTH
    assert read(text) == CustomId(verb, ":".join(parts), MAX_ROADMAP)


def test_the_longest_of_a_race_and_of_a_line_about_a_prompt_fit() -> None:
    mark = Round(2**40, 1, 1, 1, "", "", "", LAST_RUN.run.at, None, None, None, None, None).mark
    longest = [
        custom_id("race", "z" * 12, "abcdef", 7),
        custom_id("race-stop", "z" * 12, mark),
        *(custom_id(verb, "t" * OWN_TOPIC_ID, "z" * 13) for verb in ("did", "did-set", "did-share")),
    ]
    assert max(len(numbered(text, MAX_ROADMAP)) for text in longest) <= MAX_LENGTH
    stop = read(numbered(longest[1], MAX_ROADMAP))
    assert stop is not None
    assert stop.argument == "z" * 12, "the mark is nothing to a handler"
    assert len(mark) <= 25, "it is a nonce as well"


@pytest.mark.parametrize("verb", VERBS)
def test_without_a_run_there_is_room_for_any_topic(verb: str) -> None:
    assert len(numbered(custom_id(verb, "t" * OWN_TOPIC_ID), MAX_ROADMAP)) <= MAX_LENGTH


def test_there_is_always_room_for_the_roadmap() -> None:
    shortest_refused = "x" * (MAX_LENGTH - len("v1:verb:") - len("zzzz:") + 1)
    with pytest.raises(ValueError, match="characters"):
        custom_id("verb", shortest_refused)
    assert len(numbered(custom_id("verb", shortest_refused[1:]), MAX_ROADMAP)) == MAX_LENGTH


def test_a_number_beyond_four_signs_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no room"):
        numbered("v1:done:csrf", MAX_ROADMAP + 1)


async def test_rows_for_a_roadmap_are_rows_of_their_own() -> None:
    plain = rows([button("Done", "done", "csrf")], [button("Next", "next")])
    assert plain is not None
    first, second = plain.for_roadmap(1), plain.for_roadmap(2)
    for view, ids in ((first, ["v2:1:done:csrf", "v2:1:next"]), (second, ["v2:2:done:csrf", "v2:2:next"])):
        assert [part["custom_id"] for row in view.to_components() for part in row["components"]] == ids
    assert plain.for_roadmap(1) is first
    assert first.is_finished()
    assert with_roadmap(plain.to_components(), 1) == first.to_components()
