"""What a line in the terminal means, before anything is done."""

import asyncio
import os
from pathlib import Path

import pytest
from discord_sandbox import NotPossible
from discord_sandbox.terminal import script_lines, typed_lines
from discord_sandbox.terminal.slash_line import read_slash
from discord_sandbox.terminal.verbs import Request, read_line
from form_bodies import command, string_option

ADD = {**command(name="add"), "options": [string_option("kind"), string_option("time"), string_option("zone")]}
COMMANDS = {
    "topic": command(options=[string_option("name"), string_option("times")]),
    "next": command(name="next"),
    "schedule": command(name="schedule", options=[ADD, {**command(name="list"), "options": []}]),
    "posts": command(name="posts", options=[{"type": 2, "name": "daily", "description": "d", "options": [ADD]}]),
}


@pytest.mark.parametrize(
    ("line", "path", "typed"),
    [
        ("/topic middleware", "topic", {"name": "middleware"}),
        ("/topic  drf views & viewsets ", "topic", {"name": "drf views & viewsets"}),
        ("topic csrf times:3", "topic", {"name": "csrf", "times": "3"}),
        ("/topic times: 3 name:csrf, xss", "topic", {"times": "3", "name": "csrf, xss"}),
        ("/topic name:", "topic", {"name": ""}),
        ("/topic sometimes:3", "topic", {"name": "sometimes:3"}),
        ("/topic https://a.bc", "topic", {"name": "https://a.bc"}),
        ("/next", "next", {}),
        (
            "/schedule add prompt time:09:00 zone:Europe/Berlin",
            "schedule add",
            {"kind": "prompt", "time": "09:00", "zone": "Europe/Berlin"},
        ),
        ("/schedule list", "schedule list", {}),
        ("/schedule", "schedule", {}),
        ("/posts daily add prompt", "posts daily add", {"kind": "prompt"}),
        ("/unknown", "unknown", {}),
    ],
)
def test_a_slash_command_is_read_into_path_and_options(line: str, path: str, typed: dict[str, str]) -> None:
    read = read_slash(line, COMMANDS.get)
    assert (read.command, read.typed) == (path, typed)


@pytest.mark.parametrize("line", ["/next please", "/topic csrf name:xss", "/topic name:a name:b", "/schedule list all"])
def test_text_that_no_option_takes_is_refused(line: str) -> None:
    with pytest.raises(NotPossible):
        read_slash(line, COMMANDS.get)


@pytest.mark.parametrize(
    ("line", "request_read"),
    [
        ("1", Request("press", "1")),
        ("press  Done ", Request("press", "Done")),
        ("choose 2", Request("choose", "2")),
        ("complete /topic midd", Request("complete", "topic midd")),
        ("fill a | b", Request("fill", "a | b")),
        ("as ada", Request("become", "ada")),
        ("as far as I know", Request("say", "as far as I know")),
        ("dm /next", Request("dm", "/next")),
        ("say press release", Request("say", "press release")),
        ("/topic csrf", Request("slash", "/topic csrf")),
        ("?", Request("help", "")),
        ("quit", Request("quit", "")),
        ("press", Request("say", "press")),
        ("2026 is the year", Request("say", "2026 is the year")),
        ("@Bot next", Request("say", "@Bot next")),
    ],
)
def test_a_line_has_one_meaning(line: str, request_read: Request) -> None:
    assert read_line(line) == request_read


async def test_a_script_has_no_comments_and_no_empty_lines(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("# a comment\n\n/topic csrf\n  \n1\n", encoding="utf-8")
    assert [line async for line in script_lines(script)] == ["/topic csrf", "1"]


def test_a_script_that_is_not_there_is_missed_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        script_lines(tmp_path / "none")


async def test_typed_lines_come_as_they_are_entered_until_the_end() -> None:
    reading, writing = os.pipe()
    lines = typed_lines(reading)
    os.write(writing, "/topic csrf\nné".encode())
    assert await anext(lines) == "/topic csrf"
    os.write(writing, b"xt\n")
    assert await anext(lines) == "néxt"
    os.write(writing, b"last")
    os.close(writing)
    assert [line async for line in lines] == ["last"]
    await asyncio.to_thread(os.close, reading)
