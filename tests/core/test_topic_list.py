"""What a list of topics names, and what in it is left out, unclear, retired or unknown."""

import pytest
from shipped import shipped_lookup

from bot.core.lookup import MAX_TOPICS
from bot.core.topic_list import TopicList, read_topic_list

CSRF, XSS, JWT = "Cross-Site Request Forgery (CSRF)", "Cross-Site Scripting (XSS)", "JWT & OAuth"


def read(text: str) -> TopicList:
    return read_topic_list(shipped_lookup(), text)


def ids(listed: TopicList) -> list[str]:
    return [topic.id for topic in listed.topics]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("csrf", ["csrf"]),
        ("csrf, xss,sql injection", ["csrf", "xss", "sql-injection"]),
        ("csrf; xss\njwt", ["csrf", "xss", "jwt-oauth"]),
        ("csrf、xss，jwt；views، forms", ["csrf", "xss", "jwt-oauth", "views", "forms"]),
        ("csrf and xss", ["csrf", "xss"]),
        ("csrf, xss, and jwt", ["csrf", "xss", "jwt-oauth"]),
        ("csrf & xss AND jwt", ["csrf", "xss", "jwt-oauth"]),
        ("syntax and variables", ["syntax-variables"]),
        ("JWT & OAuth, generators and iterators", ["jwt-oauth", "generators-iterators"]),
        ("n+1, csrf + xss", ["database-optimization", "csrf", "xss"]),
        ("csrf, csrf ,, csrf", ["csrf"]),
        ("1. csrf\n2) xss\n- jwt\n• views", ["csrf", "xss", "jwt-oauth", "views"]),
        ("- [x] csrf\n* [X] xss\n☑ jwt\n✅ views", ["csrf", "xss", "jwt-oauth", "views"]),
        ("csrf too, and also the xss topic", ["csrf", "xss"]),
        ("csfr, middlewear", ["csrf", "middleware"]),
        ("forms, and what's next?", ["forms"]),
        ("xss and next", ["xss"]),
        (" , ;\n", []),
        ("", []),
    ],
)
def test_whole_names_and_slips_are_named(text: str, named: list[str]) -> None:
    listed = read(text)
    assert ids(listed) == named
    assert listed.parts == len(named)


@pytest.mark.parametrize(
    "text",
    [
        "csrf, not xss",
        "csrf but not xss",
        "csrf (not xss)",
        "csrf, [ ] xss",
        "csrf, ~~xss~~",
        "- [x] csrf\n- [ ] xss",
        "csrf, ☐ xss",
        "csrf except xss",
        "csrf, without xss",
        "csrf, xss isn't done yet",
        "csrf, haven't finished xss",
        "csrf, never xss",
    ],
)
def test_unticked_struck_and_negated_parts_are_left_out_by_name(text: str) -> None:
    listed = read(text)
    assert (ids(listed), listed.left_out) == (["csrf"], [XSS])


def test_a_negation_goes_on_to_the_end_of_its_part() -> None:
    listed = read("not xss and jwt, csrf")
    assert (ids(listed), listed.left_out) == (["csrf"], [XSS, JWT])


def test_what_is_both_named_and_left_out_is_left_out() -> None:
    listed = read("csrf, ~~csrf~~")
    assert (ids(listed), listed.left_out) == ([], [CSRF])


@pytest.mark.parametrize(
    ("text", "named", "unclear"),
    [
        ("my homework about functions and views", [], "my homework about functions and views"),
        ("csrf, a great function", ["csrf"], "a great function"),
        ("auth, xss", ["xss"], "auth"),
        ("csrf, middle", ["csrf"], "middle"),
        ("functions in python", [], "functions in python"),
        ("serializers drf", [], "serializers drf"),
    ],
)
def test_what_comes_near_names_is_unclear(text: str, named: list[str], unclear: str) -> None:
    listed = read(text)
    assert ids(listed) == named
    assert [part.text for part in listed.unclear] == [unclear]
    assert listed.unclear[0].topics


@pytest.mark.parametrize("text", ["Security Best Practices", "basic skills", "databases & orm"])
def test_a_section_is_named_as_one(text: str) -> None:
    (unclear,) = read(text).unclear
    assert unclear.section is not None
    assert unclear.section.title.casefold() == text.casefold()


@pytest.mark.parametrize("text", ["pizza and csrf", "csrf, everything", "csrf, all of them"])
def test_what_nobody_knows_does_not_stop_the_rest(text: str) -> None:
    listed = read(text)
    assert ids(listed) == ["csrf"]
    assert len(listed.unknown) == 1


@pytest.mark.parametrize(
    ("text", "is_dated"),
    [
        ("csrf", False),
        ("csrf today", False),
        ("csrf this morning", False),
        ("csrf yesterday", True),
        ("csrf and xss last week", True),
        ("csrf on monday", True),
        ("csrf two days ago", True),
    ],
)
def test_a_date_is_noted_and_never_a_name(text: str, is_dated: bool) -> None:
    listed = read(text)
    assert ids(listed)[0] == "csrf"
    assert listed.is_dated is is_dated
    assert not listed.unclear
    assert not listed.unknown


def test_a_list_has_its_limits() -> None:
    assert read(",".join(str(number) for number in range(2000))).parts <= MAX_TOPICS
    assert read("csrf" + " " * 100_000 + "and xss").parts == 1
