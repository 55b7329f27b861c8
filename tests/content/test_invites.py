"""Invites to other servers go out of what was brought, however they are written; everything else stays."""

import pytest

from bot.content.importers.build import Content, Fields
from bot.content.invites import without_invites


@pytest.mark.parametrize(
    "text",
    [
        "discord.gg/abc",
        "https://discord.gg/abc-def",
        r"https:\\//discord.gg/abc",
        "http://www.discord.com/invite/abc",
        "https://ptb.discordapp.com/invite/abc",
        "DISCORD.GG/ABC",
        r"discord\.gg\/abc",
        "dsc.gg/abc",
    ],
)
def test_an_invite_is_left_out(text: str) -> None:
    topic: Fields = {
        "title": "Oak",
        "quiz": [{"choices": [f"at {text}!"]}],
        "resources": [{"url": text}, {"url": "https://a.org"}],
    }
    content, found = without_invites(Content({"title": f"x {text}"}, (topic,)))
    assert found == 3
    assert content.roadmap == {"title": "x (invite)"}
    assert content.topics == (
        {"title": "Oak", "quiz": [{"choices": ["at (invite)!"]}], "resources": [{"url": "https://a.org"}]},
    )


@pytest.mark.parametrize(
    "text", ["discord.py", "discord.com/developers/docs", "https://discord.gg", "mydiscord.game/x"]
)
def test_what_is_no_invite_stays(text: str) -> None:
    content = Content({"title": text}, ({"title": text, "answer": 0},))
    assert without_invites(content) == (content, 0)
