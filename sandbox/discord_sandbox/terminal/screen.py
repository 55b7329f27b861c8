"""What a terminal chat shows: answers, posts, forms and notes, in the words of the transcript."""

from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo

from discord_sandbox.member.modals import Modal
from discord_sandbox.sandbox import Sandbox
from discord_sandbox.transcript import RenderContext, render
from discord_sandbox.world.model import Message
from discord_sandbox.world.payloads import message_json

Write = Callable[[str], object]
"""Puts text on the terminal as it is; sys.stdout.write does."""


class Screen:
    """Writes to a terminal. `zone` is what instants are told in, by default the machine's."""

    def __init__(self, sandbox: Sandbox, write: Write, *, zone: tzinfo | None, width: int, styled: bool) -> None:
        self._sandbox = sandbox
        self._write = write
        self._zone = zone or sandbox.clock.now().astimezone().tzinfo or UTC
        self._width = width
        self._styled = styled

    def message(self, message: Message, *, where: str = "") -> None:
        """Show a message under the name of who wrote it."""
        reader = self._reader()
        self.line(reader.bold(f"{message.author.display_name}{where}:"))
        self.line(render(message_json(message), reader))

    def form(self, modal: Modal) -> None:
        """Show a form that opened, and how to fill it in."""
        self.line(self._reader().bold(f"┌ {modal.title}"))
        for field in modal.fields:
            self.line(f"│ {field.label}{'' if field.required else ' (optional)'}: {field.value}".rstrip())
        self.line(f"└ type: fill {' | '.join(field.label.lower() for field in modal.fields)}")

    def offers(self, choices: Sequence[tuple[str, str | int | float]]) -> None:
        """Show what autocomplete offers: the name, and the value where it is another."""
        for name, value in choices:
            self.line(f"  {name}" if name == value else f"  {name}  ({value})")
        if not choices:
            self.note("nothing is offered")

    def note(self, text: str) -> None:
        """Say something that no member said."""
        self.line(self._reader().dim(f"({text})"))

    def error(self, text: str) -> None:
        """Say what did not work."""
        self.line(f"! {text}")

    def line(self, text: str) -> None:
        """Write one line, or a text of several."""
        self._write(text + "\n")

    def prompt(self, name: str) -> None:
        """Ask for the next line."""
        self._write(f"{name}> ")

    def _reader(self) -> RenderContext:
        now = self._sandbox.clock.now()
        return RenderContext(zone=self._zone, now=now, names=self._name, width=self._width, styled=self._styled)

    def _name(self, subject_id: int) -> str | None:
        world = self._sandbox.world
        if subject_id in world.users:
            return world.users[subject_id].display_name
        if subject_id in world.channels:
            return world.channels[subject_id].name
        roles = (role for guild in world.guilds.values() for role in guild.roles.values())
        return next((role.name for role in roles if role.id == subject_id), None)
