"""What each verb of this feature answers, whether it came as a command or a button."""

import discord

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.user import Visibility
from bot.features.me import embeds, service
from bot.features.me.service import WORD, Me, MyData
from bot.ui.forms import form, line_field
from bot.ui.response import Attachment, Response
from bot.ui.text import count
from bot.ui.theme import Item, button, error_embed, option, rows, select

SEEN = {
    Visibility.EVERYBODY: "✅ Members of your servers see your progress, on boards and with /progress.",
    Visibility.RANK: "✅ Boards show your rank without your name; others see nothing else, in any server.",
    Visibility.NOBODY: "✅ Nobody else sees your progress now: no board shows you, in any server.",
}
FOLLOWING = (
    "✅ Your own commands are about **{title}** now. Boards, posts, races and /placement stay with the server's."
)
FOLLOWING_SERVER = "✅ You follow the server's roadmap: **{title}**."
SERVERS = "~"
"""What the menu says for the server's roadmap, whichever that is; no id of a roadmap begins so."""
LATE = ("That took too long", "Press the button again.")


async def panel(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show the person's own settings."""
    return _panel(await service.me(app, request))


async def zone(_app: AppContext, _request: RequestContext, _text: str) -> Response:
    """Open the form for a zone of one's own."""
    field = line_field("zone", "City, country or zone", "Berlin, Japan, America/New_York …", "")
    return Response(error_embed(*LATE), modal=form("My time zone", "me-zone-set", [field]), new_message=True)


async def set_zone(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Set the zone that was filled in."""
    return _panel(await service.set_zone(app, request, filled.partition("=")[2])).with_notice("✅ Time zone saved.")


async def server_zone(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Go by the server's zone again."""
    return _panel(await service.set_zone(app, request, "")).with_notice("✅ You are back on the server's time zone.")


async def show_to(app: AppContext, request: RequestContext, picked: str) -> Response:
    """Set who may see the person's progress."""
    if picked not in list(Visibility):
        raise StudyError("Pick one of the three from the menu in /me.")
    chosen = Visibility(picked)
    return _panel(await service.show_to(app, request, chosen)).with_notice(SEEN[chosen])


async def follow(app: AppContext, request: RequestContext, picked: str) -> Response:
    """Follow another roadmap of the server, or the server's own again."""
    shown = await service.follow(app, request, picked.removeprefix(SERVERS))
    notice = FOLLOWING if shown.followed else FOLLOWING_SERVER
    # What is pressed from here on is about the roadmap that was chosen, not about the one of the menu's message.
    answer = _panel(shown).for_roadmap(app.guilds.number_named(shown.roadmap.id))
    return answer.with_notice(notice.format(title=shown.roadmap.markdown_title))


async def data(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show what is kept of the person."""
    return _data(await service.my_data(app, request))


async def export(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Hand everything over as a file."""
    packed = await service.export(app, request)
    return Response(
        content="Everything I keep about you.", file=Attachment("waymark-data.zip", packed), new_message=True
    )


async def delete(_app: AppContext, _request: RequestContext, _text: str) -> Response:
    """Open the form in which a word has to be typed."""
    field = line_field("word", f"Type {WORD}", "You have seven days to take it back.", "")
    return Response(error_embed(*LATE), modal=form("Delete all my data", "me-delete-set", [field]), new_message=True)


async def ask_to_delete(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Set the day of the deletion, if the word was typed."""
    return _data(await service.ask_to_delete(app, request, filled.partition("=")[2]))


async def keep(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Take the deletion back."""
    return _data(await service.keep(app, request)).with_notice("✅ Your data stays.")


def _panel(shown: Me) -> Response:
    buttons: list[Item] = [button("My zone", "me-zone", emoji="🕑")]
    if shown.settings.zone:
        buttons.append(button("Server's zone", "me-zone-server"))
    buttons += [button("My goal", "goal", emoji="🎯"), button("Reminder", "remind", emoji="⏰")]
    buttons += [button("My data", "me-data", emoji="🗂️")]
    return Response(embeds.panel(shown), rows(buttons, [_visibility(shown.settings.visibility)], _roadmaps(shown)))


def _roadmaps(shown: Me) -> list[Item]:
    """Return the menu of what can be followed; nothing where there is no choice."""
    others = [roadmap for roadmap in shown.offered if roadmap.id != shown.studied.id]
    if not others and not shown.followed:
        return []
    servers = option(shown.studied.title, SERVERS, "What this server studies")
    choices = [servers, *(option(roadmap.title, roadmap.id, count(len(roadmap), "topic")) for roadmap in others)]
    for choice in choices:
        choice.default = choice.value == (shown.followed.id if shown.roadmap is shown.followed else SERVERS)
    return [select("My roadmap", choices, "me-follow")]


def _visibility(now: Visibility) -> Item:
    choices = [option(label, value.value, meaning) for value, (label, meaning) in embeds.VISIBILITY.items()]
    for choice in choices:
        choice.default = choice.value == now
    return select("Who sees my progress", choices, "me-seen")


def _data(shown: MyData) -> Response:
    buttons: list[Item] = [button("Export", "me-export", style=discord.ButtonStyle.primary)]
    if shown.delete_after:
        buttons.append(button("Keep my data", "me-keep", style=discord.ButtonStyle.success))
    else:
        buttons.append(button("Delete", "me-delete", style=discord.ButtonStyle.danger))
    return Response(embeds.data(shown), rows([*buttons, button("Back", "me")]))
