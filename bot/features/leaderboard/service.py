"""A server's boards, ranked, without those who hid or have left: a page to look at, and the recap of a closed week."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.calendar import Window, WindowKind, local_date, window
from bot.core.errors import DatabaseUnavailableError, StudyError
from bot.core.leaderboard import Board, Scoreboard
from bot.core.member import GuildProfile, RequestContext
from bot.core.message_draft import Occurrence
from bot.core.user import UserSettings, Visibility
from bot.core.weekly_summary import WeeklySummary, closed_week, week_before, weekly_summary
from bot.guild_context import GuildContext
from bot.store.database import Connection
from bot.store.guilds import MAX_NAME, excluded_roles_of, is_excluded, mark_left, names_of, note_roles, rename_members
from bot.store.leaderboard_queries import members_who_studied, rules_are_news, scores
from bot.store.users import set_visibility, user_settings

PAGE = 10
"""Rows on a page."""
MOST_NAMES = 5
"""Names that a recap says one by one."""
NOBODY = 0
"""Stands for the viewer of a board that is made for everybody."""
ROUNDS = 5
"""How often a recap is made anew because somebody on it has left."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page (from 1) of `pages` of a board, and the settings of whoever looks at it.

    `is_excluded` is whether a role keeps them off it.
    """

    board: Board
    window: Window
    number: int
    pages: int
    viewer: UserSettings
    is_excluded: bool

    @property
    def is_hidden(self) -> bool:
        """Whether the viewer is on no board because they hide."""
        return self.viewer.visibility is Visibility.NOBODY


async def page(app: AppContext, request: RequestContext, kind: WindowKind, number: int) -> Page:
    """Return a page of the board of the server that `request` happens in; StudyError outside of one."""
    if request.guild_id is None:
        raise StudyError("A leaderboard ranks the members of a server: use /leaderboard in one. /progress works here.")
    context = await app.guilds.of(request)
    # A board can be looked at while nothing can be written; who is new or has left is then seen to the next time.
    with suppress(DatabaseUnavailableError):
        await app.record_member(request)
    span = window(kind, request.at, context.settings.zone, context.settings.first_weekday)
    shown = await _read(app, request, request.guild_id, context, span, number)
    people = {row.user_id for row in (*shown.board.rows, *shown.board.around)} - {request.user_id}
    with suppress(DatabaseUnavailableError):
        if await _drop_leavers(app, request.guild_id, people, request.at):
            shown = await _read(app, request, request.guild_id, context, span, number)
    return shown


async def hide(app: AppContext, request: RequestContext, *, hidden: bool) -> None:
    """Hide the progress of whoever acts from everybody else, in every server, or show it again."""
    visibility = Visibility.NOBODY if hidden else Visibility.EVERYBODY
    async with app.recording(request) as connection:
        await set_visibility(connection, request.user_id, visibility, request.at)


async def note_told(app: AppContext, request: RequestContext) -> bool:
    """Note that whoever acts was told that they are hidden everywhere; False when it cannot be noted now."""
    with suppress(DatabaseUnavailableError):
        async with app.database.writing() as connection:
            await set_visibility(connection, request.user_id, Visibility.NOBODY, request.at)
        return True
    return False


async def recap_for(app: AppContext, context: GuildContext, occurrence: Occurrence) -> WeeklySummary:
    """Return the recap of the week that was over in a server when `occurrence` was due."""
    for _ in range(ROUNDS):
        made, people = await _recap(app, context, occurrence.run.at)
        if not await _drop_leavers(app, context.settings.guild_id, people, app.clock()):
            break
    return made


async def tells_rules(app: AppContext, context: GuildContext, occurrence: Occurrence) -> bool:
    """Return whether the board of `occurrence` is the one that tells a server what the rules have become."""
    async with app.database.reading() as connection:
        return await rules_are_news(connection, context.settings.guild_id, occurrence.id)


async def _recap(app: AppContext, context: GuildContext, run_at: datetime) -> tuple[WeeklySummary, frozenset[int]]:
    guild_id, zone, first_weekday = context.settings.guild_id, context.settings.zone, context.settings.first_weekday
    week = closed_week(run_at, zone, first_weekday)
    async with app.database.reading() as connection:
        now = await _everybodys(connection, guild_id, context, week)
        before = await _everybodys(connection, guild_id, context, week_before(week, zone, first_weekday))
        last_day = local_date(week.end, zone) - timedelta(days=1)
        people = await members_who_studied(connection, guild_id, context.roadmap.id, week, last_day)
    made = weekly_summary(week, zone, now, before, people)
    said = {*made.newcomers[:MOST_NAMES], *(made.streak.names[:MOST_NAMES] if made.streak else ())}
    named = {row.user_id for row in made.places}
    named |= {climber.user_id for climber in made.climbers}
    named |= {person.user_id for person in people if person.name and person.name in said}
    return made, frozenset(named)


async def _everybodys(connection: Connection, guild_id: int, context: GuildContext, span: Window) -> Board:
    everybody = Scoreboard(await scores(connection, guild_id, context.roadmap.id, span))
    return everybody.board(NOBODY, offset=0, limit=len(everybody))


async def _drop_leavers(app: AppContext, guild_id: int, people: Collection[int], now: datetime) -> bool:
    """Take those of `people` who left or are excluded off the server's boards, and give the others their present names.

    Return whether anything changed.
    """
    gone = await app.ports.membership.departed(guild_id, people)
    profiles = app.ports.membership.take_profiles(guild_id)
    if not gone and not profiles:
        return False
    async with app.database.reading() as connection:
        known = await names_of(connection, guild_id, profiles)
        excluded = await excluded_roles_of(connection, guild_id)
    renamed = {
        user_id: profiles[user_id].name for user_id, name in known.items() if name != profiles[user_id].name[:MAX_NAME]
    }
    changed = {*gone, *renamed}
    if changed or excluded:
        async with app.database.writing() as connection:
            await mark_left(connection, guild_id, tuple(gone), now)
            await rename_members(connection, guild_id, renamed)
            changed |= {*await note_roles(connection, guild_id, _roles(profiles))}
        app.members.forget(guild_id, gone)
        app.leaderboards.changed(changed)
    return bool(changed)


def _roles(profiles: Mapping[int, GuildProfile]) -> Mapping[int, Collection[int]]:
    return {user_id: profile.role_ids for user_id, profile in profiles.items()}


async def _read(
    app: AppContext, request: RequestContext, guild_id: int, context: GuildContext, span: Window, number: int
) -> Page:
    async with app.database.reading() as connection:
        viewer = await user_settings(connection, request.user_id)
        excluded = await is_excluded(connection, guild_id, request.user_id)
    everybody = await app.leaderboards.board(guild_id, context.roadmap.id, span)
    pages = max(1, -(-len(everybody) // PAGE))
    # The board may have become shorter since the button was made, or a number was typed that never was.
    number = min(number, pages)
    return Page(everybody.board(request.user_id, (number - 1) * PAGE, PAGE), span, number, pages, viewer, excluded)
