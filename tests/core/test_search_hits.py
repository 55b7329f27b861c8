"""Search: the topics in which words stand, and the line that shows it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped_lookup
from small_roadmap import roadmap, topic

from bot.core.inverted_index import Field
from bot.core.lookup import Lookup
from bot.core.roadmap import Prompt, Question
from bot.core.search import Hit, without_markdown


def test_a_hit_shows_the_sentence_in_which_the_words_stand() -> None:
    text = "A queue is a line. Workers take **tasks** from the `queue`.\n\nNothing else."
    lookup = Lookup(roadmap([topic("celery", explanation=text), topic("other")]))
    (hit,) = lookup.search("worker tasks")
    assert hit == Hit(lookup.suggest("celery")[0], Field.EXPLANATION, "Workers take tasks from the queue.")


def test_topics_with_all_the_words_come_first_and_those_with_only_the_common_one_not_at_all() -> None:
    both = topic("both", explanation="Django speaks to Postgres.")
    others = [topic(name, explanation="Django.") for name in ("one", "two", "three", "four")]
    hits = Lookup(roadmap([*others, both])).search("django postgres")
    assert [hit.topic.id for hit in hits] == ["both"]


def test_a_long_line_is_cut_around_the_word() -> None:
    line = "before " * 40 + "needle " + "after " * 40
    (hit,) = Lookup(roadmap([topic("one", explanation=line)])).search("needle")
    assert "needle" in hit.snippet
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert 80 < len(hit.snippet) <= 100


def test_a_single_endless_word_is_cut_too() -> None:
    (hit,) = Lookup(roadmap([topic("one", explanation="x" * 300)])).search("x" * 90)
    assert len(hit.snippet) <= 100


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**Order `matters`**, *really*: see [the docs](https://x.example/a).", "Order matters, really: see the docs."),
        ("Pass `*args, **kwargs` on; 2 * 3 * 4.", "Pass *args, **kwargs on; 2 * 3 * 4."),
        ("```\na = b ** 2\n```", "\na = b ** 2\n"),
    ],
)
def test_a_line_is_shown_without_markdown_but_code_as_it_is(text: str, plain: str) -> None:
    assert without_markdown(text) == plain


def test_a_mistyped_word_is_searched_as_it_was_meant() -> None:
    assert shipped_lookup().search("midleware order") == shipped_lookup().search("middleware order")


@pytest.mark.parametrize("words", ["", "the", "😀", "pizza", "@everyone", "qwertyuiop"])
def test_words_that_stand_nowhere_have_no_hits(words: str) -> None:
    assert shipped_lookup().search(words) == ()


def test_the_quiz_and_the_prompts_are_not_searched() -> None:
    question = Question("bird", "Which bird?", ("Wren", "Robin", "Finch", "Crow"), 0, "A wren is small.", "recall")
    quizzed = replace(topic("one"), quiz=(question,), prompts=(Prompt("discuss", "Is a robin bigger?"),))
    for word in ("wren", "bird", "robin"):
        assert Lookup(roadmap([quizzed])).search(word) == ()


@settings(deadline=None)
@given(st.text(max_size=120) | st.sampled_from(["select_related", "django query", "n+1", "how to deploy", "a b c"]))
def test_hits_are_bounded_and_each_topic_comes_once(words: str) -> None:
    hits = shipped_lookup().search(words)
    assert len({hit.topic.id for hit in hits}) == len(hits) <= 25
    assert all(0 < len(hit.snippet) <= 100 for hit in hits)
