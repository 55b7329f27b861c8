"""What a server's organisers set up: its zone, week and roadmap, and the first prompt and board that it posts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.channel import Channel, Role, check_channel, check_role, unheard
from bot.core.delivery import Delivery
from bot.core.errors import StudyError
from bot.core.guild import GuildSettings
from bot.core.member import Act
from bot.core.organiser import organised_guild
from bot.core.roadmap import Roadmap
from bot.core.schedule import DEFAULT_AT, MOST_SCHEDULES, Plan, Schedule, ScheduleKind, default_days, default_late
from bot.core.setup import Times, first_of, retimed
from bot.jobs import trial
from bot.store import guilds, schedules
from bot.store.database import Connection
from bot.study import Study


@dataclass(frozen=True, slots=True)
class Setup:
    """A server as it is set up.

    `prompt` and `board` are its oldest schedule of each kind, which the panel is about; `channels` are those that any
    schedule posts to, by their ids, None for one that the bot cannot see. `role` is the one that they mention, None
    when it is gone or there is none.
    """

    roadmap: Roadmap
    roadmaps: tuple[Roadmap, ...]
    settings: GuildSettings
    schedules: tuple[Schedule, ...]
    channels: Mapping[int, Channel | None]
    role: Role | None

    @property
    def prompt(self) -> Schedule | None:
        """The schedule of prompts that the panel is about."""
        return first_of(ScheduleKind.PROMPT, self.schedules)

    @property
    def board(self) -> Schedule | None:
        """The schedule of leaderboards that the panel is about."""
        return first_of(ScheduleKind.LEADERBOARD, self.schedules)

    @property
    def posts(self) -> tuple[Schedule, ...]:
        """Both of them, as far as there are any."""
        return _first_two(self.schedules)

    @property
    def advice(self) -> str:
        """A word on the role, which is mostly empty."""
        places = [channel for one in self.posts if one.role_id and (channel := self.channels[one.channel_id])]
        return unheard(self.role, places) if self.role else ""


async def look(study: Study, act: Act) -> Setup:
    """Give how the server of `act` is set up; its organisers are told by this of what the bot has paused."""
    guild_id = organised_guild(act)
    async with study.database.reading() as connection:
        settings, kept = await _read(connection, guild_id, act.at)
    if any(one.pause_reason for one in kept):
        async with study.database.writing() as connection:
            await schedules.mark_told(connection, guild_id, act.at)
    channels = {one.channel_id: await study.channels.channel(guild_id, one.channel_id) for one in kept}
    role_id = next((one.role_id for one in _first_two(kept) if one.role_id), None)
    role = study.channels.role(guild_id, role_id) if role_id else None
    roadmap = study.place_with(settings).roadmap
    return Setup(roadmap, tuple(study.library.roadmaps.values()), settings, kept, channels, role)


async def choose_channel(study: Study, act: Act, kind: ScheduleKind, channel_id: int) -> None:
    """Post prompts or boards in a channel from now on; StudyError when the bot may not post there."""
    guild_id = organised_guild(act)
    check_channel(await study.channels.channel(guild_id, channel_id))
    async with study.database.writing() as connection:
        settings, kept = await _read(connection, guild_id, act.at)
        known = first_of(kind, kept)
        if known:
            await schedules.change(connection, replace(known, channel_id=channel_id), act.at)
            if known.pause_reason:
                await schedules.resume(connection, guild_id, known.id, act.at)  # it could not post where it was
        elif await schedules.add(connection, _first_plan(settings, kept, kind, channel_id), act.at) is None:
            raise StudyError(f"This server has {MOST_SCHEDULES} schedules already. Remove one with /schedule remove.")


async def choose_role(study: Study, act: Act, role_id: int | None) -> None:
    """Mention a role in the posts from now on, or nobody; StudyError for one that posts should not mention."""
    guild_id = organised_guild(act)
    if role_id is not None:
        check_role(study.channels.role(guild_id, role_id))
    async with study.database.writing() as connection:
        _, kept = await _read(connection, guild_id, act.at)
        for one in _first_two(kept):
            await schedules.change(connection, replace(one, role_id=role_id), act.at)


async def choose_times(study: Study, act: Act, times: Times) -> None:
    """Set zone, week, time and days; StudyError with everything that is wrong with them, and then nothing is set."""
    guild_id = organised_guild(act)
    async with study.database.writing() as connection:
        before, kept = await _read(connection, guild_id, act.at)
        after, moved = retimed(before, kept, times)
        await guilds.save(connection, after, act.at)
        for old, new in zip(kept, moved, strict=True):
            if new != old:
                await schedules.change(connection, new, act.at)
    study.forget_settings(guild_id)


async def choose_roadmap(study: Study, act: Act, roadmap_id: str) -> None:
    """Let the server study a roadmap; StudyError for one that there is not."""
    guild_id = organised_guild(act)
    if roadmap_id not in study.library.roadmaps:
        raise StudyError("There is no such roadmap any more. Pick another one.")
    async with study.database.writing() as connection:
        settings, _ = await _read(connection, guild_id, act.at)
        await guilds.save(connection, replace(settings, roadmap_id=roadmap_id), act.at)
    study.forget_settings(guild_id)


async def switch(study: Study, act: Act, kind: ScheduleKind, *, on: bool) -> None:
    """Let prompts or boards rest, or go on; StudyError when they cannot, or when there are none."""
    guild_id = organised_guild(act)
    async with study.database.reading() as connection:
        _, kept = await _read(connection, guild_id, act.at)
    known = first_of(kind, kept)
    if known is None:
        raise StudyError("Pick a channel first.")
    if on:
        check_channel(await study.channels.channel(guild_id, known.channel_id))
    async with study.database.writing() as connection:
        if on:
            await schedules.resume(connection, guild_id, known.id, act.at)
        else:
            await schedules.pause(connection, guild_id, known.id, act.at)


async def try_out(study: Study, act: Act) -> tuple[tuple[Schedule, Delivery | None], ...]:
    """Post a test of the prompt and of the board, and give what became of each; StudyError when there is neither."""
    guild_id = organised_guild(act)
    async with study.database.reading() as connection:
        _, kept = await _read(connection, guild_id, act.at)
    posts = _first_two(kept)
    if not posts:
        raise StudyError("Pick a channel first: then there is something to post.")
    return tuple([(one, await trial.try_out(study, one, act)) for one in posts])


def _first_two(kept: tuple[Schedule, ...]) -> tuple[Schedule, ...]:
    return tuple(filter(None, (first_of(kind, kept) for kind in ScheduleKind)))


def _first_plan(settings: GuildSettings, kept: tuple[Schedule, ...], kind: ScheduleKind, channel_id: int) -> Plan:
    """Plan the first post of a kind like the first one of the other kind, as far as that goes."""
    other = next(iter(_first_two(kept)), None)
    return Plan(
        guild_id=settings.guild_id,
        channel_id=channel_id,
        kind=kind,
        at=other.at if other else DEFAULT_AT,
        days=default_days(kind, settings.first_weekday),
        zone=settings.zone,
        late=default_late(kind),
        role_id=other.role_id if other else None,
    )


async def _read(connection: Connection, guild_id: int, now: datetime) -> tuple[GuildSettings, tuple[Schedule, ...]]:
    return await guilds.guild_settings(connection, guild_id), await schedules.of_guild(connection, guild_id, now)
