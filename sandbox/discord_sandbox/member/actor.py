"""A member at the keyboard, in one channel: types commands, presses buttons, says things, looks."""

import asyncio
from dataclasses import dataclass

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.interactions.model import Interaction, ReplyType
from discord_sandbox.interactions.registry import UserAction
from discord_sandbox.member.actions import build_message, menu_action, slash_action
from discord_sandbox.member.answer import Answer
from discord_sandbox.member.driver import Driver
from discord_sandbox.member.permissions import may_see
from discord_sandbox.world.commands import MESSAGE, USER
from discord_sandbox.world.model import Channel, Event, GuildMember, Message
from discord_sandbox.world.users import User


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a channel. `ada.dm` is the same person in direct messages with the bot."""

    driver: Driver
    user: User
    channel: Channel

    @property
    def id(self) -> int:
        """The user's id."""
        return self.user.id

    @property
    def mention(self) -> str:
        """The text that mentions this member."""
        return self.user.mention

    @property
    def membership(self) -> GuildMember | None:
        """The membership of the channel's guild; None in direct messages and for strangers."""
        return self.channel.guild.members.get(self.user.id) if self.channel.guild else None

    def in_channel(self, channel: Channel) -> "Member":
        """Return the same person in another channel."""
        return Member(self.driver, self.user, channel)

    @property
    def dm(self) -> "Member":
        """The same person in direct messages with the bot."""
        return self.in_channel(self.driver.world.dm_with(self.user))

    def see(self) -> list[Message]:
        """Return what this member can read here, oldest first; others' private answers are not there."""
        may_see(self.user, self.channel)
        return self.channel.visible_to(self.user.id)

    async def slash(self, command: str, /, *, validate: bool = True, **options: object) -> Answer:
        """Use a slash command and return its answer: `await ada.slash("schedule add", kind="prompt")`.

        Raises NotPossible for what Discord's client would not let a member send, unless `validate` is off, and
        NotAnswered.
        """
        return await self.act(slash_action(self, command, options, validate=validate))

    def prepare_slash(self, command: str, /, *, validate: bool = True, **options: object) -> Interaction:
        """Make the interaction of a slash command without sending it; its three seconds have begun."""
        return self.driver.interactions.open(slash_action(self, command, options, validate=validate))

    async def deliver(self, interaction: Interaction) -> Answer:
        """Send a prepared interaction, or one that was sent before once more; returns the first answer it got."""
        self.driver.send(interaction)
        await self.driver.wait(interaction)
        message = interaction.original
        if interaction.reply is ReplyType.DEFERRED_UPDATE and not interaction.edited and interaction.followups:
            message = interaction.followups[0]
        return Answer(self, message, interaction)

    async def autocomplete(self, command: str, /, **options: object) -> list[tuple[str, str | int | float]]:
        """Type into the last of `options` and return what is offered: pairs of name and value."""
        if not options:
            raise NotPossible('say what is typed: autocomplete("topic", name="midd")')
        action = slash_action(self, command, options, focused=list(options)[-1])
        interaction = self.driver.interactions.open(action)
        self.driver.send(interaction)
        await self.driver.wait(interaction)
        return [(choice["name"], choice["value"]) for choice in interaction.choices]

    async def use_on_message(self, command: str, message: Message) -> Answer:
        """Use a command from a message's menu."""
        may_see(self.user, message.channel, message)
        return await self.act(menu_action(self, MESSAGE, command, message))

    async def use_on_user(self, command: str, user: User) -> Answer:
        """Use a command from a user's menu."""
        return await self.act(menu_action(self, USER, command, user))

    async def say(self, text: str, *, within: float = 2.0, reply_to: Message | None = None) -> Answer | None:
        """Write a message and return the bot's, if one comes within so many real seconds.

        `@` before the bot's name becomes a mention of it.
        """
        world = self.driver.world
        heard: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        said = build_message(self, text, reply_to)

        def listen(event: Event) -> None:
            message = event.message
            if message is None or event.name != "MESSAGE_CREATE" or message.author is not world.bot:
                return
            answers = message.channel is said.channel and message.interaction is None
            if answers and message.replies_to in (None, said) and not heard.done():
                heard.set_result(message)

        stop = world.events.listen(listen)
        try:
            # Writing opens a closed thread again; a locked one does not get this far.
            said.channel.archived = False
            world.post(said)
            await asyncio.wait([heard], timeout=within)
        finally:
            stop()
        return Answer(self, heard.result()) if heard.done() else None

    async def act(self, action: UserAction) -> Answer:
        """Do something and return the answer to it; raises NotAnswered."""
        may_see(action.user, action.channel)
        return await self.deliver(self.driver.interactions.open(action))
