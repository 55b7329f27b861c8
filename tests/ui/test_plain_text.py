"""A message as plain text: Discord's marks are taken off, lines are wrapped, and code stays as it is."""

import pytest

from bot.ui.plain_text import WIDTH, message_text, prose_lines
from bot.ui.theme import button, make_embed, option, rows, select


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", ["plain"]),
        ("**bold** and *slanted* and _so_ too", ["bold and slanted and so too"]),
        ("__init__ and `__repr__`", ["init and `__repr__`"]),
        (r"\__init\__ \*args", ["__init__ *args"]),
        ("snake_case_name and 2*3*4", ["snake_case_name and 234"]),
        ("[Docs](https://example.org/a_b_c)", ["Docs (https://example.org/a_b_c)"]),
        ("see https://example.org/a_b_c", ["see https://example.org/a_b_c"]),
        ("- one\n- two", ["• one", "• two"]),
        ("1. one\n> said\n-# small\n### large", ["1. one", "> said", "small", "large"]),
        ("a\n\nb", ["a", "", "b"]),
        ("before\n```python\nx = 1\n\ny = 2\n```\nafter", ["before", "    x = 1", "", "    y = 2", "after"]),
        ("||hidden||", ["||hidden||"]),
        ("", []),
    ],
)
def test_text_is_shown_as_discord_shows_it(text: str, shown: list[str]) -> None:
    assert prose_lines(text, WIDTH) == shown


def test_long_lines_are_wrapped_and_lists_hang() -> None:
    lines = prose_lines("- " + "word " * 40, 30)
    assert max(map(len, lines)) <= 30
    assert lines[0].startswith("• word")
    assert all(line.startswith("  word") for line in lines[1:])


async def test_a_message_has_its_text_its_picture_and_its_buttons() -> None:
    embed = make_embed("Title", "Text.", fields=[("Name", "Value")], footer="Foot_note_")
    menu = select("Pick one", [option("First", "1", emoji="🧱"), option("Second", "2")], "topic")
    view = rows([button("Done", "done", "a", emoji="✅"), button("Start", "start", "a")], [menu])
    assert view
    message = {"content": "Hello", "embeds": [embed.to_dict()], "components": view.to_components()}
    assert message_text(message).splitlines() == [
        "Hello",
        *("│ Title", "│", "│ Text.", "│", "│ Name", "│ Value", "│", "│ Foot_note_"),
        "[✅ Done] [Start]",
        *("[Pick one ▾]", "    🧱 First", "    Second"),
    ]


def test_a_message_without_anything_is_empty() -> None:
    assert message_text({}) == ""
