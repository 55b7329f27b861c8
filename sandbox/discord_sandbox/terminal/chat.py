"""The chat: each line is something that a member does, and what comes of it is shown."""

from collections.abc import AsyncIterator, Sequence
from datetime import tzinfo

from discord_sandbox.exceptions import NotAnswered, NotPossible
from discord_sandbox.member.actions import slash_action
from discord_sandbox.member.actor import Member
from discord_sandbox.member.answer import Answer
from discord_sandbox.sandbox import Sandbox
from discord_sandbox.terminal.picking import button_named, picks_named
from discord_sandbox.terminal.posts import Posts
from discord_sandbox.terminal.screen import Screen, Write
from discord_sandbox.terminal.slash_line import SlashLine, read_slash
from discord_sandbox.terminal.values import value_of
from discord_sandbox.terminal.verbs import read_line
from discord_sandbox.world.commands import CHAT_INPUT
from discord_sandbox.world.model import Message

REPLY_TIMEOUT, UNADDRESSED_TIMEOUT = 5.0, 0.3
"""How many real seconds an answer to a message is waited for: when the bot was spoken to, and when it was not."""

HELP = """\
/ping                       use a command
/find some words            the text behind it goes to its first option
/find text:words pages:2    or name the options, as Discord shows them
complete find wor           see what Discord would offer while you type
1, or press Next            press a button of the last answer
choose 2, or choose red     pick from its list; several with commas
choose role: players        pick from the list of that name, if there are several
fill my answer              fill in the open form; further fields after |
@{bot} hello                say something in the channel
dm hello                    say something, or use a command, in private
say press release           say what looks like one of these words
as grace                    be somebody else
?                           this list
quit                        leave"""


class TerminalChat:
    """Acts as `member`, and as others after `as`. `write` takes what goes to the terminal, line ends and all."""

    def __init__(
        self,
        sandbox: Sandbox,
        member: Member,
        write: Write,
        *,
        zone: tzinfo | None = None,
        width: int = 72,
        styled: bool = False,
    ) -> None:
        self.member = member
        self._sandbox = sandbox
        self._screen = Screen(sandbox, write, zone=zone, width=width, styled=styled)
        self._posts = Posts(sandbox, lambda: self.member, self._arrived)
        self._answer: Answer | None = None
        self._idle = False
        self._verbs = {
            "press": self._press,
            "choose": self._choose,
            "complete": self._complete,
            "fill": self._fill,
            "become": self._become,
            "dm": self._dm,
            "say": lambda text: self._say(self.member, text),
            "slash": lambda text: self._slash(self.member, text),
            "help": self._help,
        }

    async def run(self, lines: AsyncIterator[str], *, echo: bool) -> int:
        """Do line by line until they end or one says quit; return 1 when one of them failed, else 0.

        `echo` writes each line before its answer, for scripts; without it there is a prompt.
        """
        failed = False
        self._ask(echo=echo)
        try:
            async for line in lines:
                self._idle = False
                if echo:
                    self._screen.line(f"\n> {line}")
                if read_line(line).verb == "quit":
                    break
                if line.strip() and not await self.enter(line):
                    failed = True
                self._ask(echo=echo)
        finally:
            self._idle = False
            self._posts.close()
        return int(failed)

    async def enter(self, line: str) -> bool:
        """Do what one line asks for and show what comes of it; return whether it worked."""
        request = read_line(line)
        try:
            await self._verbs[request.verb](request.text)
        except (NotPossible, NotAnswered) as error:
            self._screen.error(str(error))
            return False
        finally:
            self._show_posts(self._posts.take())
        return True

    # What a line can ask for.

    async def _slash(self, member: Member, text: str) -> None:
        line = self._read(member, text)
        options = {name: value_of(line.known[name], typed, member) for name, typed in line.typed.items()}
        self._show(await member.act(slash_action(member, line.command, options)))

    async def _complete(self, text: str) -> None:
        line = self._read(self.member, text)
        typed = line.typed or dict.fromkeys(list(line.known)[:1], "")
        self._screen.offers(await self.member.autocomplete(line.command, **typed))

    async def _press(self, text: str) -> None:
        answer = self._last()
        self._show(await answer.press(button_named(answer, text).custom_id, by=self._by(answer)))

    async def _choose(self, text: str) -> None:
        answer = self._last()
        by = self._by(answer)
        select, picked = picks_named(answer, text, by)
        self._show(await answer.choose(select, *picked, by=by))

    async def _fill(self, text: str) -> None:
        modal = self._answer.modal if self._answer else None
        if self._answer is None or modal is None:
            raise NotPossible("there is no form to fill in; to say it, type: say fill …")
        values = [value.strip() for value in text.split("|")]
        if len(values) > len(modal.fields):
            raise NotPossible(f"the form has {len(modal.fields)} fields, not {len(values)}")
        filled = {field.custom_id: value for field, value in zip(modal.fields, values, strict=False)}
        self._show(await self._answer.submit(filled))

    async def _become(self, name: str) -> None:
        channel = self.member.channel
        guild = self._sandbox.world.guilds.get(channel.guild.id) if channel.guild else None
        self.member = self._sandbox.member(name, guild=guild).in_channel(channel)
        self._screen.note(f"you are {self.member.user.display_name} now")

    async def _dm(self, text: str) -> None:
        if text.startswith("/"):
            await self._slash(self.member.dm, text)
        else:
            await self._say(self.member.dm, text)

    async def _say(self, member: Member, text: str) -> None:
        bot = self._sandbox.world.bot
        spoken_to = member.channel.guild is None or f"@{bot.name}".casefold() in text.casefold() or bot.mention in text
        answer = await member.say(text, within=REPLY_TIMEOUT if spoken_to else UNADDRESSED_TIMEOUT)
        if answer is not None:
            self._show(answer)
        elif spoken_to:
            raise NotAnswered(f"{bot.name} did not answer")
        else:
            self._screen.note(f"nobody answers: say @{bot.name} …, dm … or /…; ? tells more")

    async def _help(self, _: str) -> None:
        world = self._sandbox.world
        self._screen.line(HELP.format(bot=world.bot.name))
        names = sorted(command.name for command in world.commands.all(None) if command.type == CHAT_INPUT)
        self._screen.line(f"{world.bot.name} has: {' '.join(f'/{name}' for name in names) or 'no commands'}")

    # What is shown.

    def _show(self, answer: Answer) -> None:
        self._answer = answer
        if answer.modal is not None:
            self._screen.form(answer.modal)
        else:
            self._posts.mark_read(answer.message)
            self._screen.message(answer.message)

    def _show_posts(self, posts: Sequence[Message]) -> None:
        for message in posts:
            here = message.channel is self.member.channel
            where = "" if here else f" in #{message.channel.name}" if message.channel.guild else " in private"
            self._screen.message(message, where=where)
            if message.components:
                self._answer = Answer(self.member.in_channel(message.channel), message)

    def _arrived(self) -> None:
        if self._idle and (posts := self._posts.take()):
            self._screen.line("")
            self._show_posts(posts)
            self._screen.prompt(self.member.user.name)

    def _ask(self, *, echo: bool) -> None:
        self._idle = not echo
        if not echo:
            self._screen.prompt(self.member.user.name)

    # What it needs to know.

    def _read(self, member: Member, text: str) -> SlashLine:
        guild = member.channel.guild
        commands = self._sandbox.world.commands

        def find(name: str) -> dict[str, object] | None:
            command = commands.usable(guild.id if guild else None, CHAT_INPUT, name)
            return command.body if command else None

        return read_slash(text, find)

    def _last(self) -> Answer:
        if self._answer is None or self._answer.modal is not None:
            raise NotPossible("there is no answer with buttons or lists yet; ? tells what to type")
        return self._answer

    def _by(self, answer: Answer) -> Member:
        return self.member.in_channel(answer.message.channel)
