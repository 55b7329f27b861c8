"""What each verb of this feature answers: the panel again, with a line on what was just picked."""

from collections.abc import Awaitable
from dataclasses import fields

import discord

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.guild_setup import PANEL_KINDS, ScheduleTimes
from bot.core.member import RequestContext
from bot.core.post_kinds import LEADERBOARD, PROMPT, PostKind
from bot.core.schedule import Schedule
from bot.features.setup import embeds, forms, service
from bot.ui.forms import channel_menu, role_menu, roles_menu
from bot.ui.response import Response
from bot.ui.theme import Item, button, error_embed, option, rows, select

SUCCESS = discord.ButtonStyle.success
WHAT = {PROMPT: "Study prompts go", LEADERBOARD: "The leaderboard goes"}
VERBS = {PROMPT: "setup-study", LEADERBOARD: "setup-board"}


async def panel(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show how the server is set up."""
    return await _panel(app, request)


async def zone(app: AppContext, request: RequestContext, typed: str) -> Response:
    """Set the server's time zone."""
    return await _saved(
        app, request, service.choose_times(app, request, ScheduleTimes(zone=typed)), "✅ Time zone saved."
    )


async def study_channel(app: AppContext, request: RequestContext, picked: str) -> Response:
    """Post prompts in the channel with the id `picked`."""
    return await _channel(app, request, PROMPT, picked)


async def board_channel(app: AppContext, request: RequestContext, picked: str) -> Response:
    """Post leaderboards in the channel with the id `picked`."""
    return await _channel(app, request, LEADERBOARD, picked)


async def role(app: AppContext, request: RequestContext, picked: str) -> Response:
    """Mention the role with the id `picked`, or nobody."""
    done = "✅ Posts mention it." if picked else "✅ Posts mention nobody."
    return await _saved(app, request, service.choose_role(app, request, _id(picked) if picked else None), done)


async def excluded(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Offer the roles whose members are on no board."""
    shown = await service.load_setup(app, request)
    there = [role_id for role_id, role in shown.excluded.items() if role]
    menu = roles_menu("Roles on no board (none)", there, "setup-exclude")
    return Response(embeds.excluded(shown), rows([menu], [_back()]))


async def exclude(app: AppContext, request: RequestContext, picked: str) -> Response:
    """Let the roles with the ids `picked` be on no board."""
    role_ids = [_id(role_id) for role_id in picked.split(",") if role_id]
    done = "✅ Members with these roles are on no board." if role_ids else "✅ Boards show members of all roles."
    return await _saved(app, request, service.exclude_roles(app, request, role_ids), done)


async def when(app: AppContext, request: RequestContext, typed: str) -> Response:
    """Open the form on zone, week, time and days, filled with what was `typed` the last time, if that was refused."""
    return _opened(forms.times_form(await service.load_setup(app, request), forms.read_typed(typed)))


async def board_time(app: AppContext, request: RequestContext, typed: str) -> Response:
    """Open the form on the leaderboard's own time and day, filled as in `when`."""
    return _opened(forms.board_form(await service.load_setup(app, request), forms.read_typed(typed)))


async def save(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Save what was filled into a form: lines `name=value`."""
    known = dict(line.split("=", 1) for line in filled.splitlines() if "=" in line)
    times = ScheduleTimes(**{field.name: known.get(field.name) or None for field in fields(ScheduleTimes)})
    verb = "setup-when" if times.board_time is None else "setup-board-time"
    again = button("Change what you typed", verb, forms.write_typed(times), emoji="✏️", style=SUCCESS)
    return await _saved(app, request, service.choose_times(app, request, times), "✅ Saved.", again)


async def stop(app: AppContext, request: RequestContext, kind: str) -> Response:
    """Let the prompts or the leaderboards rest."""
    return await _saved(app, request, service.switch(app, request, _kind(kind), on=False), "⏸️ Paused.")


async def start(app: AppContext, request: RequestContext, kind: str) -> Response:
    """Let the prompts or the leaderboards go on."""
    return await _saved(app, request, service.switch(app, request, _kind(kind), on=True), "▶️ It goes on.")


async def roadmaps(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Offer the roadmaps."""
    shown = await service.load_setup(app, request)
    menu = [option(roadmap.title, roadmap.id, roadmap.summary) for roadmap in shown.roadmaps]
    return Response(embeds.roadmaps(shown), rows([select("Pick a roadmap", menu, "setup-roadmap")], [_back()]))


async def roadmap(app: AppContext, request: RequestContext, picked: str) -> Response:
    """Let the server study the roadmap with the id `picked`."""
    return await _saved(app, request, service.choose_roadmap(app, request, picked), "✅ Roadmap saved.")


async def try_out(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show the panel to those who pressed a button of an older one, which tested everything at once."""
    return await _panel(app, request, "🧪 Pick below which post to test.")


def _opened(modal: discord.ui.Modal) -> Response:
    return Response(error_embed("That took too long", "Press the button again."), modal=modal, new_message=True)


async def _channel(app: AppContext, request: RequestContext, kind: PostKind, picked: str) -> Response:
    channel_id = _id(picked)
    again = button("Check again", VERBS[kind], channel_id, emoji="🔄", style=SUCCESS)
    work = service.choose_channel(app, request, kind, channel_id)
    return await _saved(app, request, work, f"✅ {WHAT[kind]} to <#{channel_id}>.", again)


async def _saved(
    app: AppContext, request: RequestContext, work: Awaitable[None], done: str, again: Item | None = None
) -> Response:
    """Do what was picked, and show the panel with what became of it; `again` is for when it did not work."""
    try:
        await work
    except StudyError as problem:
        return await _panel(app, request, f"⚠️ Nothing was saved.\n{problem}", again)
    return await _panel(app, request, done)


async def _panel(app: AppContext, request: RequestContext, notice: str = "", again: Item | None = None) -> Response:
    shown = await service.load_setup(app, request)
    role_id = shown.role.id if shown.role else None
    view = rows(
        [channel_menu("Channel for study prompts", _seen(shown, shown.prompt), "setup-study")],
        [channel_menu("Channel for the leaderboard", _seen(shown, shown.board), "setup-board")],
        [role_menu("Role to mention (nobody)", role_id, "setup-role")] if shown.posts else [],
        [*_forms(shown), *map(_switch, shown.posts), *_more(shown)],
        [again or button("Check again", "setup", emoji="🔄"), *_tests(shown), _excluded()],
    )
    return Response(embeds.setup(shown, request.at), view).with_notice(notice)


def _forms(shown: service.Setup) -> list[Item]:
    times: list[Item] = [button("Time, days and zone", "setup-when", emoji="🕘")]
    both = shown.prompt and shown.board
    return [*times, button("Leaderboard's time", "setup-board-time", emoji="🏆")] if both else times


def _seen(shown: service.Setup, post: Schedule | None) -> int | None:
    """Return the channel of a post for a menu, in which Discord takes only what there is."""
    channel = shown.channels[post.channel_id] if post else None
    return channel.id if channel else None


def _switch(schedule: Schedule) -> Item:
    name = _word(schedule)
    if schedule.paused:
        return button(f"Resume {name}", "setup-start", schedule.kind.id, style=SUCCESS)
    return button(f"Pause {name}", "setup-stop", schedule.kind.id)


def _word(schedule: Schedule) -> str:
    return {PROMPT: "prompts", LEADERBOARD: "leaderboard"}[schedule.kind]


def _more(shown: service.Setup) -> list[Item]:
    return [button("Roadmap", "setup-roadmaps", emoji="🗺️")] if len(shown.roadmaps) > 1 else []


def _tests(shown: service.Setup) -> list[Item]:
    if not shown.posts:
        return []
    tests = [button(f"Test the {_word(post)}", "schedule-test", post.id, emoji="🧪") for post in shown.posts]
    return [*tests, button("All schedules", "schedules")]


def _excluded() -> Item:
    return button("Off the boards", "setup-excluded", emoji="🙈")


def _back() -> Item:
    return button("Back", "setup")


def _id(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 20:
        raise StudyError("Pick one from the menu.")
    return int(text)


def _kind(text: str) -> PostKind:
    kind = next((kind for kind in PANEL_KINDS if kind.id == text), None)
    if kind is None:
        raise StudyError("This button comes from another version of Waymark. Use /setup again.")
    return kind
