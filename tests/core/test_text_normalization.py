"""Spellings that make no difference, and those that do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.text_normalization import MAX_QUERY, normalized_key, sanitize, tokenize


def folded(text: str) -> str:
    return normalized_key(tokenize(sanitize(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Middleware", "MIDDLEWARE"),
        ("url-routing", "URL routing"),
        ("select_related", "select related"),
        ("e-commerce", "ecommerce"),
        ("CI/CD", "ci cd"),
        ("o.o.p.", "OOP"),
        ("n + 1", "N+1"),
        ("JWT & OAuth", "jwt and oauth"),
        ("build a blog", "build blog"),
        ("“views”", "views"),
        ("ﬁlter", "filter"),  # one letter for f and i
        ("ＤＲＦ", "drf"),  # full width
        ("café", "cafe"),
        ("classes", "class"),
        ("queries", "query"),
        ("indexes", "index"),
        ("caches", "cache"),
        ("cookies", "cookie"),
        ("APIs", "api"),
        ("IDEs", "ide"),
        ("statuses", "status"),
        ("serialisers", "serializer"),
        ("authorisation", "authorization"),
        ("optimising", "optimizing"),
        ("analyse", "analyze"),
        ("data modelling", "data modeling"),
        ("centres", "center"),
        ("DB design", "database design"),
        ("virtual envs", "virtual environment"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("aws", "aw"), ("css", "cs"), ("redis", "redi"), ("status", "statu"), ("ec2", "ec3"), ("c++", "c"), ("n+1", "n1")],
)
def test_names_that_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize("word", ["raise", "promise", "exercise", "enterprise", "otherwise", "noise", "precise"])
def test_words_that_end_as_british_ones_do_are_left_alone(word: str) -> None:
    assert tokenize(word) == (word,)


@pytest.mark.parametrize(
    "text", ["@everyone", "@here", "<@123456>", "<@!1>", "<#12>", "<a:wave:12>", "😀", "&", "...", "\u200b"]
)
def test_signs_are_no_words(text: str) -> None:
    assert tokenize(sanitize(text).replace("&", "")) == ()


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\x00", "\x1b"])
def test_hidden_characters_are_dropped(hidden: str) -> None:
    assert sanitize(f"{hidden}mid{hidden}dleware{hidden}") == "middleware"


def test_spaces_of_all_kinds_are_one_space() -> None:
    assert sanitize(" url \t\n\u00a0 routing ") == "url routing"


@settings(deadline=None)
@given(st.text(max_size=400))
def test_cleaning_is_bounded_and_cleans_what_it_made(text: str) -> None:
    cleaned = sanitize(text)
    assert len(cleaned) <= MAX_QUERY
    assert sanitize(cleaned) == cleaned


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_folding_folded_words_changes_nothing_of_their_case(text: str) -> None:
    assert tokenize(sanitize(text.upper())) == tokenize(sanitize(text.lower()))
