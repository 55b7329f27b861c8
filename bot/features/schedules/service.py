"""What organisers do with schedules: everything typed is checked before anything is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.context import AppContext
from bot.core.calendar import local_date
from bot.core.channel_checks import check_channel, check_role, mention_warning
from bot.core.errors import StudyError
from bot.core.guild import GuildSettings
from bot.core.member import RequestContext, require_manage_guild
from bot.core.message_draft import Occurrence, PastRun
from bot.core.post_kinds import PostKind
from bot.core.recurrence import ScheduledRun
from bot.core.schedule import DEFAULT_AT, MOST_SCHEDULES, Plan, Schedule
from bot.core.schedule_form import ScheduleChanges, apply_changes
from bot.core.send_result import SendResult
from bot.guild_context import GuildContext
from bot.store import schedules
from bot.store.guilds import guild_settings
from bot.store.occurrences import past_runs
from bot.ui.custom_id import post_for_roadmap

NO_RUN = 0
"""The id of an occurrence that is none."""
TEST_NOTE = "A test post: nobody was notified."
"""What a test says of itself, and is known by."""
RUNS = 15
"""Past runs that are shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A schedule, its server, and a word of advice, which is mostly empty."""

    schedule: Schedule
    guild_context: GuildContext
    advice: str = ""


async def add(app: AppContext, request: RequestContext, kind: PostKind, changes: ScheduleChanges) -> Shown:
    """Plan a new post; StudyError with all that is wrong with the changes, or when the server has enough of them."""
    guild_id = require_manage_guild(request)
    async with app.database.reading() as connection:
        context = app.guilds.with_settings(await guild_settings(connection, guild_id))
    plan = apply_changes(_usual(kind, context.settings), changes, context.roadmap, request.at)
    advice = await _check(app, plan)
    async with app.database.writing() as connection:
        added = await schedules.add(connection, plan, request.at)
    if added is None:
        raise StudyError(
            f"This server has {MOST_SCHEDULES} schedules, as many as there can be. "
            "Remove one with /schedule remove, or change one with /schedule edit."
        )
    return Shown(added, context, _advise(context, added, advice))


async def edit(app: AppContext, request: RequestContext, named: str, changes: ScheduleChanges) -> tuple[Shown, bool]:
    """Change what `changes` name, and tell whether that is anything; StudyError with all that is wrong."""
    before = await one(app, request, named)
    if changes.empty:
        raise StudyError("Say what to change: pick at least one more option, such as time or channel.")
    wanted = apply_changes(before.schedule, changes, before.guild_context.roadmap, request.at)
    if wanted == before.schedule:
        return before, False
    advice = await _check(app, wanted) if changes.channel_id or changes.role_id else ""
    async with app.database.writing() as connection:
        changed = await schedules.change(connection, wanted, request.at)
        if changed and changed.pause_reason and wanted.channel_id != before.schedule.channel_id:
            changed = await schedules.resume(
                connection, wanted.guild_id, wanted.id, request.at
            )  # it was the channel's fault
    if changed is None:
        raise _gone()
    return replace(before, schedule=changed, advice=_advise(before.guild_context, changed, advice)), True


async def pause(app: AppContext, request: RequestContext, named: str) -> Shown:
    """Pause a schedule; StudyError when it is paused already."""
    shown = await one(app, request, named)
    async with app.database.writing() as connection:
        paused = await schedules.pause(connection, shown.schedule.guild_id, shown.schedule.id, request.at)
    if not paused:
        raise StudyError("It is already paused. /schedule resume starts it again.")
    return replace(shown, schedule=replace(shown.schedule, paused=True, pause_reason=""))


async def resume(app: AppContext, request: RequestContext, named: str) -> Shown:
    """Resume a paused schedule; StudyError when it runs already, or could not post."""
    shown = await one(app, request, named)
    if not shown.schedule.paused:
        raise StudyError("It is already running. /schedule list shows when it posts next.")
    advice = await _check(app, shown.schedule)
    async with app.database.writing() as connection:
        resumed = await schedules.resume(connection, shown.schedule.guild_id, shown.schedule.id, request.at)
    if resumed is None:
        raise StudyError("It is already running: somebody else has just resumed it.")
    return replace(shown, schedule=resumed, advice=advice)


async def remove(app: AppContext, request: RequestContext, named: str) -> Shown:
    """Remove a schedule with its history, and give it once more."""
    shown = await one(app, request, named)
    async with app.database.writing() as connection:
        if not await schedules.remove(connection, shown.schedule.guild_id, shown.schedule.id):
            raise _gone()
    return shown


async def try_out(app: AppContext, request: RequestContext, named: str) -> tuple[Shown, SendResult | None]:
    """Post what a schedule would post now, and give what became of it; None when that is nothing."""
    shown = await one(app, request, named)
    return shown, await send_test_post(app, shown.schedule, request)


async def send_test_post(app: AppContext, schedule: Schedule, request: RequestContext) -> SendResult | None:
    """Post what `schedule` would post now, without a mention, once even if the request is delivered twice.

    None when there would be nothing to post. No run is written down, and the walk through the topics does not move on.
    """
    run = ScheduledRun(local_date(request.at, schedule.zone), request.at)
    context = await app.guilds.of_server(request)
    made = await app.composers[schedule.kind.id](app, context, schedule, Occurrence(NO_RUN, run))
    if made is None:
        return None
    named = f"<@&{schedule.role_id}> {made.content}" if schedule.role_id else made.content
    test = replace(made, content=named, silent=schedule.silent).noted(TEST_NOTE)
    test = post_for_roadmap(test, app.guilds.number_of(context))
    return await app.ports.channel_sender.post(schedule.channel_id, test, f"t{request.id:x}-{schedule.id:x}")


async def take_away(app: AppContext, request: RequestContext, where: str) -> None:
    """Delete the test post `where`, a channel's id and a message's; StudyError when there is no such test here."""
    guild_id = require_manage_guild(request)
    ids = where.split("-")
    if len(ids) != 2 or not all(part.isascii() and part.isdecimal() and len(part) <= 20 for part in ids):
        raise StudyError("This button comes from another version of Waymark. Delete the test by hand.")
    channel_id, message_id = map(int, ids)
    here = await app.ports.guild_directory.channel(guild_id, channel_id)
    if here is None or not await app.ports.channel_sender.delete(channel_id, message_id, TEST_NOTE):
        raise StudyError("I cannot find the test post any more. If you still see it, delete it by hand.")


async def past(app: AppContext, request: RequestContext, named: str) -> tuple[Shown, tuple[PastRun, ...]]:
    """Return the last runs of a schedule, newest first."""
    shown = await one(app, request, named)
    async with app.database.reading() as connection:
        return shown, await past_runs(connection, shown.schedule.id, request.at, RUNS)


async def one(app: AppContext, request: RequestContext, named: str) -> Shown:
    """Return the schedule of this server that is `named`, its number as `#2`, or its id, which buttons carry.

    StudyError when there is none.
    """
    guild_id = require_manage_guild(request)
    named = named.strip()
    number = named.removeprefix("#")
    if not number.isascii() or not number.isdecimal() or len(number) > 9 + 9 * (number == named):
        raise StudyError("Pick a schedule from the list, or give its number. /schedule list shows them all.")
    async with app.database.reading() as connection:
        context = app.guilds.with_settings(await guild_settings(connection, guild_id))
        look_up = schedules.get_by_number if named.startswith("#") else schedules.get
        schedule = await look_up(connection, guild_id, int(number), request.at)
    if schedule is None:
        raise _gone()
    return Shown(schedule, context)


async def every(app: AppContext, request: RequestContext) -> tuple[Schedule, ...]:
    """Return all schedules of the server, the oldest first."""
    guild_id = require_manage_guild(request)
    async with app.database.reading() as connection:
        return await schedules.list_for_guild(connection, guild_id, request.at)


async def news(app: AppContext, request: RequestContext) -> tuple[Schedule, ...]:
    """Return the schedules that the bot has paused and nobody was told of; they are told of now."""
    own = await every(app, request)
    if not any(schedule.pause_reason for schedule in own):
        return ()
    async with app.database.writing() as connection:
        ids = await schedules.mark_notified(connection, require_manage_guild(request), request.at)
    return tuple(schedule for schedule in own if schedule.id in ids)


async def dead_roles(app: AppContext, schedules: Sequence[Schedule]) -> frozenset[int]:
    """Return the ids of roles that schedules would mention and that are gone."""
    directory = app.ports.guild_directory
    return frozenset(
        [
            schedule.role_id
            for schedule in schedules
            if schedule.role_id and await directory.is_role_gone(schedule.guild_id, schedule.role_id)
        ]
    )


def _usual(kind: PostKind, settings: GuildSettings) -> Plan:
    return Plan(
        guild_id=settings.guild_id,
        channel_id=0,
        kind=kind,
        at=DEFAULT_AT,
        days=kind.default_days(settings.first_weekday),
        zone=settings.zone,
        late=kind.late,
    )


def _gone() -> StudyError:
    return StudyError("This server has no schedule with that number. /schedule list shows them all.")


async def _check(app: AppContext, plan: Plan) -> str:
    """Return a word of advice on its role, which is mostly empty; StudyError when the bot could not post like this."""
    channel = check_channel(await app.ports.guild_directory.channel(plan.guild_id, plan.channel_id))
    if plan.role_id is None:
        return ""
    return mention_warning(check_role(await app.ports.guild_directory.role(plan.guild_id, plan.role_id)), [channel])


def _advise(context: GuildContext, plan: Plan, advice: str) -> str:
    if not plan.kind.weekly or plan.zone == context.settings.zone:
        return advice
    week = f"Weeks end at midnight in this server's time zone, {context.settings.zone.key}: see /setup."
    return f"{advice}\n{week}".lstrip()
