"""A post as it is kept and sent: the same after keeping it, marked by what is pressed on it, with room for a note."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.message_draft import CONTENT, MessageDraft, Occurrence, has_token, late_note
from bot.core.recurrence import ScheduledRun

BUTTON = {"type": 2, "style": 1, "label": "Done", "custom_id": "v1:done:csrf"}
LINK = {"type": 2, "style": 5, "label": "Read", "url": "https://example.org"}
ROW = {"type": 1, "components": [BUTTON, LINK]}
RUN = ScheduledRun(date(2026, 11, 24), datetime(2026, 11, 24, 8, tzinfo=UTC))
NESTED = {"type": 17, "components": [{"type": 9, "components": [], "accessory": BUTTON}]}

objects = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=8), parts, max_size=3),
    max_leaves=8,
)
posts = st.builds(
    MessageDraft,
    content=st.text(max_size=50),
    embeds=st.lists(st.dictionaries(st.text(max_size=8), objects, max_size=3), max_size=2).map(tuple),
    role_id=st.none() | st.integers(1, 2**63),
    silent=st.booleans(),
    topic_id=st.none() | st.text(max_size=20),
)


@given(posts)
def test_what_was_kept_is_what_comes_back(post: MessageDraft) -> None:
    assert MessageDraft.from_json(json.loads(json.dumps(post.to_json()))) == post


def test_components_come_back_too() -> None:
    post = MessageDraft("Study", components=(ROW,))
    assert MessageDraft.from_json(json.loads(json.dumps(post.to_json()))) == post


@pytest.mark.parametrize("kept", [{}, {"content": None}, {"content": "a", "embeds": ["no object"]}])
def test_what_is_no_post_is_refused(kept: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        MessageDraft.from_json(kept)


@pytest.mark.parametrize("component", [ROW, NESTED], ids=["row", "nested"])
def test_a_mark_is_found_wherever_something_can_be_pressed(component: dict[str, object]) -> None:
    marked = MessageDraft(components=(component,)).with_token("o1f-5")
    assert has_token(marked.components, "o1f-5")
    assert not has_token(marked.components, "o1f")
    assert not has_token((component,), "o1f-5")
    assert "v1:done:csrf:o1f-5" in json.dumps(marked.to_json())


def test_marking_changes_nothing_else() -> None:
    marked = MessageDraft("Study", components=(ROW,), role_id=5).with_token("o1")
    changed = {**BUTTON, "custom_id": "v1:done:csrf:o1"}
    assert marked == MessageDraft("Study", components=({"type": 1, "components": [changed, LINK]},), role_id=5)


def test_only_what_can_be_pressed_makes_a_post_known_again() -> None:
    assert MessageDraft(components=(ROW,)).recognisable
    assert not MessageDraft(components=({"type": 1, "components": [LINK]},)).recognisable
    assert not MessageDraft("Text alone").recognisable


def test_a_custom_id_that_has_no_room_for_the_mark_is_refused() -> None:
    long = {"type": 2, "custom_id": "x" * 95}
    with pytest.raises(ValueError, match="custom_id of 102 characters"):
        MessageDraft(components=(long,)).with_token("o12345")


@pytest.mark.parametrize("number", [1, 2**40])
def test_a_run_s_mark_is_a_nonce_that_discord_takes(number: int) -> None:
    mark = Occurrence(number, RUN).run_token
    assert len(mark) <= 25
    assert mark != Occurrence(number + 1, RUN).run_token
    assert mark != Occurrence(number, ScheduledRun(RUN.local_date, datetime(2027, 1, 1, tzinfo=UTC))).run_token
    assert ":" not in mark


@given(st.text(max_size=CONTENT))
def test_a_note_always_finds_room(content: str) -> None:
    noted = MessageDraft(content).noted(late_note(RUN.at))
    assert noted.content.endswith("-# Late: this was due <t:1795507200:f>.")
    assert len(noted.content) <= CONTENT


def test_content_without_room_for_a_role_and_a_note_is_refused() -> None:
    with pytest.raises(ValueError, match="1801 characters"):
        MessageDraft("x" * 1801)
