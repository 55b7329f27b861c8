"""Marking several topics at once: only what is named changes, and everything else is told or asked about."""

import pytest
from discord_sandbox import Member


async def done(ada: Member) -> str:
    """Return what ada's progress says of how many she has done."""
    return (await ada.slash("progress")).text


@pytest.mark.parametrize("text", ["done csrf, not xss", "done csrf, ~~xss~~", "done - [x] csrf\n- [ ] xss"])
async def test_what_is_left_out_is_not_marked_and_told(ada: Member, text: str) -> None:
    answer = await ada.say(f"@Waymark {text}")
    assert answer is not None
    assert "Left out, as you said: “Cross-Site Scripting (XSS)”" in answer.text
    assert "1 of 51" in await done(ada)


@pytest.mark.parametrize("text", ["done\n1. csrf\n2. xss", "Done:\n- [x] csrf\n- [x] xss", "I finished\ncsrf\nxss"])
async def test_a_list_may_begin_on_the_line_after_the_verb(ada: Member, text: str) -> None:
    answer = await ada.say(f"@Waymark {text}")
    assert answer is not None
    assert "2 of 51" in answer.text
    assert "2 of 51" in await done(ada)


async def test_marking_and_asking_what_is_next_are_both_done(ada: Member) -> None:
    answer = await ada.say("@Waymark done forms, and what's next?")
    assert answer is not None
    assert "1 of 51" in answer.text
    assert "Next: Syntax & Variables" in answer.text
    assert "1 of 51" in await done(ada)


async def test_a_sentence_that_names_no_topic_asks(ada: Member) -> None:
    answer = await ada.say("@Waymark finished my homework about functions and views")
    assert answer is not None
    assert "Did you mean" in answer.text
    assert {"Functions", "Views"} <= set(answer.buttons)
    assert "0 of 51" in await done(ada)


async def test_unclear_parts_of_a_list_are_offered_beside_what_was_done(ada: Member) -> None:
    answer = await ada.slash("done", topic="auth, xss")
    assert "Not sure what you mean by “auth”" in answer.text
    pressed = await answer.press("User Authentication")
    assert "2 of 51" in pressed.text


async def test_a_beginning_of_a_name_asks_before_it_marks(ada: Member) -> None:
    answer = await ada.slash("done", topic="middle")
    assert "One topic comes close to “middle”" in answer.text
    assert "0 of 51" in await done(ada)
    assert "1 of 51" in (await answer.press("Middleware")).text


async def test_a_section_is_marked_after_a_confirmation(ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    answer = await ada.slash("done", topic="Security Best Practices")
    assert "This marks 3 topics of Security Best Practices as done" in answer.text
    assert "1 of 51" in await done(ada)
    marked = await answer.press("Mark 3 topics as done")
    assert "4 of 51" in marked.text
    assert "1 of 51" in (await marked.press("Undo")).text


async def test_a_section_with_nothing_left_says_so(ada: Member) -> None:
    answer = await ada.slash("skip", topic="security best practices")
    await answer.press("Mark 4 topics as skipped")
    again = await ada.slash("skip", topic="security best practices")
    assert "Nothing is left to mark" in again.text


async def test_another_day_is_no_name(ada: Member) -> None:
    answer = await ada.say("@Waymark finished csrf yesterday")
    assert answer is not None
    assert "Counted for today" in answer.text
    assert "1 of 51" in await done(ada)


async def test_an_empty_result_is_no_failure(ada: Member) -> None:
    for answer in (await ada.slash("topic", name="qqqqzzzz"), await ada.slash("search", words="qqqqzzzz")):
        assert "That did not work" not in answer.text
        assert "Nothing there" in answer.text


async def test_nothing_to_undo_is_no_failure(ada: Member) -> None:
    answer = await ada.slash("undo")
    assert "That did not work" not in answer.text
    assert "nothing to undo" in answer.text
