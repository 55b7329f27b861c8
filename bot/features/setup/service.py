"""What a server's organisers set up: its zone, week and roadmap, and the first prompt and board that it posts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.context import AppContext
from bot.core.channel_checks import Channel, Role, check_channel, check_excludable, check_role, mention_warning
from bot.core.errors import StudyError
from bot.core.guild import GuildSettings
from bot.core.guild_setup import PANEL_KINDS, ScheduleTimes, apply_times, first_of
from bot.core.member import RequestContext, require_manage_guild
from bot.core.post_kinds import LEADERBOARD, PROMPT, PostKind
from bot.core.roadmap import Roadmap
from bot.core.schedule import DEFAULT_AT, MOST_SCHEDULES, Plan, Schedule
from bot.store import guilds, schedules
from bot.store.database import Connection


@dataclass(frozen=True, slots=True)
class Setup:
    """A server as it is set up.

    `prompt` and `board` are its oldest schedule of each kind, which the panel is about; `channels` are those that any
    schedule posts to, by their ids, None for one that the bot cannot see. `role` is the one that they mention, None
    when it is gone or there is none. `excluded` are the roles that are on no board, by their ids, None for one that is
    gone.
    """

    roadmap: Roadmap
    roadmaps: tuple[Roadmap, ...]
    settings: GuildSettings
    schedules: tuple[Schedule, ...]
    channels: Mapping[int, Channel | None]
    role: Role | None
    excluded: Mapping[int, Role | None]
    hears_messages: bool = True

    @property
    def prompt(self) -> Schedule | None:
        """The schedule of prompts that the panel is about."""
        return first_of(PROMPT, self.schedules)

    @property
    def board(self) -> Schedule | None:
        """The schedule of leaderboards that the panel is about."""
        return first_of(LEADERBOARD, self.schedules)

    @property
    def posts(self) -> tuple[Schedule, ...]:
        """Both of them, as far as there are any."""
        return _first_two(self.schedules)

    @property
    def advice(self) -> str:
        """A word on the role, which is mostly empty."""
        places = [channel for post in self.posts if post.role_id and (channel := self.channels[post.channel_id])]
        return mention_warning(self.role, places) if self.role else ""


async def load_setup(app: AppContext, request: RequestContext) -> Setup:
    """Return how the server of `request` is set up; its organisers are told by this of what the bot has paused."""
    guild_id = require_manage_guild(request)
    async with app.database.reading() as connection:
        settings, planned = await _read(connection, guild_id, request.at)
        excluded_ids = await guilds.excluded_roles_of(connection, guild_id)
    if any(schedule.pause_reason for schedule in planned):
        async with app.database.writing() as connection:
            await schedules.mark_notified(connection, guild_id, request.at)
    channels = {
        schedule.channel_id: await app.ports.guild_directory.channel(guild_id, schedule.channel_id)
        for schedule in planned
    }
    role_id = next((schedule.role_id for schedule in _first_two(planned) if schedule.role_id), None)
    directory = app.ports.guild_directory
    role = await directory.role(guild_id, role_id) if role_id else None
    excluded = {excluded_id: await directory.role(guild_id, excluded_id) for excluded_id in excluded_ids}
    roadmap = app.guilds.with_settings(settings).roadmap
    offered = app.library.offered_to(guild_id)
    return Setup(roadmap, offered, settings, planned, channels, role, excluded, app.ports.hears_messages)


async def choose_channel(app: AppContext, request: RequestContext, kind: PostKind, channel_id: int) -> None:
    """Post prompts or boards in a channel from now on; StudyError when the bot may not post there."""
    guild_id = require_manage_guild(request)
    check_channel(await app.ports.guild_directory.channel(guild_id, channel_id))
    async with app.database.writing() as connection:
        settings, planned = await _read(connection, guild_id, request.at)
        known = first_of(kind, planned)
        if known:
            await schedules.change(connection, replace(known, channel_id=channel_id), request.at)
            if known.pause_reason:
                await schedules.resume(connection, guild_id, known.id, request.at)  # it could not post where it was
        elif await schedules.add(connection, _first_plan(settings, planned, kind, channel_id), request.at) is None:
            raise StudyError(f"This server has {MOST_SCHEDULES} schedules already. Remove one with /schedule remove.")


async def choose_role(app: AppContext, request: RequestContext, role_id: int | None) -> None:
    """Mention a role in the posts from now on, or nobody; StudyError for one that posts should not mention."""
    guild_id = require_manage_guild(request)
    if role_id is not None:
        check_role(await app.ports.guild_directory.role(guild_id, role_id))
    async with app.database.writing() as connection:
        _, planned = await _read(connection, guild_id, request.at)
        for schedule in _first_two(planned):
            await schedules.change(connection, replace(schedule, role_id=role_id), request.at)


async def exclude_roles(app: AppContext, request: RequestContext, role_ids: Collection[int]) -> None:
    """Let the members of these roles alone be on no board; StudyError for @everyone and for one that is gone."""
    guild_id = require_manage_guild(request)
    for role_id in role_ids:
        check_excludable(await app.ports.guild_directory.role(guild_id, role_id))
    async with app.database.writing() as connection:
        back = await guilds.exclude_roles(connection, guild_id, role_ids)
    # Whose role it is, is looked at again: of whoever is on a board with the board, of all others when they act.
    app.members.forget_guild(guild_id)
    app.ports.membership.forget(guild_id)
    app.leaderboards.changed(back)


async def choose_times(app: AppContext, request: RequestContext, times: ScheduleTimes) -> None:
    """Set zone, week, time and days; StudyError with everything that is wrong with them, and then nothing is set."""
    guild_id = require_manage_guild(request)
    async with app.database.writing() as connection:
        before, planned = await _read(connection, guild_id, request.at)
        after, moved = apply_times(before, planned, times, request.at)
        await guilds.save(connection, after, request.at)
        for old, new in zip(planned, moved, strict=True):
            if new != old:
                await schedules.change(connection, new, request.at)
    app.guilds.forget(guild_id)


async def choose_roadmap(app: AppContext, request: RequestContext, roadmap_id: str) -> None:
    """Let the server study a roadmap; StudyError for one that there is not."""
    guild_id = require_manage_guild(request)
    if roadmap_id not in {roadmap.id for roadmap in app.library.offered_to(guild_id)}:
        raise StudyError("There is no such roadmap any more. Pick another one.")
    async with app.database.writing() as connection:
        settings, _ = await _read(connection, guild_id, request.at)
        await guilds.save(connection, replace(settings, roadmap_id=roadmap_id), request.at)
    app.guilds.forget(guild_id)


async def switch(app: AppContext, request: RequestContext, kind: PostKind, *, on: bool) -> None:
    """Let prompts or boards rest, or go on; StudyError when they cannot, or when there are none."""
    guild_id = require_manage_guild(request)
    async with app.database.reading() as connection:
        _, planned = await _read(connection, guild_id, request.at)
    known = first_of(kind, planned)
    if known is None:
        raise StudyError("Pick a channel first.")
    if on:
        check_channel(await app.ports.guild_directory.channel(guild_id, known.channel_id))
    async with app.database.writing() as connection:
        if on:
            await schedules.resume(connection, guild_id, known.id, request.at)
        else:
            await schedules.pause(connection, guild_id, known.id, request.at)


def _first_two(schedules: tuple[Schedule, ...]) -> tuple[Schedule, ...]:
    return tuple(filter(None, (first_of(kind, schedules) for kind in PANEL_KINDS)))


def _first_plan(settings: GuildSettings, schedules: tuple[Schedule, ...], kind: PostKind, channel_id: int) -> Plan:
    """Plan the first post of a kind like the first one of the other kind, as far as that goes."""
    other = next(iter(_first_two(schedules)), None)
    return Plan(
        guild_id=settings.guild_id,
        channel_id=channel_id,
        kind=kind,
        at=other.at if other else DEFAULT_AT,
        days=kind.default_days(settings.first_weekday),
        zone=settings.zone,
        late=kind.late,
        role_id=other.role_id if other else None,
    )


async def _read(connection: Connection, guild_id: int, now: datetime) -> tuple[GuildSettings, tuple[Schedule, ...]]:
    return await guilds.guild_settings(connection, guild_id), await schedules.list_for_guild(connection, guild_id, now)
