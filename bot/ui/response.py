"""What a member gets to see: one message, ready to send."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import discord

from bot.ui.custom_id import numbered
from bot.ui.payload_rules import CONTENT
from bot.ui.pictures import Picture
from bot.ui.renderer import NoPictureError, PictureRenderer
from bot.ui.text import clip
from bot.ui.theme import StatelessView


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a message; `alt` says in words what a picture shows."""

    name: str
    contents: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A message: a line of text, a picture with its description, and rows of buttons or selects.

    `ephemeral` ones only their reader sees. `new_message` ones do not replace the message whose button was pressed.
    `outcome` is what the log says of it. `modal` is a form that opens instead; the message is for when it came too late
    for that. `in_channel` is what a channel gets to see when somebody asks in it by a mention: it must say nothing of
    the person beyond a short line. None: the message says nothing of a person. `file` comes with the message. `on_sent`
    hears the id of the new message once Discord has it, if it says so.
    """

    embed: discord.Embed | None = None
    view: StatelessView | None = None
    content: str = ""
    ephemeral: bool = True
    new_message: bool = False
    outcome: str = "ok"
    modal: discord.ui.Modal | None = None
    in_channel: "Response | None" = None
    file: Attachment | None = None
    on_sent: Callable[[int], Awaitable[None]] | None = None

    def for_roadmap(self, number: int) -> "Response":
        """Return the same answer with the number of a roadmap in all that is pressed on it."""
        if self.modal:
            self.modal.custom_id = numbered(self.modal.custom_id, number)
        in_channel = self.in_channel.for_roadmap(number) if self.in_channel else None
        return replace(self, view=self.view.for_roadmap(number) if self.view else None, in_channel=in_channel)

    def for_channel(self) -> "Response":
        """Return what a whole channel may see of the answer."""
        return self.in_channel or self

    @property
    def headline(self) -> str:
        """What the answer says in a line or two, to stand above another one."""
        text = (self.embed.description or "").split("\n\n")[0] if self.embed else ""
        return self.content or text

    def with_notice(self, notice: str) -> "Response":
        """Return the same answer with a line of text above it."""
        return replace(self, content=clip("\n".join(filter(None, [notice, self.content])), CONTENT))


async def with_picture(pictures: PictureRenderer, user_id: int, answer: Response, picture: Picture) -> Response:
    """Return an answer to a member with its picture or, when there is none this time, with a line that says why."""
    try:
        drawn = await pictures.render(picture, user_id)
    except NoPictureError as reason:
        return answer.with_notice(f"-# {reason}")
    return replace(answer, file=Attachment(f"{picture.name}.png", drawn, picture.alt))
