"""What every feature works with: the database, the roadmaps, the clock, and the way to Discord."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.errors import EmptyResultError, StudyError, UnclearTopicError
from bot.core.library import Library
from bot.core.lookup import Found, Nothing, Suggestions, WasRetired
from bot.core.member import LearnerKey, RequestContext
from bot.core.message_draft import MessageDraft, Occurrence
from bot.core.roadmap import Topic
from bot.core.schedule import Schedule
from bot.guild_context import GuildContext, GuildContexts
from bot.live_library import READING_TIME, LiveLibrary
from bot.metrics import Metrics
from bot.ports import Ports
from bot.simulations import Simulations
from bot.store import guilds
from bot.store.caches import LeaderboardCache, Milestones, ProgressCache
from bot.store.content_feedback import FailedSearches
from bot.store.database import Connection, Database
from bot.store.guilds import MemberCache
from bot.store.race_presses import RacePresses
from bot.store.users import note_reminder_closed, unfollow
from bot.ui.renderer import PictureRenderer
from bot.worker_process import WorkerProcess

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
"""Return the present instant in aware UTC."""

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
                await guilds.record_member(
                    connection, request.guild_id, request.user_id, request.name, request.at, request.role_ids
                )
                yield connection
        except BaseException:
            self.members.forget(request.guild_id, [request.user_id])
            raise

    async def note_reminder_told(self, request: RequestContext) -> None:
        """Note that whoever acts knows that their reminder was turned off."""
        async with self.database.writing_once() as connection:
            await note_reminder_closed(connection, request.user_id, request.at, is_told=True)
        self.guilds.forget_user(request.user_id)

    async def unfollow(self, request: RequestContext, roadmap_id: str) -> None:
        """Let whoever acts no longer follow a roadmap that is gone."""
        async with self.database.writing_once() as connection:
            await unfollow(connection, request.user_id, roadmap_id)
        self.guilds.forget_user(request.user_id)

    async def record_member(self, request: RequestContext) -> None:
        """Put whoever acts on record in the server, if that is due."""
        if self.members.needs_upsert(request):
            async with self.recording(request):
                pass
