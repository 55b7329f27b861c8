"""Reasons as they are kept, and the words for them."""

import pytest

from bot.core.post_reasons import PostReason, decode, encode
from bot.ui.schedules import TEXTS, reason_text


@pytest.mark.parametrize("reason", PostReason)
def test_every_reason_has_words_and_comes_through(reason: PostReason) -> None:
    assert decode(encode(reason, "x|y")) == (reason, "x|y")
    assert decode(encode(reason)) == (reason, "")
    assert "{" not in reason_text(encode(reason, "what was said"))
    assert set(TEXTS) == set(PostReason)


@pytest.mark.parametrize("kept", ["The channel is gone.", "", "reason:from_a_newer_version|x", "a reason: none"])
def test_what_is_no_code_of_ours_stands_as_it_is(kept: str) -> None:
    assert decode(kept) == (None, kept)
    assert reason_text(kept) == kept


def test_a_reason_may_have_a_reason_of_its_own() -> None:
    kept = encode(PostReason.BROKE, encode(PostReason.NO_HISTORY))
    assert reason_text(kept).startswith("The connection broke while it was sent. Waymark cannot read back")
    assert reason_text(encode(PostReason.BROKE)) == "The connection broke while it was sent."


def test_what_discord_says_is_no_pattern() -> None:
    assert reason_text(encode(PostReason.REFUSED, "{0} {x} %s")) == "Discord refused it: {0} {x} %s."
