"""The world that the sandbox serves: accounts, guilds, channels, messages, commands."""

from collections.abc import Callable

from discord_sandbox.clock import Clock
from discord_sandbox.json_codec import Json
from discord_sandbox.snowflakes import Snowflakes
from discord_sandbox.world.application import Application
from discord_sandbox.world.channels import Channel, ChannelType
from discord_sandbox.world.commands import Commands
from discord_sandbox.world.events import Event, Events
from discord_sandbox.world.files import StoredFile
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.messages import Message
from discord_sandbox.world.nonces import Nonces
from discord_sandbox.world.users import User


class World:
    """All state. Whatever changes it here is told through `events`."""

    def __init__(self, clock: Clock, *, bot_name: str) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self.events = Events()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.nonces = Nonces()
        self.commands = Commands(self.snowflakes)
        self.bot = self.add_user(bot_name, bot=True)
        self.owner = self.add_user("owner")
        self.application = Application(self.bot.id, bot_name, self.owner, self.bot)
        self.files: dict[int, StoredFile] = {}
        self._dms: dict[int, Channel] = {}

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        """Make an account; the handle is the name in lower case."""
        user = User(self.snowflakes.next(), name if bot else name.lower(), name, bot, locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str) -> Guild:
        """Make an empty server that belongs to the world's owner."""
        guild = Guild(self.snowflakes.next(), name, self.owner.id, self)
        self.guilds[guild.id] = guild
        guild.join(self.owner)
        return guild

    def dm_with(self, user: User) -> Channel:
        """Return the direct-message channel of the bot and a user; opened at the first call."""
        channel = self._dms.get(user.id)
        if channel is None:
            channel = Channel(self.snowflakes.next(), ChannelType.DM, recipient=user)
            self._dms[user.id] = self.channels[channel.id] = channel
        return channel

    def post(self, message: Message) -> Message:
        """Put a new message into its channel."""
        channel = message.channel
        channel.history[message.id] = message
        if message.private_to is None:
            channel.last_message_id = message.id
        if message.nonce is not None:
            self.nonces.remember(message, self.clock.now())
        self._tell("MESSAGE_CREATE", message)
        return message

    def edited(self, message: Message) -> Message:
        """Tell that a message has been edited, and stamp it."""
        message.edited_at = self.clock.now()
        self._tell("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Message) -> None:
        """Take a message away."""
        message.channel.history.pop(message.id, None)
        message.deleted = True
        payload = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if message.channel.guild is not None:
            payload["guild_id"] = str(message.channel.guild.id)
        self.events.publish(self._event("MESSAGE_DELETE", message, lambda: payload))

    def _tell(self, name: str, message: Message) -> None:
        self.events.publish(self._event(name, message, message.to_event))

    def _event(self, name: str, message: Message, data: Callable[[], Json]) -> Event:
        return Event(name, data, message.channel.guild, message.channel, message, message.private_to)
