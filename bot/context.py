"""What every feature works with: the database, the roadmaps, the clock, and a small memory of what was read."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.calendar import local_date
from bot.core.channel import Channel, Role
from bot.core.delivery import Delivery, Sight
from bot.core.errors import DatabaseUnavailableError, StudyError, UnclearTopicError
from bot.core.guild import GuildSettings
from bot.core.library import Library
from bot.core.lookup import Found, Lookup, Nothing, Suggestions, WasRetired
from bot.core.member import LearnerKey, RequestContext
from bot.core.memory import Memory
from bot.core.post import Occurrence, Post
from bot.core.progress import States
from bot.core.roadmap import Retired, Roadmap, Topic
from bot.core.schedule import Schedule, ScheduleKind
from bot.store import failed_searches, guilds, members, progress
from bot.store.database import Connection, Database
from bot.store.leaderboard_cache import LeaderboardCache
from bot.store.member_cache import MemberCache

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
"""Return the present instant in aware UTC."""

READING = 1.0
"""Seconds that looking something up waits for the database, without which it can do."""

SHARED_AGE = timedelta(minutes=1)
"""How long states that another process has changed may be shown as they were."""
SOLE_AGE = timedelta(hours=1)
"""How long states are remembered by a process that writes all of them itself."""

MOST_MISSES = 1_000
"""Misses that are kept in mind while they cannot be recorded."""

NOWHERE = 0
"""Stands for the home of a member who has used Waymark in no server yet."""


class Membership(Protocol):
    """Knows who is still in a server."""

    async def departed(self, guild_id: int, user_ids: Collection[int]) -> frozenset[int]:
        """Return those of `user_ids` who have left the server; whoever cannot be asked about counts as present."""
        ...


class GuildDirectory(Protocol):
    """Knows the servers' channels and roles, and what the bot may do there."""

    async def channel(self, guild_id: int, channel_id: int) -> Channel | None:
        """Return a channel or thread of a server; None when it is not one of the server's that the bot can see."""
        ...

    def role(self, guild_id: int, role_id: int) -> Role | None:
        """Return a role of a server; None when there is no such role."""
        ...


class ChannelSender(Protocol):
    """Puts posts into channels, and finds them there again."""

    @property
    def ready(self) -> bool:
        """Whether there is a connection to post through, and no reason to leave Discord alone for a while."""
        ...

    async def post(self, channel_id: int, post: Post, nonce: str) -> Delivery:
        """Send a post; the same `nonce` (≤ 25 characters) within a few minutes sends nothing more."""
        ...

    async def find(self, channel_id: int, mark: str, since: datetime, until: datetime) -> Sight:
        """Look for a post that was marked with `mark` and sent between two instants (aware)."""
        ...

    async def admin_channels(self, guild_id: int) -> tuple[int, ...]:
        """Return the channels that a server keeps for notices to its organisers, the fittest first."""
        ...


@dataclass(frozen=True, slots=True)
class GuildContext:
    """What a request is about, as the rules see it: the roadmap studied there, its lookup, and the calendar."""

    roadmap: Roadmap
    lookup: Lookup
    settings: GuildSettings

    def learner(self, request: RequestContext) -> LearnerKey:
        """Return whoever acts, as a learner of the roadmap here."""
        return LearnerKey(request.user_id, self.roadmap.id)

    def date_of(self, request: RequestContext) -> date:
        """Return the local date of a request."""
        return local_date(request.at, self.settings.zone)


Composer = Callable[["AppContext", GuildContext, Schedule, Occurrence], Awaitable[Post | None]]
"""Makes the post for one run of a schedule, as of the run's instant; None when there is nothing worth posting."""


class AppContext:
    """The one object that services are handed."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        presence: Membership,
        channels: GuildDirectory,
        poster: ChannelSender,
        composers: Mapping[ScheduleKind, Composer],
    ) -> None:
        self.database = database
        self.library = library
        self.clock = clock
        self.presence = presence
        self.channels = channels
        self.poster = poster
        self.composers = composers
        self.member_cache = MemberCache(clock)
        self.leaderboard_cache = LeaderboardCache(database, clock)
        self.misses: deque[tuple[str, str, datetime]] = deque(maxlen=MOST_MISSES)
        self._lookups = library.lookups
        self._settings: Memory[int, GuildSettings] = Memory(4_096, clock)
        self._homes: Memory[int, int] = Memory(4_096, clock)
        self._states: Memory[LearnerKey, States] = Memory(4_096, clock, SHARED_AGE if database.is_shared else SOLE_AGE)

    async def guild_context(self, request: RequestContext) -> GuildContext:
        """Return the context of `request`: its server's, or in a direct message that of the server used last."""
        guild_id = request.guild_id or await self._home(request.user_id)
        return self.guild_context_with(await self._settings_of(guild_id))

    async def guild_context_to_read(self, request: RequestContext) -> GuildContext:
        """Return `guild_context` for looking things up: with the defaults while the database is away."""
        if (known := self._known_settings(request)) is not None:
            return self.guild_context_with(known)
        try:
            async with asyncio.timeout(READING):
                return await self.guild_context(request)
        except (TimeoutError, DatabaseUnavailableError):
            log.info("server settings unreadable, defaults are used")
            return self.guild_context_in_memory(request)

    def guild_context_in_memory(self, request: RequestContext) -> GuildContext:
        """Return `guild_context` without asking the database: with the defaults for what is not in memory."""
        return self.guild_context_with(self._known_settings(request) or GuildSettings(request.guild_id or NOWHERE))

    async def states(self, learner: LearnerKey) -> States:
        """Return a learner's states, from memory when they were read lately."""
        if (known := self._states.get(learner)) is not None:
            return known
        async with self.database.reading() as connection:
            return self._states.add(learner, await progress.states(connection, learner))

    async def states_to_read(self, learner: LearnerKey) -> States | None:
        """Return `states` for looking things up; None when they cannot be read right now."""
        if (known := self._states.get(learner)) is not None:
            return known
        try:
            async with asyncio.timeout(READING):
                return await self.states(learner)
        except (TimeoutError, DatabaseUnavailableError):
            log.info("states unreadable, shown without them")
            return None

    def states_in_memory(self, learner: LearnerKey) -> States | None:
        """Return a learner's states if they are remembered; never asks the database."""
        return self._states.get(learner)

    def remember(self, learner: LearnerKey, states: States) -> None:
        """Keep states just written."""
        self._states.put(learner, states)

    def forget_settings(self, guild_id: int) -> None:
        """Drop a server's remembered settings after they were changed."""
        self._settings.forget(guild_id)

    async def topic(self, context: GuildContext, asked: str, verb: str) -> Topic:
        """Return the one topic that `asked` means, to do `verb` with.

        UnclearTopicError when it may be several, StudyError when it is retired or nothing comes near; what nobody
        could find is counted for the author.
        """
        match context.lookup.resolve(asked):
            case Found(topic):
                return topic
            case Suggestions(topics):
                raise UnclearTopicError(asked, topics, verb)
            case WasRetired(retired):
                raise StudyError(_farewell(context.roadmap, retired))
            case Nothing(text):
                self.count_miss(context, text)
                raise StudyError("I know no topic like that. Look for words with /search, or browse with /roadmap.")

    def count_miss(self, context: GuildContext, text: str) -> None:
        """Keep in mind for the author that `text` found nothing; `write_misses` records it beside the answers."""
        if text:
            self.misses.append((context.roadmap.id, text.casefold(), self.clock()))

    async def write_misses(self) -> None:
        """Record what nobody found; what cannot be recorded now is kept for the next time."""
        while taken := tuple(self.misses):
            async with self.database.writing() as connection:
                for miss in taken:
                    await failed_searches.count_failed_search(connection, *miss)
            for _ in taken:
                self.misses.popleft()

    @asynccontextmanager
    async def recording(self, request: RequestContext) -> AsyncIterator[Connection]:
        """Yield a transaction that changes the member's record, and put them on record in the server if that is due."""
        try:
            async with self._greeting(request) as connection:
                yield connection
        except BaseException:
            # It may be in the database all the same: the way back broke, or nobody waited any longer.
            for roadmap_id in self.library.roadmaps:
                self._states.forget(LearnerKey(request.user_id, roadmap_id))
            raise
        finally:
            self.leaderboard_cache.changed([request.user_id])

    @asynccontextmanager
    async def _greeting(self, request: RequestContext) -> AsyncIterator[Connection]:
        if request.guild_id is None or not self.member_cache.needs_upsert(request):
            async with self.database.writing() as connection:
                yield connection
            return
        self.member_cache.mark_pending(request)
        try:
            async with self.database.writing() as connection:
                await members.record_member(connection, request.guild_id, request.user_id, request.name, request.at)
                yield connection
        except BaseException:
            self.member_cache.forget(request.guild_id, [request.user_id])
            raise

    async def greet(self, request: RequestContext) -> None:
        """Put whoever acts on record in the server, if that is due."""
        if self.member_cache.needs_upsert(request):
            async with self.recording(request):
                pass

    def guild_context_with(self, settings: GuildSettings) -> GuildContext:
        """Return the context of a server with these settings."""
        roadmap = self.library.roadmaps.get(settings.roadmap_id or "", self.library.default)
        return GuildContext(roadmap, self._lookups[roadmap.id], settings)

    def _known_settings(self, request: RequestContext) -> GuildSettings | None:
        return self._settings.get(request.guild_id or self._homes.get(request.user_id) or NOWHERE)

    async def _settings_of(self, guild_id: int) -> GuildSettings:
        if (known := self._settings.get(guild_id)) is not None:
            return known
        async with self.database.reading() as connection:
            settings = await guilds.guild_settings(connection, guild_id)
        self._settings.put(guild_id, settings)
        return settings

    async def _home(self, user_id: int) -> int:
        if (known := self._homes.get(user_id)) is not None:
            return known
        async with self.database.reading() as connection:
            home = await members.home_guild(connection, user_id) or NOWHERE
        self._homes.put(user_id, home)
        return home


def _farewell(roadmap: Roadmap, retired: Retired) -> str:
    instead = f" Read {roadmap.topics[retired.instead].title} instead." if retired.instead else ""
    return f"{retired.title} is no longer on the roadmap: {retired.reason}{instead} What you did there stays yours."
