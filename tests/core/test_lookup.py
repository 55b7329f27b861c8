"""Ranks, choices and bounds of lookup, on small roadmaps made for each rule, and invariants on the one that ships."""

from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped_lookup, shipped_roadmap
from small_roadmap import roadmap, topic

from bot.core.lookup import Found, Lookup, Nothing, Outcome, Suggestions, WasRetired
from bot.core.roadmap import Retired, Topic


def lookup_of(*topics: Topic) -> Lookup:
    return Lookup(roadmap(topics))


def ids(outcome: Outcome) -> list[str]:
    match outcome:
        case Found(topic):
            return [topic.id]
        case Suggestions(topics):
            return [topic.id for topic in topics]
        case _:
            return []


def test_an_id_wins_over_an_alias_and_an_alias_over_a_title() -> None:
    by_id, by_alias, by_title = topic("cache", "One"), topic("two", aliases=("cache", "store")), topic("three", "Store")
    lookup = lookup_of(by_title, by_alias, by_id)
    assert lookup.resolve("cache") == Found(by_id)
    assert lookup.resolve("store") == Found(by_alias)
    assert lookup.resolve("Caches") == Found(by_id)


def test_a_name_wins_over_names_that_begin_so() -> None:
    lookup = lookup_of(topic("testing-apis"), topic("test"), topic("tester"))
    assert ids(lookup.resolve("test")) == ["test"]
    assert [one.id for one in lookup.suggest("test")] == ["test", "testing-apis", "tester"]


def test_the_words_of_a_name_open_in_any_order() -> None:
    lookup = lookup_of(topic("permissions"), topic("drf-permissions"), topic("drf-views"))
    assert ids(lookup.resolve("permissions drf")) == ["drf-permissions"]
    assert ids(lookup.resolve("permissions in drf")) != ["permissions"]


def test_a_singular_that_nobody_wrote_begins_no_name() -> None:
    lookup = lookup_of(topic("coroutines"), topic("corpus"), topic("views"), topic("viewsets"))
    assert lookup.resolve("cors") == Nothing("cors")
    assert lookup.resolve("cors headers") == Nothing("cors headers")
    assert ids(lookup.resolve("views")) == ["views"]
    assert [one.id for one in lookup.suggest("viewse")] == ["viewsets"]


def test_a_greek_plural_is_found_by_its_singular_and_the_other_way_round() -> None:
    lookup = lookup_of(topic("one", "Analyses"), topic("two", "Hypothesis Tests"), topic("three", "Database Bases"))
    assert ids(lookup.resolve("analysis")) == ids(lookup.resolve("analyses")) == ["one"]
    assert ids(lookup.resolve("hypotheses tests")) == ["two"]
    assert ids(lookup.resolve("databases base")) == ["three"]


def test_a_word_made_like_a_name_offers_it_first() -> None:
    texts = [topic(name, explanation="It is cached.") for name in ("one", "two", "three")]
    lookup = lookup_of(*texts, topic("caching"), topic("forms"))
    assert ids(lookup.resolve("cached"))[0] == "caching"
    assert not isinstance(lookup.resolve("former"), Found)


def test_the_beginning_of_two_titles_is_a_choice_in_roadmap_order() -> None:
    lookup = lookup_of(topic("sharding"), topic("sharing"), topic("other"))
    assert lookup.resolve("shar") == Suggestions(lookup.suggest("shar"))
    assert ids(lookup.resolve("shar")) == ["sharding", "sharing"]


def test_one_or_two_letters_open_nothing_unless_they_are_a_name() -> None:
    lookup = lookup_of(topic("middleware"), topic("ci"))
    assert lookup.resolve("mi") == Suggestions((lookup.suggest("middleware")[0],))
    assert ids(lookup.resolve("ci")) == ["ci"]


def test_a_word_of_the_text_offers_but_never_opens() -> None:
    lookup = lookup_of(topic("aws", explanation="Rent a warehouse of servers."), topic("heroku"))
    assert isinstance(lookup.resolve("warehouse"), Suggestions)
    assert ids(lookup.resolve("warehouse")) == ["aws"]


def test_rare_words_weigh_more_than_common_ones() -> None:
    about = topic("celery", explanation="Django tasks.")
    others = [topic(name, explanation="Django here, Django there.") for name in ("one", "two", "three")]
    assert ids(lookup_of(*others, about).resolve("django tasks"))[0] == "celery"


def test_what_stands_in_a_key_point_comes_before_what_stands_in_the_text() -> None:
    aside, core = topic("aside", explanation="Mind the latency."), topic("core", key_points=("Latency is time.",))
    assert ids(lookup_of(aside, core).resolve("latency")) == ["core", "aside"]


def test_words_joined_by_underscores_are_found_with_spaces_too() -> None:
    lookup = lookup_of(topic("one", explanation="Use `select_related` here."), topic("two", explanation="Select it."))
    for text in ("select_related", "select related", "selectrelated"):
        assert ids(lookup.resolve(text))[0] == "one"


def test_a_typing_error_that_fits_two_names_is_a_choice() -> None:
    lookup = lookup_of(topic("sharding"), topic("sharning"), topic("other"))
    assert set(ids(lookup.resolve("sharxing"))) == {"sharding", "sharning"}
    assert isinstance(lookup.resolve("sharxing"), Suggestions)


@pytest.mark.parametrize("text", ["was", "ec3", "oauth7", "texs"])
def test_short_words_and_digits_are_not_taken_for_typing_errors(text: str) -> None:
    lookup = lookup_of(topic("aws"), topic("ec2"), topic("oauth2"), topic("test"))
    assert lookup.resolve(text) == Nothing(text)


@pytest.mark.parametrize("text", ["tset", "tesst", "teest", "etst"])
def test_swapped_and_doubled_letters_of_a_short_word_are(text: str) -> None:
    assert ids(lookup_of(topic("test"), topic("other")).resolve(text)) == ["test"]


def test_an_old_id_leads_to_the_topic_now() -> None:
    lookup = lookup_of(topic("drf-serializers", renamed_from=("rest-serializers",)))
    for text in ("rest-serializers", "Rest Serializers"):
        assert ids(lookup.resolve(text)) == ["drf-serializers"]


def test_a_retired_topic_is_told_by_id_and_title() -> None:
    gone = Retired("soap", "SOAP Services", "Nobody asks for it any more.", "http")
    lookup = Lookup(roadmap([topic("http")], MappingProxyType({gone.id: gone})))
    for text in ("soap", "SOAP", "soap services"):
        assert lookup.resolve(text) == WasRetired(gone)


def test_at_most_five_are_offered_and_autocomplete_gets_as_many_as_it_asks_for() -> None:
    lookup = lookup_of(*(topic(f"part-{letter}") for letter in "bcdefghi"))
    assert len(ids(lookup.resolve("part"))) == 5
    assert len(lookup.suggest("part")) == 8
    assert len(lookup.suggest("part", limit=3)) == 3


def test_nothing_typed_suggests_the_beginning_of_the_roadmap() -> None:
    for text in ("", "  ", "\u200b"):
        assert [one.id for one in shipped_lookup().suggest(text)] == list(shipped_roadmap().order[:25])
        assert shipped_lookup().resolve(text) == Nothing("")


def test_every_name_opens_its_topic_in_every_spelling() -> None:
    for one in shipped_roadmap():
        for name in (one.id, one.title, *one.aliases):
            for text in (name, name.upper(), name.replace("-", " "), name.replace(" ", "-"), name.replace(" ", "")):
                assert shipped_lookup().resolve(text) == Found(one), text


def test_every_beginning_of_a_title_suggests_it() -> None:
    for one in shipped_roadmap():
        for length in range(1, len(one.title)):
            assert one in shipped_lookup().suggest(one.title[:length], limit=51), one.title[:length]


def test_one_typing_error_in_a_long_title_never_leads_elsewhere() -> None:
    for one in shipped_roadmap():
        for text in mistyped(one.title) if len(one.title) >= 7 else ():
            assert one.id in ids(shipped_lookup().resolve(text)), text


def mistyped(name: str) -> set[str]:
    """Give `name` with one letter left out, doubled, or swapped with the next."""
    places = [at for at, letter in enumerate(name) if letter.isalpha()]
    left_out = {name[:at] + name[at + 1 :] for at in places}
    doubled = {name[:at] + name[at] + name[at:] for at in places}
    swapped = {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in places if name[at + 1 : at + 2].isalpha()}
    return left_out | doubled | swapped


@settings(deadline=None)
@given(st.text(max_size=150))
def test_every_text_gets_a_bounded_answer(text: str) -> None:
    outcome = shipped_lookup().resolve(text)
    assert len(set(ids(outcome))) == len(ids(outcome)) <= 5
    assert isinstance(outcome, Nothing) == (ids(outcome) == [])
    assert len({one.id for one in shipped_lookup().suggest(text)}) == len(shipped_lookup().suggest(text)) <= 25


@settings(deadline=None)
@given(st.sampled_from(["middleware", "midleware", "n+1", "orm", "drf serialiser", "pizza", "auth"]), st.data())
def test_hidden_marks_make_no_difference(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    mark = data.draw(st.sampled_from(["\u200b", "\u200f", "\u202e", "\u2069", "\ufeff", "\x07"]))
    assert shipped_lookup().resolve(text[:at] + mark + text[at:]) == shipped_lookup().resolve(text)


def test_what_stands_behind_the_first_hundred_characters_is_not_read() -> None:
    assert shipped_lookup().resolve("x" * 100 + " middleware") == Nothing("x" * 100)


def test_the_answer_does_not_depend_on_what_was_asked_before() -> None:
    texts = ["auth", "orm", "midleware", "token", "select_related", "data", "pizza"]
    fresh = Lookup(shipped_roadmap())
    assert [fresh.resolve(text) for text in reversed(texts)] == [
        shipped_lookup().resolve(text) for text in reversed(texts)
    ]
