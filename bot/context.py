"""What every feature works with: the database, the roadmaps, the clock, the way to Discord, and whose server it is."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cachetools import TTLCache

from bot.content.brought import READING_TIME
from bot.core.calendar import local_date
from bot.core.errors import DatabaseUnavailableError, EmptyResultError, StudyError, UnclearTopicError
from bot.core.guild import GuildSettings
from bot.core.library import Library
from bot.core.lookup import Found, Lookup, Nothing, Suggestions, WasRetired
from bot.core.member import LearnerKey, RequestContext
from bot.core.message_draft import MessageDraft, Occurrence
from bot.core.recall import study_date
from bot.core.roadmap import Roadmap, Topic
from bot.core.schedule import Schedule
from bot.core.user import UserSettings
from bot.live_library import LiveLibrary
from bot.metrics import Metrics
from bot.ports import Ports
from bot.simulations import Simulations
from bot.store import guilds
from bot.store.caches import READ_TIMEOUT, LeaderboardCache, Milestones, ProgressCache
from bot.store.content_feedback import FailedSearches
from bot.store.database import Connection, Database
from bot.store.guilds import MemberCache
from bot.store.race_presses import RacePresses
from bot.store.users import UserCache, note_reminder_closed
from bot.ui.renderer import PictureRenderer
from bot.worker_process import WorkerProcess

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
"""Return the present instant in aware UTC."""

MAX_CACHE_AGE = timedelta(minutes=1)
"""How long what another process changed of a server's settings may stay unseen here."""

NOWHERE = 0
"""Stands for the home of a member who has used Waymark in no server yet."""


@dataclass(frozen=True, slots=True)
class GuildContext:
    """What a request is about, as the rules see it: the roadmap studied there, its lookup, and the calendar.

    `own_zone` is the zone that the member has chosen for themselves, None for that of the server.
    """

    roadmap: Roadmap
    lookup: Lookup
    settings: GuildSettings
    own_zone: ZoneInfo | None = None

    def learner(self, request: RequestContext) -> LearnerKey:
        """Return whoever acts, as a learner of the roadmap here."""
        return LearnerKey(request.user_id, self.roadmap.id)

    def date_of(self, request: RequestContext) -> date:
        """Return the local date of a request."""
        return local_date(request.at, self.zone)

    def study_day_of(self, request: RequestContext) -> date:
        """Return the local date whose day of study, from 04:00 to 04:00, a request belongs to."""
        return study_date(request.at, self.zone)

    @property
    def zone(self) -> ZoneInfo:
        """The member's own zone, or else the server's."""
        return self.own_zone or self.settings.zone


class GuildContexts:
    """Finds what a request is about: the server's settings, or in a direct message those of the server used last.

    A button means the roadmap that it names, whatever is studied now. `numbers` are the roadmaps', by roadmap id.
    """

    def __init__(self, database: Database, library: Library, clock: Clock, numbers: Mapping[str, int]) -> None:
        self._database = database
        self.library = library
        self.take_over(library, numbers)
        self._settings: TTLCache[int, GuildSettings, datetime] = TTLCache(4_096, MAX_CACHE_AGE, clock)
        self._users = UserCache(database, clock, MAX_CACHE_AGE)
        self._homes: TTLCache[int, int, datetime] = TTLCache(4_096, MAX_CACHE_AGE, clock)

    def take_over(self, library: Library, numbers: Mapping[str, int]) -> None:
        """Have requests from now on be about `library`, which was edited; what servers brought stays."""
        self.library = library.numbered(numbers, self.library)

    async def of(self, request: RequestContext) -> GuildContext:
        """Return the context of `request`."""
        guild_id = request.guild_id or await self._home(request.user_id)
        context = self.with_settings(await self._settings_of(guild_id))
        return self._named_by(request, replace(context, own_zone=(await self._users.settings(request.user_id)).zone))

    async def readable(self, request: RequestContext) -> GuildContext:
        """Return the context of `request` for looking things up: with the defaults while the database is away."""
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                return await self.of(request)
        except (TimeoutError, DatabaseUnavailableError):
            log.info("server settings unreadable, defaults are used")
            return self.remembered(request)

    def remembered(self, request: RequestContext) -> GuildContext:
        """Return the context of `request` without asking the database: the defaults for what is not in memory."""
        guild_id = request.guild_id or self._homes.get(request.user_id) or NOWHERE
        settings = self._settings.get(guild_id) or GuildSettings(request.guild_id or NOWHERE)
        own_zone = self._users.remembered(request.user_id).zone
        return self._named_by(request, replace(self.with_settings(settings), own_zone=own_zone))

    def number_of(self, context: GuildContext) -> int:
        """Return the number of a context's roadmap, for what is pressed."""
        return self.library.numbers[context.roadmap.id]

    def number_named(self, roadmap_id: str) -> int:
        """Return the number of a roadmap, for what is pressed; that of the default for one that is gone."""
        return self.library.numbers.get(roadmap_id) or self.library.numbers[self.library.default.id]

    def number_for(self, request: RequestContext) -> int:
        """Return the number of the roadmap that the answer to `request` is about, from memory."""
        return request.roadmap_number or self.number_of(self.remembered(request))

    def with_settings(self, settings: GuildSettings) -> GuildContext:
        """Return the context of a server with these settings."""
        roadmap = self.library.roadmaps.get(settings.roadmap_id or "", self.library.default)
        return GuildContext(roadmap, self.library.lookups[roadmap.id], settings)

    def forget(self, guild_id: int) -> None:
        """Forget a server's settings after they were changed."""
        self._settings.pop(guild_id, None)

    def forget_user(self, user_id: int) -> None:
        """Forget a person's own settings after they were changed."""
        self._users.forget(user_id)
        self._homes.pop(user_id, None)

    def remembered_user(self, user_id: int) -> UserSettings:
        """Return a person's own settings without asking the database: the defaults when they are not in memory."""
        return self._users.remembered(user_id)

    def _named_by(self, request: RequestContext, context: GuildContext) -> GuildContext:
        if request.roadmap_number is None:
            return context
        roadmap = self.library.with_number(request.roadmap_number)
        if roadmap is None:
            raise StudyError("The roadmap of this button is no longer here. /roadmap shows the one studied here now.")
        return replace(context, roadmap=roadmap, lookup=self.library.lookups[roadmap.id])

    async def _settings_of(self, guild_id: int) -> GuildSettings:
        if (cached := self._settings.get(guild_id)) is not None:
            return cached
        async with self._database.reading() as connection:
            settings = await guilds.guild_settings(connection, guild_id)
        self._settings[guild_id] = settings
        return settings

    async def _home(self, user_id: int) -> int:
        if (cached := self._homes.get(user_id)) is not None:
            return cached
        async with self._database.reading() as connection:
            home = await guilds.home_guild(connection, user_id) or NOWHERE
        self._homes[user_id] = home
        return home


Composer = Callable[["AppContext", GuildContext, Schedule, Occurrence], Awaitable[MessageDraft | None]]
"""Makes the post for one run of a schedule, as of the run's instant; None when there is nothing worth posting."""


@dataclass(frozen=True, slots=True)
class AppContext:
    """The one object that services are handed; each part stands by itself."""

    database: Database
    live_library: LiveLibrary
    reader: WorkerProcess
    clock: Clock
    ports: Ports
    composers: Mapping[str, Composer]
    guilds: GuildContexts
    progress: ProgressCache
    members: MemberCache
    leaderboards: LeaderboardCache
    failed_searches: FailedSearches
    races: RacePresses
    pictures: PictureRenderer
    simulations: Simulations
    milestones: Milestones
    metrics: Metrics = field(default_factory=Metrics)

    @classmethod
    def build(
        cls,
        database: Database,
        library: Library,
        clock: Clock,
        ports: Ports,
        composers: Mapping[str, Composer],
        roadmap_numbers: Mapping[str, int],
        *,
        pictures: bool = True,
    ) -> "AppContext":
        """Return a context whose parts share a database and a clock; `pictures` is whether any are drawn."""
        contexts = GuildContexts(database, library, clock, roadmap_numbers)
        return cls(
            database,
            LiveLibrary(database, lambda: contexts.library),
            WorkerProcess(time_limit=READING_TIME),
            clock,
            ports,
            composers,
            contexts,
            ProgressCache(database, clock),
            MemberCache(clock),
            LeaderboardCache(database, clock),
            FailedSearches(database, clock),
            RacePresses(database, clock),
            PictureRenderer(WorkerProcess(), clock, enabled=pictures),
            Simulations(WorkerProcess(), clock),
            Milestones(database, clock),
        )

    @property
    def library(self) -> Library:
        """What there is to study now: it changes when an edit is taken over."""
        return self.guilds.library

    async def find_topic(self, context: GuildContext, text: str, verb: str) -> Topic:
        """Return the one topic that `text` means, to do `verb` with.

        UnclearTopicError when it may be several, StudyError when it is retired or nothing comes near; what nobody
        could find is counted for the author.
        """
        match context.lookup.resolve(text):
            case Found(topic) if verb == "undo" and not isinstance(context.lookup.named(text), Found):
                raise UnclearTopicError(text, (topic,), verb)  # it changes something: not by a guess
            case Found(topic):
                return topic
            case Suggestions((only,)) if verb == "topic":
                return only  # looking at it changes nothing, so a single near miss opens
            case Suggestions(topics):
                raise UnclearTopicError(text, topics, verb)
            case WasRetired(retired):
                raise StudyError(context.roadmap.farewell(retired))
            case Nothing(query):
                self.failed_searches.add(context.roadmap.id, query)
                raise EmptyResultError(
                    "I do not know that topic. /search looks through the texts, /roadmap shows all topics."
                )

    @asynccontextmanager
    async def recording(self, request: RequestContext) -> AsyncIterator[Connection]:
        """Yield a transaction that changes the member's record, and put them on record in the server if that is due."""
        try:
            async with self._recording_member(request) as connection:
                yield connection
        except BaseException:
            # It may be in the database all the same: the way back broke, or nobody waited any longer.
            self.progress.forget(LearnerKey(request.user_id, roadmap_id) for roadmap_id in self.library.roadmaps)
            raise
        finally:
            self.leaderboards.changed([request.user_id])

    @asynccontextmanager
    async def _recording_member(self, request: RequestContext) -> AsyncIterator[Connection]:
        if request.guild_id is None or not self.members.needs_upsert(request):
            async with self.database.writing() as connection:
                yield connection
            return
        self.members.mark_pending(request)
        try:
            async with self.database.writing() as connection:
                await guilds.record_member(connection, request.guild_id, request.user_id, request.name, request.at)
                yield connection
        except BaseException:
            self.members.forget(request.guild_id, [request.user_id])
            raise

    async def note_reminder_told(self, request: RequestContext) -> None:
        """Note that whoever acts knows that their reminder was turned off."""
        async with self.database.writing_once() as connection:
            await note_reminder_closed(connection, request.user_id, request.at, told=True)
        self.guilds.forget_user(request.user_id)

    async def record_member(self, request: RequestContext) -> None:
        """Put whoever acts on record in the server, if that is due."""
        if self.members.needs_upsert(request):
            async with self.recording(request):
                pass
