"""The chat in the terminal, with the trial bot on the other side."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, timedelta

import pytest
from discord_sandbox import Permission, Sandbox
from discord_sandbox.terminal import TerminalChat
from discord_sandbox.world.model import Message


class Terminal:
    """A chat, and what it wrote."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self.written: list[str] = []
        self.chat = TerminalChat(sandbox, sandbox.member(name), self.written.append, zone=UTC)

    async def enter(self, line: str) -> str:
        """Enter a line that works; return what is shown for it."""
        shown, worked = await self.attempt(line)
        assert worked, shown
        return shown

    async def attempt(self, line: str) -> tuple[str, bool]:
        """Enter a line; return what is shown for it, and whether it worked."""
        self.written.clear()
        worked = await self.chat.enter(line)
        return "".join(self.written), worked


@pytest.fixture
def terminal(sandbox: Sandbox) -> Terminal:
    return Terminal(sandbox, "ada")


async def test_a_command_is_answered_with_numbered_buttons(terminal: Terminal) -> None:
    assert await terminal.enter("/topic middleware times:3") == (
        "Bot:\n│ middleware\n│\n│ 3 times\n"
        "[1] Count 0  [2] New  [3] Later  [4] Ask  [5] Off (disabled)\n"
        "▾ Open a section\n   1.   Databases & ORM\n   2.   X\n▾ Somebody\n(only you can see this)\n"
    )


async def test_buttons_are_pressed_by_number_and_by_label(terminal: Terminal) -> None:
    await terminal.enter("/topic csrf")
    assert (await terminal.enter("1")).startswith("Bot:\ncounted 1\n")
    assert (await terminal.enter("press count 1")).startswith("Bot:\ncounted 2\n")
    assert await terminal.enter("press 2") == "Bot:\na new one\n(only you can see this)\n"


@pytest.mark.parametrize("line", ["choose 1", "choose databases-orm", "choose Databases & ORM"])
async def test_an_option_is_chosen_by_number_value_or_label(terminal: Terminal, line: str) -> None:
    await terminal.enter("/topic csrf")
    assert "section ['databases-orm']" in await terminal.enter(line)


async def test_somebody_is_chosen_by_name(terminal: Terminal, sandbox: Sandbox) -> None:
    grace = sandbox.member("grace")
    await terminal.enter("/topic csrf")
    assert f"who ['{grace.id}']" in await terminal.enter("choose grace")


async def test_a_list_is_found_by_a_part_of_its_name(terminal: Terminal, sandbox: Sandbox) -> None:
    grace = sandbox.member("grace")
    await terminal.enter("/topic csrf")
    assert f"who ['{grace.id}']" in await terminal.enter("choose some: grace")


async def test_a_form_is_shown_and_filled_in(terminal: Terminal) -> None:
    await terminal.enter("/topic csrf")
    assert await terminal.enter("press Ask") == (
        "┌ A question\n│ Name:\n│ Words (optional):\n└ type: fill name | words\n"
    )
    assert "Ada says 'good day'" in await terminal.enter("fill Ada | good day")


async def test_autocomplete_is_shown(terminal: Terminal) -> None:
    assert await terminal.enter("complete topic mi") == "  Middleware  (middleware)\n  Migrations  (migrations)\n"
    assert await terminal.enter("complete /topic name:mo") == "  Models  (models)\n"
    assert (await terminal.enter("complete topic")).count("\n") == 3
    assert await terminal.enter("complete topic zzz") == "(nothing is offered)\n"


async def test_members_and_channels_are_named_in_options(terminal: Terminal, sandbox: Sandbox) -> None:
    sandbox.member("grace")
    assert "grace in general, manager False" in await terminal.enter("/who @grace channel:#general")


async def test_the_bot_answers_who_mentions_it(terminal: Terminal) -> None:
    assert "You said @Bot hello" in await terminal.enter("@Bot hello")


async def test_what_is_said_to_nobody_gets_a_hint(terminal: Terminal) -> None:
    assert await terminal.enter("good morning") == "(nobody answers: say @Bot …, dm … or /…; ? tells more)\n"


async def test_a_command_in_private_is_answered_there(terminal: Terminal, sandbox: Sandbox) -> None:
    assert "pong" in await terminal.enter("dm /ping")
    assert sandbox.member("ada").dm.see()[-1].content == "pong"


async def test_another_member_takes_over_the_keyboard(terminal: Terminal, sandbox: Sandbox) -> None:
    await terminal.enter("/topic csrf")
    sandbox.member("olga", permissions=Permission.MANAGE_GUILD)
    assert await terminal.enter("as olga") == "(you are olga now)\n"
    shown, worked = await terminal.attempt("1")
    assert (shown, worked) == ("! olga cannot see that message: it is private\n", False)
    assert "prompt at 9" in await terminal.enter("/schedule add kind:A prompt hour:9")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/nonsense", "there is no command 'nonsense'; registered are"),
        ("/schedule", "does not see /schedule"),
        ("/ping now", "/ping takes no text: 'now'"),
        ("/topic", "required options are missing: name"),
        ("/topic csrf times:many", "'many' is no whole number"),
        ("/who nobody channel:general", "there is no member 'nobody' here"),
        ("9", "there is no button '9'; there are [1] Count 0"),
        ("press Off", "is disabled"),
        ("choose 9", "there is no member '9' here"),
        ("choose role: grace", "there is no list 'role'; there are Somebody"),
        ("fill nothing", "there is no form to fill in"),
    ],
)
async def test_what_cannot_be_done_says_why(terminal: Terminal, line: str, words: str) -> None:
    await terminal.enter("/topic csrf")
    shown, worked = await terminal.attempt(line)
    assert not worked
    assert shown.startswith("! ")
    assert words in shown


async def test_before_the_first_answer_there_is_nothing_to_press(terminal: Terminal) -> None:
    assert (await terminal.attempt("1"))[0].startswith("! there is no answer with buttons")


async def test_no_answer_is_a_mishap(terminal: Terminal, sandbox: Sandbox) -> None:
    entered = asyncio.ensure_future(terminal.attempt("/silent"))
    await asyncio.sleep(0)
    sandbox.clock.advance(timedelta(seconds=4))
    shown, worked = await entered
    assert not worked
    assert shown.startswith("! The application did not respond to /silent")


async def test_what_comes_later_is_shown_before_the_next_answer(terminal: Terminal, sandbox: Sandbox) -> None:
    daily = sandbox.guild.add_text_channel("daily")
    world = sandbox.world
    sandbox.world.post(Message(world.snowflakes.next(), daily, world.bot, "Prompt of the day"))
    assert "Bot in #daily:\nPrompt of the day\n" in await terminal.enter("?")


async def test_help_names_every_word(terminal: Terminal) -> None:
    shown = await terminal.enter("?")
    assert all(
        word in shown
        for word in (
            "/find",
            "complete",
            "press",
            "choose",
            "fill",
            "@Bot",
            "dm",
            "as grace",
            "quit",
            "Bot has: /hand /",
        )
    )


async def lines(*texts: str) -> AsyncIterator[str]:
    for text in texts:
        yield text


async def test_a_script_echoes_its_lines_and_ends_well(terminal: Terminal) -> None:
    assert await terminal.chat.run(lines("/ping", "quit", "/nonsense"), echo=True) == 0
    assert "".join(terminal.written) == "\n> /ping\nBot:\npong\n\n> quit\n"


async def test_a_script_with_a_line_that_fails_goes_on_and_ends_badly(terminal: Terminal) -> None:
    assert await terminal.chat.run(lines("/nonsense", "/ping"), echo=True) == 1
    assert "> /ping\nBot:\npong\n" in "".join(terminal.written)


async def test_at_the_keyboard_there_is_a_prompt_and_posts_come_by_themselves(
    terminal: Terminal, sandbox: Sandbox
) -> None:
    typed: asyncio.Queue[str | None] = asyncio.Queue()

    async def keyboard() -> AsyncIterator[str]:
        while (line := await typed.get()) is not None:
            yield line

    chat = asyncio.ensure_future(terminal.chat.run(keyboard(), echo=False))
    await asyncio.sleep(0)
    assert terminal.written == ["ada> "]
    world = sandbox.world
    sandbox.world.post(Message(world.snowflakes.next(), sandbox.general, world.bot, "Prompt of the day"))
    assert "".join(terminal.written) == "ada> \nBot:\nPrompt of the day\nada> "
    typed.put_nowait("as grace")
    typed.put_nowait(None)
    assert await chat == 0
    assert "".join(terminal.written).endswith("(you are grace now)\ngrace> ")
