"""What an older or newer Waymark registered or was typed into: words instead of silence."""

import pytest
from discord_sandbox import Member
from discord_sandbox.interactions.model import ReplyType
from forging import forge_command, forge_typing, got, is_plain
from structlog.typing import EventDict
from waiting import until

TEXT, NUMBER, SUBCOMMAND, GROUP = 3, 4, 1, 2


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("flashcards", []),
        ("flashcards", [{"name": "topic", "type": TEXT, "value": "csrf"}]),
        ("done", [{"name": "many", "type": SUBCOMMAND, "options": []}]),
        ("done", [{"name": "topics", "type": TEXT, "value": "csrf"}]),
        ("topic", []),
        ("schedule", []),
        ("schedule", [{"name": "someday", "type": SUBCOMMAND, "options": []}]),
        ("schedule", [{"name": "more", "type": GROUP, "options": [{"name": "x", "type": SUBCOMMAND}]}]),
    ],
)
async def test_a_command_of_another_version_says_so(ada: Member, name: str, options: list[dict[str, object]]) -> None:
    answer = await got(ada, forge_command(ada, name, *options))
    assert answer is not None
    is_plain(answer)
    assert "changed with an update" in answer.text


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("flashcards", [{"name": "topic", "type": TEXT, "value": "csr", "focused": True}]),
        ("topic", [{"name": "title", "type": TEXT, "value": "csr", "focused": True}]),
        ("search", [{"name": "words", "type": TEXT, "value": "csr", "focused": True}]),
        ("leaderboard", [{"name": "page", "type": NUMBER, "value": "1", "focused": True}]),
        ("topic", [{"name": "name", "type": TEXT, "value": "csr"}]),
        ("topic", []),
        (
            "done",
            [
                {
                    "name": "x",
                    "type": SUBCOMMAND,
                    "options": [{"name": "topic", "type": TEXT, "value": "x", "focused": True}],
                }
            ],
        ),
    ],
)
async def test_typing_into_what_is_not_completed_offers_nothing(
    ada: Member, name: str, options: list[dict[str, object]]
) -> None:
    interaction = forge_typing(ada, name, *options)
    assert await got(ada, interaction) is not None
    assert interaction.reply is ReplyType.CHOICES
    assert interaction.choices == []


async def test_typing_a_number_where_text_is_expected(ada: Member) -> None:
    interaction = forge_typing(ada, "topic", {"name": "name", "type": NUMBER, "value": 5, "focused": True})
    assert await got(ada, interaction) is not None
    assert interaction.reply is ReplyType.CHOICES


async def test_each_interaction_has_its_line_in_the_log(ada: Member, interaction_lines: list[EventDict]) -> None:
    asked = forge_command(ada, "flashcards")
    await got(ada, asked)
    await ada.slash("topic", name="csrf")
    await ada.slash("topic", name="basket weaving")
    expected = [("unknown command", "refused"), ("/topic", "ok"), ("/topic", "nothing there")]
    await until(lambda: [(line["command"], line["outcome"]) for line in interaction_lines] == expected)
    assert interaction_lines[0]["reference"] == f"{asked.id:x}"
    assert all(line["ms"] > 0 for line in interaction_lines)
