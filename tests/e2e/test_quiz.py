"""Practice with `/quiz`, as members do it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from asked import asked_question, press_forged, press_right, press_wrong, right_letter
from discord_sandbox import Member
from sqlalchemy import event
from sqlalchemy.engine import Engine

OF_LEARNERS = re.compile(r"\b(answers|memories|topic_states)\b")


@contextmanager
def statements(of: Member) -> Iterator[list[str]]:
    """Note what the database is told and asked of a learner while the block runs; the bot has others, and its ticks."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, values: object, *_rest: object) -> None:
        if OF_LEARNERS.search(sql) and str(of.user.id) in str(values):
            seen.append(sql.split(maxsplit=1)[0])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_a_question_is_one_message_with_its_choices_and_a_row_of_buttons(ada: Member) -> None:
    shown = await ada.slash("quiz", topic="csrf")
    assert shown.private
    assert shown.buttons == ["A", "B", "C", "D", "?"]
    lines = re.findall(r"^([A-D])\) (.+)$", shown.embeds[0]["description"], re.MULTILINE)
    assert [letter for letter, _ in lines] == ["A", "B", "C", "D"]
    assert sorted(text for _, text in lines) == sorted(asked_question(shown).choices)


async def test_a_right_answer_is_told_and_question_and_choices_stay(ada: Member) -> None:
    shown = await ada.slash("quiz", topic="csrf")
    question = asked_question(shown)
    answered = await press_right(shown)
    assert answered.edited
    assert "Right!" in answered.text
    text = answered.embeds[0]["description"]
    for part in (question.question.strip(), *question.choices, question.why.strip()):
        assert part in text
    assert answered.buttons == ["Next", "Lucky guess", "Open topic", "Something is wrong"]


async def test_a_miss_tells_the_right_choice_and_offers_one_more(ada: Member) -> None:
    shown = await ada.slash("quiz", topic="csrf")
    first = asked_question(shown).id
    answered = await press_wrong(shown)
    assert "The right choice is" in answered.text
    assert answered.buttons == ["Next", "One more of this", "Open topic", "Something is wrong"]
    more = await answered.press("One more of this")
    assert asked_question(more).id != first
    assert "CSRF" in more.embeds[0]["title"]


async def test_i_do_not_know_is_a_full_answer(ada: Member) -> None:
    answered = await (await ada.slash("quiz", topic="csrf")).press("?")
    assert "The right choice is" in answered.text


async def test_a_quiz_ends_after_its_questions_and_counts_what_was_right(ada: Member) -> None:
    shown = await ada.slash("quiz", topic="csrf", questions=3)
    assert "1 of 3" in shown.text
    shown = await (await press_right(shown)).press("Next")
    shown = await (await press_wrong(shown)).press("Next")
    assert "3 of 3" in shown.text
    ended = await (await press_right(shown)).press("Next")
    assert "2 of 3" in ended.text


async def test_no_question_comes_twice_before_the_others_were(ada: Member) -> None:
    shown = await ada.slash("quiz", topic="csrf", questions=6)
    seen = [asked_question(shown).id]
    for _ in range(5):
        shown = await (await press_right(shown)).press("Next")
        seen.append(asked_question(shown).id)
    assert len(set(seen)) == 6


async def test_over_several_topics_none_comes_twice_in_a_row(ada: Member) -> None:
    await ada.slash("done", topic="csrf, xss, views")
    shown = await ada.slash("quiz", questions=6)
    topics = []
    for _ in range(6):
        answered = await press_right(shown)
        topics.append(re.search(r"-# (.+?) · ", answered.embeds[0]["description"]))
        shown = await answered.press("Next")
    names = [found.group(1) for found in topics if found]
    assert len(names) == 6
    assert all(one != other for one, other in pairwise(names))


async def test_a_lucky_guess_is_noted(ada: Member) -> None:
    answered = await press_right(await ada.slash("quiz", topic="csrf"))
    noted = await answered.press("Lucky guess")
    assert "lucky guess" in noted.text
    assert "Lucky guess" not in noted.buttons


async def test_a_lucky_guess_still_counts_as_right(ada: Member) -> None:
    answered = await press_right(await ada.slash("quiz", topic="csrf", questions=1))
    ended = await (await answered.press("Lucky guess")).press("Next")
    assert "1 of 1" in ended.text


async def test_the_next_question_comes_out_of_the_press_before_it(ada: Member) -> None:
    await ada.slash("done", topic="csrf, xss")
    shown = await ada.slash("quiz", questions=3)
    with statements(ada) as told:
        answered = await press_right(shown)
    assert told == ["INSERT", "SELECT", "INSERT", "SELECT", "SELECT"]
    with statements(ada) as asked:
        following = await answered.press("Next")
    assert asked == []
    assert "2 of 3" in following.text
    assert following.buttons == ["A", "B", "C", "D", "?"]


async def test_the_first_question_about_a_topic_costs_one_read(ada: Member) -> None:
    with statements(ada) as asked:
        await ada.slash("quiz", topic="csrf")
    assert asked == ["SELECT"]


async def test_the_number_of_questions_is_bounded(ada: Member) -> None:
    for number in (0, 500, -1):
        assert "1 to 20" in (await ada.slash("quiz", questions=number)).text


async def test_without_a_topic_begun_it_asks_about_the_next_one(ada: Member) -> None:
    shown = await ada.slash("quiz")
    assert shown.buttons == ["A", "B", "C", "D", "?"]


async def test_a_double_press_counts_once_and_the_first_choice_stays(ada: Member) -> None:
    shown = await ada.slash("quiz", topic="csrf")
    right = shown.button(right_letter(shown))["custom_id"]
    await press_wrong(shown)
    again = await press_forged(shown, right)
    assert again is not None
    assert "already answered this" in again.text
    assert "The right choice is" in again.text


async def test_it_is_asked_for_in_plain_words(ada: Member) -> None:
    asked = await ada.dm.say("quiz me on csrf")
    assert asked is not None
    assert asked.buttons == ["A", "B", "C", "D", "?"]
    due, stand = await ada.dm.say("what's due"), await ada.dm.say("where do i stand")
    ready = await ada.dm.say("am i ready for middleware?")
    assert due is not None
    assert stand is not None
    assert ready is not None
    assert "Nothing is due" in due.text
    assert "stand?" in stand.text
    assert "Ready for Middleware?" in ready.text
    assert "Not quite" in ready.text


async def test_in_a_channel_only_a_way_to_one_s_own_questions_is_shown(ada: Member) -> None:
    shown = await ada.say("@Waymark quiz me")
    assert shown is not None
    assert shown.buttons == ["Quiz me"]
    assert (await shown.press("Quiz me")).private


async def test_a_wrong_question_is_told_to_the_author_five_times_a_day(ada: Member) -> None:
    for number in range(6):
        shown = await ada.slash("quiz", topic=["csrf", "xss"][number % 2], questions=1)
        judged = await press_right(shown)
        form = await judged.press("Something is wrong")
        told = await form.submit(note=f"Two are right, I think ({number})")
        assert ("Thank you" in told.text) == (number < 5)
