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
from bot.core.member import Act, Learner
from bot.core.memory import Memory
from bot.core.post import Occurrence, Post
from bot.core.progress import States
from bot.core.roadmap import Retired, Roadmap, Topic
from bot.core.schedule import Schedule, ScheduleKind
from bot.store import guilds, members, misses, study
from bot.store.attendance import Attendance
from bot.store.database import Connection, Database
from bot.store.scoreboards import Scoreboards

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
"""Gives the present instant in aware UTC."""

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


class Presence(Protocol):
    """Knows who is still in a server."""

    async def gone(self, guild_id: int, user_ids: Collection[int]) -> frozenset[int]:
        """Give those of `user_ids` who have left the server; whoever cannot be asked about counts as present."""
        ...


class Channels(Protocol):
    """Knows the servers' channels and roles, and what the bot may do there."""

    async def channel(self, guild_id: int, channel_id: int) -> Channel | None:
        """Give a channel or thread of a server; None when it is not one of the server's that the bot can see."""
        ...

    def role(self, guild_id: int, role_id: int) -> Role | None:
        """Give a role of a server; None when there is no such role."""
        ...


class Poster(Protocol):
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

    async def organisers_channels(self, guild_id: int) -> tuple[int, ...]:
        """Give the channels that a server keeps for notices to its organisers, the fittest first."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act happens, as the rules see it: the roadmap studied there, its lookup, and the calendar."""

    roadmap: Roadmap
    lookup: Lookup
    settings: GuildSettings

    def learner(self, act: Act) -> Learner:
        """Give whoever acts, as a learner of the roadmap here."""
        return Learner(act.user_id, self.roadmap.id)

    def date_of(self, act: Act) -> date:
        """Give the local date of an act."""
        return local_date(act.at, self.settings.zone)


Composer = Callable[["Study", Place, Schedule, Occurrence], Awaitable[Post | None]]
"""Makes the post for one run of a schedule, as of the run's instant; None when there is nothing worth posting."""


class Study:
    """The one object that services are handed."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        presence: Presence,
        channels: Channels,
        poster: Poster,
        composers: Mapping[ScheduleKind, Composer],
    ) -> None:
        self.database = database
        self.library = library
        self.clock = clock
        self.presence = presence
        self.channels = channels
        self.poster = poster
        self.composers = composers
        self.attendance = Attendance(clock)
        self.scoreboards = Scoreboards(database, clock)
        self.misses: deque[tuple[str, str, datetime]] = deque(maxlen=MOST_MISSES)
        self._lookups = {roadmap.id: Lookup(roadmap) for roadmap in library.roadmaps.values()}
        self._settings: Memory[int, GuildSettings] = Memory(4_096, clock)
        self._homes: Memory[int, int] = Memory(4_096, clock)
        self._states: Memory[Learner, States] = Memory(4_096, clock, SHARED_AGE if database.is_shared else SOLE_AGE)

    async def place(self, act: Act) -> Place:
        """Give where `act` happens: its server, or in a direct message the server the member last used Waymark in."""
        guild_id = act.guild_id or await self._home(act.user_id)
        return self.place_with(await self._settings_of(guild_id))

    async def place_to_read(self, act: Act) -> Place:
        """Give `place` for looking things up, which goes on without the database: as nobody had set it, if need be."""
        if (known := self._known_settings(act)) is not None:
            return self.place_with(known)
        try:
            async with asyncio.timeout(READING):
                return await self.place(act)
        except (TimeoutError, DatabaseUnavailableError):
            log.info("server settings unreadable, defaults are used")
            return self.place_in_memory(act)

    def place_in_memory(self, act: Act) -> Place:
        """Give `place` without asking the database: what is not remembered is as nobody had set it."""
        return self.place_with(self._known_settings(act) or GuildSettings(act.guild_id or NOWHERE))

    async def states(self, learner: Learner) -> States:
        """Give a learner's states, from memory when they were read lately."""
        if (known := self._states.get(learner)) is not None:
            return known
        async with self.database.reading() as connection:
            return self._states.add(learner, await study.states(connection, learner))

    async def states_to_read(self, learner: Learner) -> States | None:
        """Give `states` for looking things up; None when they cannot be read right now."""
        if (known := self._states.get(learner)) is not None:
            return known
        try:
            async with asyncio.timeout(READING):
                return await self.states(learner)
        except (TimeoutError, DatabaseUnavailableError):
            log.info("states unreadable, shown without them")
            return None

    def states_in_memory(self, learner: Learner) -> States | None:
        """Give a learner's states if they are remembered; never asks the database."""
        return self._states.get(learner)

    def remember(self, learner: Learner, states: States) -> None:
        """Keep states just written."""
        self._states.put(learner, states)

    def forget_settings(self, guild_id: int) -> None:
        """Drop a server's remembered settings after they were changed."""
        self._settings.forget(guild_id)

    async def topic(self, place: Place, asked: str, verb: str) -> Topic:
        """Give the one topic that `asked` means, to do `verb` with.

        UnclearTopicError when it may be several, StudyError when it is retired or nothing comes near; what nobody
        could find is counted for the author.
        """
        match place.lookup.resolve(asked):
            case Found(topic):
                return topic
            case Suggestions(topics):
                raise UnclearTopicError(asked, topics, verb)
            case WasRetired(retired):
                raise StudyError(_farewell(place.roadmap, retired))
            case Nothing(text):
                self.count_miss(place, text)
                raise StudyError("I know no topic like that. Look for words with /search, or browse with /roadmap.")

    def count_miss(self, place: Place, text: str) -> None:
        """Keep in mind for the author that `text` found nothing; `write_misses` records it beside the answers."""
        if text:
            self.misses.append((place.roadmap.id, text.casefold(), self.clock()))

    async def write_misses(self) -> None:
        """Record what nobody found; what cannot be recorded now is kept for the next time."""
        while taken := tuple(self.misses):
            async with self.database.writing() as connection:
                for miss in taken:
                    await misses.count_miss(connection, *miss)
            for _ in taken:
                self.misses.popleft()

    @asynccontextmanager
    async def recording(self, act: Act) -> AsyncIterator[Connection]:
        """Give a transaction for what changes the record of whoever acts, in which they are greeted if that is due."""
        try:
            async with self._greeting(act) as connection:
                yield connection
        except BaseException:
            # It may be in the database all the same: the way back broke, or nobody waited any longer.
            for roadmap_id in self.library.roadmaps:
                self._states.forget(Learner(act.user_id, roadmap_id))
            raise
        finally:
            self.scoreboards.changed([act.user_id])

    @asynccontextmanager
    async def _greeting(self, act: Act) -> AsyncIterator[Connection]:
        if act.guild_id is None or not self.attendance.is_due(act):
            async with self.database.writing() as connection:
                yield connection
            return
        self.attendance.expect(act)
        try:
            async with self.database.writing() as connection:
                await members.touch(connection, act.guild_id, act.user_id, act.name, act.at)
                yield connection
        except BaseException:
            self.attendance.forget(act.guild_id, [act.user_id])
            raise

    async def greet(self, act: Act) -> None:
        """Put whoever acts on record in the server, if that is due."""
        if self.attendance.is_due(act):
            async with self.recording(act):
                pass

    def place_with(self, settings: GuildSettings) -> Place:
        """Give the place that a server with these settings is."""
        roadmap = self.library.roadmaps.get(settings.roadmap_id or "", self.library.default)
        return Place(roadmap, self._lookups[roadmap.id], settings)

    def _known_settings(self, act: Act) -> GuildSettings | None:
        return self._settings.get(act.guild_id or self._homes.get(act.user_id) or NOWHERE)

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
