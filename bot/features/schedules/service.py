"""What organisers do with schedules: everything typed is checked before anything is kept."""

from dataclasses import dataclass, replace

from bot.core.channel import check_channel, check_role, unheard
from bot.core.delivery import Delivery
from bot.core.errors import StudyError
from bot.core.guild import GuildSettings
from bot.core.member import Act
from bot.core.organiser import organised_guild
from bot.core.post import PastRun
from bot.core.schedule import DEFAULT_AT, MOST_SCHEDULES, Plan, Schedule, ScheduleKind, default_days, default_late
from bot.core.wish import Wish, planned
from bot.jobs import trial
from bot.store import schedules
from bot.store.guilds import guild_settings
from bot.store.history import history
from bot.study import Place, Study

RUNS = 15
"""Past runs that are shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A schedule, its server, and a word of advice, which is mostly empty."""

    schedule: Schedule
    place: Place
    advice: str = ""


async def add(study: Study, act: Act, kind: ScheduleKind, wish: Wish) -> Shown:
    """Plan a new post; StudyError with all that is wrong with the wish, or when the server has enough of them."""
    guild_id = organised_guild(act)
    async with study.database.reading() as connection:
        place = study.place_with(await guild_settings(connection, guild_id))
    plan = planned(_usual(kind, place.settings), wish, place.roadmap)
    advice = await _check(study, plan)
    async with study.database.writing() as connection:
        added = await schedules.add(connection, plan, act.at)
    if added is None:
        raise StudyError(
            f"This server has {MOST_SCHEDULES} schedules, as many as there can be. "
            "Remove one with /schedule remove, or change one with /schedule edit."
        )
    return Shown(added, place, _advise(place, added, advice))


async def edit(study: Study, act: Act, named: str, wish: Wish) -> Shown:
    """Change what the wish names of a schedule; StudyError with all that is wrong with it."""
    before = await one(study, act, named)
    if wish.empty:
        raise StudyError("Say what to change: pick at least one more option, such as time or channel.")
    wanted = planned(before.schedule, wish, before.place.roadmap)
    advice = await _check(study, wanted) if wish.channel_id or wish.role_id else ""
    async with study.database.writing() as connection:
        changed = await schedules.change(connection, wanted, act.at)
        if changed and changed.pause_reason and wanted.channel_id != before.schedule.channel_id:
            changed = await schedules.resume(
                connection, wanted.guild_id, wanted.id, act.at
            )  # it was the channel's fault
    if changed is None:
        raise _gone()
    return replace(before, schedule=changed, advice=_advise(before.place, changed, advice))


async def pause(study: Study, act: Act, named: str) -> Shown:
    """Pause a schedule; StudyError when it is paused already."""
    shown = await one(study, act, named)
    async with study.database.writing() as connection:
        paused = await schedules.pause(connection, shown.schedule.guild_id, shown.schedule.id, act.at)
    if not paused:
        raise StudyError("It is paused already. /schedule resume lets it go on.")
    return replace(shown, schedule=replace(shown.schedule, paused=True, pause_reason=""))


async def resume(study: Study, act: Act, named: str) -> Shown:
    """Let a paused schedule go on; StudyError when it runs already, or could not post."""
    shown = await one(study, act, named)
    if not shown.schedule.paused:
        raise StudyError("It runs already: it is not paused. /schedule list shows when it posts next.")
    advice = await _check(study, shown.schedule)
    async with study.database.writing() as connection:
        resumed = await schedules.resume(connection, shown.schedule.guild_id, shown.schedule.id, act.at)
    if resumed is None:
        raise StudyError("It runs already: somebody else has just resumed it.")
    return replace(shown, schedule=resumed, advice=advice)


async def remove(study: Study, act: Act, named: str) -> Shown:
    """Remove a schedule with its history, and give it once more."""
    shown = await one(study, act, named)
    async with study.database.writing() as connection:
        if not await schedules.remove(connection, shown.schedule.guild_id, shown.schedule.id):
            raise _gone()
    return shown


async def try_out(study: Study, act: Act, named: str) -> tuple[Shown, Delivery | None]:
    """Post what a schedule would post now, and give what became of it; None when that is nothing."""
    shown = await one(study, act, named)
    return shown, await trial.try_out(study, shown.schedule, act)


async def past(study: Study, act: Act, named: str) -> tuple[Shown, tuple[PastRun, ...]]:
    """Give the last runs of a schedule, newest first."""
    shown = await one(study, act, named)
    async with study.database.reading() as connection:
        return shown, await history(connection, shown.schedule.id, act.at, RUNS)


async def one(study: Study, act: Act, named: str) -> Shown:
    """Give the schedule of this server with the number `named`; StudyError when there is none."""
    guild_id = organised_guild(act)
    number = named.strip().removeprefix("#")
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise StudyError("Pick a schedule from the list, or give its number. /schedule list shows them all.")
    async with study.database.reading() as connection:
        place = study.place_with(await guild_settings(connection, guild_id))
        found = await schedules.one(connection, guild_id, int(number), act.at)
    if found is None:
        raise _gone()
    return Shown(found, place)


async def every(study: Study, act: Act) -> tuple[Schedule, ...]:
    """Give all schedules of the server, the oldest first."""
    guild_id = organised_guild(act)
    async with study.database.reading() as connection:
        return await schedules.of_guild(connection, guild_id, act.at)


async def news(study: Study, act: Act) -> tuple[Schedule, ...]:
    """Give the schedules that the bot has paused and nobody was told of; they are told of now."""
    found = await every(study, act)
    if not any(one.pause_reason for one in found):
        return ()
    async with study.database.writing() as connection:
        ids = await schedules.mark_told(connection, organised_guild(act), act.at)
    return tuple(one for one in found if one.id in ids)


def _usual(kind: ScheduleKind, settings: GuildSettings) -> Plan:
    return Plan(
        guild_id=settings.guild_id,
        channel_id=0,
        kind=kind,
        at=DEFAULT_AT,
        days=default_days(kind, settings.first_weekday),
        zone=settings.zone,
        late=default_late(kind),
    )


def _gone() -> StudyError:
    return StudyError("This server has no schedule of that number. /schedule list shows them all.")


async def _check(study: Study, plan: Plan) -> str:
    """Give a word of advice on its role, which is mostly empty; StudyError when the bot could not post like this."""
    channel = check_channel(await study.channels.channel(plan.guild_id, plan.channel_id))
    if plan.role_id is None:
        return ""
    return unheard(check_role(study.channels.role(plan.guild_id, plan.role_id)), [channel])


def _advise(place: Place, plan: Plan, advice: str) -> str:
    if plan.kind is ScheduleKind.PROMPT or plan.zone == place.settings.zone:
        return advice
    week = f"Weeks end at midnight in this server's time zone, {place.settings.zone.key}: see /setup."
    return f"{advice}\n{week}".lstrip()
