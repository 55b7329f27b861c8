"""The ways to Discord that features and jobs take, as they see them: what is behind them knows Discord."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.channel_checks import Channel, Role
from bot.core.member import GuildProfile
from bot.core.message_draft import MessageDraft
from bot.core.send_result import LookupResult, SendResult


class Membership(Protocol):
    """Knows who is still in a server."""

    async def departed(self, guild_id: int, user_ids: Collection[int]) -> frozenset[int]:
        """Return those of `user_ids` who have left the server; whoever cannot be asked about counts as present."""
        ...

    def take_profiles(self, guild_id: int) -> Mapping[int, GuildProfile]:
        """Return, once, those whom Discord has just said to be in the server, by user id."""
        ...

    def forget(self, guild_id: int) -> None:
        """Forget what Discord has said of a server's members, so that it is asked anew."""
        ...


class GuildDirectory(Protocol):
    """Knows the servers' channels and roles, and what the bot may do there."""

    async def channel(self, guild_id: int, channel_id: int) -> Channel | None:
        """Return a channel or thread of a server; None when it is not one of the server's that the bot can see."""
        ...

    async def role(self, guild_id: int, role_id: int) -> Role | None:
        """Return a role of a server; None when there is no such role."""
        ...

    async def is_role_gone(self, guild_id: int, role_id: int) -> bool:
        """Return whether a server is known to have no such role; False when nothing is known of the server."""
        ...


class ChannelSender(Protocol):
    """Puts posts into channels, and finds them there again."""

    @property
    def ready(self) -> bool:
        """Whether there is a connection to post through, and no reason to leave Discord alone for a while."""
        ...

    async def post(self, channel_id: int, post: MessageDraft, nonce: str) -> SendResult:
        """Send a post; the same `nonce` (≤ 25 characters) within a few minutes sends nothing more."""
        ...

    async def edit(self, channel_id: int, message_id: int, post: MessageDraft) -> SendResult:
        """Change the embeds and buttons of a message of the bot's own, and tell what became of it."""
        ...

    async def find(self, channel_id: int, mark: str, since: datetime, until: datetime) -> LookupResult:
        """Look for a post that was marked with `mark` and sent between two instants (aware)."""
        ...

    async def delete(self, channel_id: int, message_id: int, note: str) -> bool:
        """Delete a message of the bot's own whose text has `note`; False when there is none (any more)."""
        ...

    async def dm_channel(self, user_id: int) -> int | None:
        """Return the channel of the direct messages with somebody; None when Discord gives none now."""
        ...

    async def is_in_guild(self, guild_id: int) -> bool:
        """Return whether the bot is in a server; True as well when Discord does not say."""
        ...

    async def admin_channels(self, guild_id: int) -> tuple[int, ...]:
        """Return the channels that a server keeps for notices to its organisers, the fittest first."""
        ...


class FileFetcher(Protocol):
    """Fetches the files that members hand over."""

    async def fetch(self, url: str, limit: int) -> bytes:
        """Return what is at an address, at most `limit` bytes and one more; StudyError when it cannot be had."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The ways to Discord that features and jobs take."""

    membership: Membership
    guild_directory: GuildDirectory
    channel_sender: ChannelSender
    file_fetcher: FileFetcher
    hears_messages: bool = True
    """Whether mentions and direct messages reach the bot: not where interactions come by HTTP."""
