"""The world that the sandbox serves: accounts, guilds, channels, messages, commands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from discord_sandbox.clock import Clock
from discord_sandbox.json_codec import Json
from discord_sandbox.snowflakes import Snowflakes
from discord_sandbox.world.application import Application
from discord_sandbox.world.commands import Commands
from discord_sandbox.world.events import Events
from discord_sandbox.world.guilds import Guild, Parts
from discord_sandbox.world.model import Channel, ChannelType, Event, Message, StoredFile
from discord_sandbox.world.payloads import message_event_json
from discord_sandbox.world.users import User

# Discord says "the past few minutes" and no more.
WINDOW = timedelta(minutes=3)


class Nonces:
    """Remembers each author's nonces for a few minutes: by author, not by channel."""

    def __init__(self) -> None:
        self._sent: dict[tuple[int, str], tuple[datetime, Message]] = {}

    def remember(self, message: Message, now: datetime) -> None:
        """Keep a message's nonce; the newest message keeps it."""
        key = (message.author.id, str(message.nonce))
        self._sent.pop(key, None)
        self._sent[key] = (now, message)
        self._forget_old(now)

    def find(self, author_id: int, nonce: str | int, now: datetime) -> Message | None:
        """Return the message that this author sent with this nonce in the past few minutes."""
        self._forget_old(now)
        found = self._sent.get((author_id, str(nonce)))
        return found[1] if found else None

    def _forget_old(self, now: datetime) -> None:
        while self._sent:
            oldest = next(iter(self._sent))
            if now - self._sent[oldest][0] <= WINDOW:
                return
            del self._sent[oldest]


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
        self._parts = Parts(clock, self.snowflakes, self.events, self.channels)

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        """Make an account; the handle is the name in lower case."""
        user = User(self.snowflakes.next(), name if bot else name.lower(), name, bot, locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str) -> Guild:
        """Make an empty server that belongs to the world's owner."""
        guild = Guild(self.snowflakes.next(), name, self.owner.id, self.bot, parts=self._parts)
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
        self.events.publish(self._event(name, message, partial(message_event_json, message)))

    def _event(self, name: str, message: Message, data: Callable[[], Json]) -> Event:
        return Event(name, data, message.channel.guild, message.channel, message, message.private_to)
