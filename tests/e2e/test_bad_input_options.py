"""Hostile values in every option of every command: a private answer in plain words, and nothing in the log to mend."""

import pytest
from discord_sandbox import Member
from forging import is_plain
from hostile import ODD_VALUES, TEXTS

TEXT_OPTIONS = [
    ("topic", "name"),
    ("search", "words"),
    ("roadmap", "section"),
    ("start", "topic"),
    ("done", "topic"),
    ("skip", "topic"),
    ("leaderboard", "window"),
]


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize(("command", "option"), TEXT_OPTIONS)
async def test_hostile_text(ada: Member, command: str, option: str, kind: str) -> None:
    is_plain(await ada.slash(command, validate=False, **{option: TEXTS[kind]}))


@pytest.mark.parametrize("kind", ODD_VALUES)
@pytest.mark.parametrize(("command", "option"), [*TEXT_OPTIONS, ("leaderboard", "page"), ("progress", "member")])
async def test_wrong_type(ada: Member, command: str, option: str, kind: str) -> None:
    is_plain(await ada.slash(command, validate=False, **{option: ODD_VALUES[kind]}))


@pytest.mark.parametrize("page", [0, -1, 10**6, 2**53, 2**63 - 1])
@pytest.mark.parametrize("window", ["week", "all", "fortnight"])
async def test_page_out_of_range(ada: Member, window: str, page: int) -> None:
    is_plain(await ada.slash("leaderboard", validate=False, window=window, page=page))


@pytest.mark.parametrize(("command", "option"), TEXT_OPTIONS)
async def test_an_option_is_missing(ada: Member, command: str, option: str) -> None:
    is_plain(await ada.slash(command, validate=False))


async def test_an_option_that_never_was(ada: Member) -> None:
    is_plain(await ada.slash("help", validate=False, nonsense="x"))


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize(("command", "option"), [("topic", "name"), ("done", "topic"), ("roadmap", "section")])
async def test_typing_hostile_text(ada: Member, command: str, option: str, kind: str) -> None:
    assert len(await ada.autocomplete(command, **{option: TEXTS[kind]})) <= 25


async def test_hostile_text_marks_nothing(ada: Member) -> None:
    for kind in ("everyone", "sql", "zero width", "never suggested", "empty"):
        await ada.slash("done", validate=False, topic=TEXTS[kind])
    assert "0 of 51" in (await ada.slash("progress")).text


async def test_marks_that_turn_text_around_do_not_hide_a_topic(ada: Member) -> None:
    assert "1 of 51" in (await ada.slash("done", topic="\u202ecsrf\u202c\u200b")).text


async def test_more_topics_than_can_be_read_are_refused_and_none_is_marked(ada: Member) -> None:
    refused = await ada.slash("done", topic=", ".join(["csrf", "xss"] * 13))
    assert "up to 25" in refused.text
    assert "0 of 51" in (await ada.slash("progress")).text
    assert "2 of 51" in (await ada.slash("done", topic=", ".join(["csrf", "xss"] * 12))).text


async def test_what_was_not_found_comes_back_as_it_was_typed(ada: Member) -> None:
    answer = await ada.slash("done", topic="csrf, **@everyone** https://x.test <@1>")
    shown = str(answer.embeds)
    assert "@everyone" not in shown
    assert "https://" not in shown
    assert "<@1>" not in shown.replace("\\\\<", "")
    assert "1 of 51" in answer.text
