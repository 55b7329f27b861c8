"""What a member gets for what they did, and what they can do with it."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.interactions.model import Interaction, InteractionType
from discord_sandbox.interactions.registry import UserAction
from discord_sandbox.json_codec import Json
from discord_sandbox.member.components import (
    BUTTON,
    STRING_SELECT,
    Select,
    buttons_in,
    find_button,
    find_select,
    label_of,
    selects_in,
)
from discord_sandbox.member.modals import Modal
from discord_sandbox.member.permissions import may_see
from discord_sandbox.member.picks import forged_values, picked_values
from discord_sandbox.member.resolving import Resolved
from discord_sandbox.member.uploads import handed_over
from discord_sandbox.transcript import render
from discord_sandbox.world.model import Message
from discord_sandbox.world.payloads import message_json

if TYPE_CHECKING:
    from discord_sandbox.member.actor import Member


class Answer:
    """A message or modal in front of a member. It is live: later edits of the message show here too."""

    def __init__(self, member: "Member", message: Message | None, interaction: Interaction | None = None) -> None:
        self.member = member
        self.interaction = interaction
        self._message = message

    @property
    def message(self) -> Message:
        """The message; raises NotPossible when the answer was a modal or nothing to see."""
        if self._message is None:
            raise NotPossible(f"the answer is {'a modal' if self.modal else 'nothing to see'}, not a message")
        return self._message

    @property
    def has_message(self) -> bool:
        """Whether there is a message to read; there is none when the answer was a modal or nothing to see."""
        return self._message is not None

    @property
    def edited(self) -> bool:
        """Whether the application changed the message that was there instead of sending a new one."""
        return self.interaction is not None and self.interaction.edited

    @property
    def private(self) -> bool:
        """Whether only this member sees it."""
        return self.message.private_to is not None

    @property
    def content(self) -> str:
        """The message's text."""
        return self.message.content

    @property
    def embeds(self) -> list[Json]:
        """The message's embeds."""
        return self.message.embeds

    @property
    def buttons(self) -> list[str]:
        """What is written on the message's buttons, in order."""
        return [label_of(button) for button in buttons_in(self.message.components)]

    @property
    def selects(self) -> list[Select]:
        """The message's select menus."""
        return selects_in(self.message.components)

    @property
    def text(self) -> str:
        """The whole message as readable plain text."""
        return render(message_json(self.message))

    @property
    def modal(self) -> Modal | None:
        """The form that opened, if that was the answer."""
        body = self.interaction.modal if self.interaction else None
        return Modal.of(body) if body is not None else None

    @property
    def followups(self) -> list[Message]:
        """The further messages that came after the first answer, so far."""
        return list(self.interaction.followups) if self.interaction else []

    def button(self, name: str) -> Json:
        """Return the button of that label, emoji or custom_id, even a disabled one; raises NotPossible."""
        for button in buttons_in(self.message.components):
            if name in (label_of(button), button.get("custom_id")):
                return button
        raise NotPossible(f"there is no button {name!r}; there are {self.buttons}")

    async def press(self, name: str, *, by: "Member | None" = None) -> "Answer":
        """Press the button of that label, emoji or custom_id, and return the answer to it."""
        button = find_button(self.message.components, name)
        data: Json = {"component_type": BUTTON, "custom_id": button["custom_id"], "id": button["id"]}
        return await self._use(by or self.member, data)

    async def choose(self, name: str, *picked: object, by: "Member | None" = None, validate: bool = True) -> "Answer":
        """Pick from the select of that placeholder or custom_id: labels or values, or users, roles, channels.

        Raises NotPossible for what Discord's client would not let a member pick, unless `validate` is off.
        """
        actor = by or self.member
        select = find_select(self.message.components, name)
        component = select.component
        resolved = Resolved(self.message.channel.guild, actor.in_channel(self.message.channel).membership)
        values = picked_values(name, component, picked, resolved) if validate else forged_values(picked, resolved)
        data: Json = {"component_type": component["type"], "custom_id": select.custom_id, "id": component["id"]}
        data["values"] = values
        if component["type"] != STRING_SELECT:
            data["resolved"] = resolved.to_json()
        return await self._use(actor, data)

    async def submit(
        self, values: Mapping[str, object] | None = None, /, *, validate: bool = True, **fields: object
    ) -> "Answer":
        """Fill in the modal, by custom_id or label, and send it off; returns the answer to it.

        Raises NotPossible for what Discord's client would not send, unless `validate` is off. A form is gone once
        it was answered; when it was not, it can be sent again.
        """
        modal, opened = self.modal, self.interaction
        if modal is None or opened is None:
            raise NotPossible("there is no form to fill in")
        if opened.modal_answered and validate:
            raise NotPossible("the form was sent off and answered: it is no longer open")
        resolved = Resolved(self.member.channel.guild, self.member.membership)
        filled = {name: handed_over(self.member.driver, value) for name, value in {**(values or {}), **fields}.items()}
        data = modal.submission(filled, resolved, validate=validate)
        action = UserAction(
            InteractionType.MODAL_SUBMIT, self.member.user, self.member.channel, data, opened.message, opened
        )
        answer = await self.member.act(action)
        opened.modal_answered = True
        return answer

    async def followup(self, number: int = 1, *, within: float = 5.0) -> "Answer":
        """Return the n-th further message, waiting real seconds for it; raises TimeoutError."""
        interaction = self.interaction
        if interaction is None:
            raise NotPossible("only answers to interactions have follow-ups")
        async with asyncio.timeout(within):
            await self.member.driver.changed.wait_until(lambda: len(interaction.followups) >= number)
        return Answer(self.member, interaction.followups[number - 1], interaction)

    async def _use(self, actor: "Member", data: Json) -> "Answer":
        message = self.message
        may_see(actor.user, message.channel, message)
        action = UserAction(InteractionType.COMPONENT, actor.user, message.channel, data, message)
        return await actor.act(action)
