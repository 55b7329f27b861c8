"""What a request is about: the server's settings and roadmap, and what the member has chosen for themselves."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cachetools import TTLCache

from bot.core.calendar import local_date
from bot.core.errors import DatabaseUnavailableError, StudyError
from bot.core.guild import GuildSettings
from bot.core.library import Library
from bot.core.lookup import Lookup
from bot.core.member import LearnerKey, RequestContext
from bot.core.recall import study_date
from bot.core.roadmap import Roadmap
from bot.core.user import UserSettings
from bot.store import guilds
from bot.store.caches import READ_TIMEOUT
from bot.store.database import Database
from bot.store.users import UserCache

log = logging.getLogger(__name__)

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

    A button means the roadmap that it names, whatever is studied now; a command the one that the member follows, if the
    server offers it, else the server's. `numbers` are the roadmaps', by roadmap id.
    """

    def __init__(
        self, database: Database, library: Library, clock: Callable[[], datetime], numbers: Mapping[str, int]
    ) -> None:
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
        return self._named_by(request, self._chosen_by(await self._users.settings(request.user_id), context))

    async def of_server(self, request: RequestContext) -> GuildContext:
        """Return the context of the server of `request`, whatever the member follows and the button names."""
        guild_id = request.guild_id or await self._home(request.user_id)
        return self.with_settings(await self._settings_of(guild_id))

    async def by_server(self, request: RequestContext) -> RequestContext:
        """Return `request` as one about the server's roadmap, unless a button names another."""
        if request.roadmap_number is not None:
            return request
        return replace(request, roadmap_number=self.number_of(await self.of_server(request)))

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
        context = self._chosen_by(self._users.remembered(request.user_id), self.remembered_server(request))
        return self._named_by(request, context)

    def remembered_server(self, request: RequestContext) -> GuildContext:
        """Return `of_server` without asking the database: the defaults for what is not in memory."""
        guild_id = request.guild_id or self._homes.get(request.user_id) or NOWHERE
        return self.with_settings(self._settings.get(guild_id) or GuildSettings(request.guild_id or NOWHERE))

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
        roadmap = self.library.studied_in(settings.guild_id, settings.roadmap_id)
        return GuildContext(roadmap, self.library.lookups[roadmap.id], settings)

    def forget(self, guild_id: int) -> None:
        """Forget a server's settings after they were changed."""
        self._settings.pop(guild_id, None)

    def forget_user(self, user_id: int) -> None:
        """Forget a person's own settings after they were changed."""
        self._users.forget(user_id)
        self._homes.pop(user_id, None)

    def remember_user(self, settings: UserSettings) -> None:
        """Go by a person's own settings that are being written."""
        self._users.remember(settings)

    def remembered_user(self, user_id: int) -> UserSettings:
        """Return a person's own settings without asking the database: the defaults when they are not in memory."""
        return self._users.remembered(user_id)

    def _chosen_by(self, user: UserSettings, context: GuildContext) -> GuildContext:
        roadmap = context.roadmap
        if user.roadmap_id:
            offered = self.library.offered_to(context.settings.guild_id)
            roadmap = next((offer for offer in offered if offer.id == user.roadmap_id), roadmap)
        return replace(context, roadmap=roadmap, lookup=self.library.lookups[roadmap.id], own_zone=user.zone)

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
