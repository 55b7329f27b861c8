"""`/schedule add`, `list`, `edit`, `pause`, `resume`, `remove`, `test` and `history`."""

from enum import StrEnum
from typing import TypeVar

import discord
from discord import app_commands

from bot.client.autocomplete import (
    MAX_CHOICE_LENGTH,
    Choices,
    days_choices,
    late_choices,
    offering,
    sections_choices,
    time_choices,
    zone_choices,
)
from bot.client.dispatch import Interaction
from bot.client.feature import Feature
from bot.client.requests import context_from
from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.post_kinds import POST_KINDS, PostKind
from bot.core.schedule import QuietWeek, TopicOrder
from bot.core.schedule_form import ScheduleChanges
from bot.features.schedules import embeds, handlers, service
from bot.ui.forms import POST_CHANNELS
from bot.ui.response import Response
from bot.ui.text import clip

Chosen = TypeVar("Chosen", bound=StrEnum)

group = app_commands.Group(
    name="schedule",
    description="Plan what is posted here and when (for organisers)",
    allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    default_permissions=discord.Permissions(manage_guild=True),
)


class PostChannel(app_commands.Transformer):
    """An option that offers the channels which take posts, and hands over the id of whatever was picked."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """What Discord calls such an option."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds of channels that are offered."""
        return list(POST_CHANNELS)

    async def transform(self, _interaction: discord.Interaction, value: discord.abc.Snowflake, /) -> int:
        """Return the id of what was picked; whether it will do is told by the rules, in better words."""
        return value.id


ChannelId = app_commands.Transform[int, PostChannel]

OPTIONS = {
    "channel": "Where to post: a text channel or a thread",
    "time": "The time of day to post at, like 09:00 or 18:30",
    "days": "daily, weekdays, or days like mon,wed,fri",
    "zone": "The time zone: type a city or country",
    "late": "How late a post may still come after an outage, like 90m, 6h or 2d",
    "role": "A role to mention; nobody if you pick none",
    "silent": "Post without a notification",
    "sections": "For prompts: the sections to draw from, separated by commas",
    "order": "For prompts: the order of the topics",
    "quiet_week": "For leaderboards: what to post when nobody finished a topic",
}
KINDS = [app_commands.Choice(name=kind.name, value=kind.id) for kind in POST_KINDS.values()]
ORDERS = [
    app_commands.Choice(name="As on the roadmap", value=TopicOrder.ROADMAP.value),
    app_commands.Choice(name="Shuffled, none twice until all have had a turn", value=TopicOrder.SHUFFLED.value),
]
QUIET_WEEKS = [
    app_commands.Choice(name="A kind word", value=QuietWeek.ENCOURAGE.value),
    app_commands.Choice(name="Nothing", value=QuietWeek.SKIP.value),
]


@group.command(name="add", description="Plan a post that comes by itself: study prompts or the weekly leaderboard")
@app_commands.describe(kind="What to post", **OPTIONS)
@app_commands.choices(kind=KINDS, order=ORDERS, quiet_week=QUIET_WEEKS)
async def add(  # noqa: PLR0913 - one parameter for each option
    interaction: Interaction,
    *,
    kind: str,
    channel: ChannelId,
    time: str,
    days: str | None = None,
    zone: str | None = None,
    late: str | None = None,
    role: discord.Role | None = None,
    silent: bool | None = None,
    sections: str | None = None,
    order: str | None = None,
    quiet_week: str | None = None,
) -> None:
    """Answer `/schedule add`."""

    async def handler(app: AppContext, request: RequestContext, _text: str) -> Response:
        changes = ScheduleChanges(
            channel_id=channel,
            time=time,
            days=days,
            zone=zone,
            late=late,
            role_id=role.id if role else None,
            silent=silent,
            sections=sections,
            order=choice(TopicOrder, order),
            quiet_week=choice(QuietWeek, quiet_week),
        )
        return await handlers.add(app, request, picked_kind(kind), changes)

    await interaction.client.dispatcher.dispatch(interaction, handler, "")


@group.command(name="edit", description="Change a schedule: pick it, and only what should be different")
@app_commands.describe(schedule="Which one", **OPTIONS, no_role="Stop mentioning a role")
@app_commands.choices(order=ORDERS, quiet_week=QUIET_WEEKS)
async def edit(  # noqa: PLR0913 - one parameter for each option
    interaction: Interaction,
    *,
    schedule: str,
    channel: ChannelId | None = None,
    time: str | None = None,
    days: str | None = None,
    zone: str | None = None,
    late: str | None = None,
    role: discord.Role | None = None,
    no_role: bool = False,
    silent: bool | None = None,
    sections: str | None = None,
    order: str | None = None,
    quiet_week: str | None = None,
) -> None:
    """Answer `/schedule edit`."""

    async def handler(app: AppContext, request: RequestContext, named: str) -> Response:
        changes = ScheduleChanges(
            channel_id=channel,
            time=time,
            days=days,
            zone=zone,
            late=late,
            role_id=role.id if role else None,
            no_role=no_role,
            silent=silent,
            sections=sections,
            order=choice(TopicOrder, order),
            quiet_week=choice(QuietWeek, quiet_week),
        )
        return await handlers.edit(app, request, named, changes)

    await interaction.client.dispatcher.dispatch(interaction, handler, numbered(schedule))


@group.command(name="list", description="See what is planned here, and when it posts next")
async def listing(interaction: Interaction) -> None:
    """Answer `/schedule list`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.listing, "")


@group.command(name="pause", description="Pause a schedule until you resume it")
@app_commands.describe(schedule="Which one")
async def pause(interaction: Interaction, schedule: str) -> None:
    """Answer `/schedule pause`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.pause, numbered(schedule))


@group.command(name="resume", description="Resume a paused schedule")
@app_commands.describe(schedule="Which one")
async def resume(interaction: Interaction, schedule: str) -> None:
    """Answer `/schedule resume`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.resume, numbered(schedule))


@group.command(name="remove", description="Remove a schedule with its history, once you have confirmed it")
@app_commands.describe(schedule="Which one")
async def remove(interaction: Interaction, schedule: str) -> None:
    """Answer `/schedule remove`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.drop, numbered(schedule))


@group.command(name="test", description="Post right now what a schedule would post, mentioning nobody")
@app_commands.describe(schedule="Which one")
async def try_out(interaction: Interaction, schedule: str) -> None:
    """Answer `/schedule test`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.try_out, numbered(schedule))


@group.command(name="history", description="See what became of a schedule's past posts")
@app_commands.describe(schedule="Which one")
async def history(interaction: Interaction, schedule: str) -> None:
    """Answer `/schedule history`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.history, numbered(schedule))


def choice(kind: type[Chosen], picked: str | None) -> Chosen | None:
    """Return what was picked from a list; StudyError for what no list offers."""
    try:
        return kind(picked) if picked is not None else None
    except ValueError as error:
        raise StudyError(f"Pick one of these: {', '.join(kind)}.") from error


def numbered(typed: str) -> str:
    """Return what names a schedule, for what was typed or picked: its number, or the id of one without a number."""
    named = str(typed).strip().removeprefix("#")  # a client may send what is no text
    return named.removeprefix("id ") if named.startswith("id ") else f"#{named}"


def picked_kind(picked: str) -> PostKind:
    """Return the kind of post that was picked; StudyError for what the list does not offer."""
    if picked not in POST_KINDS:
        raise StudyError(f"Pick one of these: {', '.join(kind.name for kind in POST_KINDS.values())}.")
    return POST_KINDS[picked]


@offering
async def schedule_choices(interaction: Interaction, current: str) -> Choices:
    """Offer the schedules of the server whose line has what was typed, to organisers."""
    request = context_from(interaction, interaction.client.dispatcher.app.clock())
    schedules = await service.every(interaction.client.dispatcher.app, request) if request.can_manage_guild else ()
    lines = [(embeds.line(schedule), str(schedule.number or f"id {schedule.id}")) for schedule in schedules]
    wanted = current.strip().casefold()
    return [
        app_commands.Choice(name=clip(line, MAX_CHOICE_LENGTH), value=number)
        for line, number in lines
        if wanted in line.casefold()
    ]


COMPLETIONS = {
    "schedule": schedule_choices,
    "time": time_choices,
    "days": days_choices,
    "zone": zone_choices,
    "late": late_choices,
    "sections": sections_choices,
}
for command in group.walk_commands():
    if isinstance(command, app_commands.Command):
        for parameter in command.parameters:
            if parameter.name in COMPLETIONS:
                command.autocomplete(parameter.name)(COMPLETIONS[parameter.name])

FEATURE = Feature(
    commands=(group,),
    buttons={
        "schedule": handlers.show,
        "schedules": handlers.listing,
        "schedule-test": handlers.try_out,
        "schedule-untest": handlers.take_away,
        "schedule-pause": handlers.pause,
        "schedule-resume": handlers.resume,
        "schedule-history": handlers.history,
        "schedule-drop": handlers.drop,
        "schedule-remove": handlers.remove,
    },
)
