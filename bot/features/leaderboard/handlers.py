"""What each verb of this feature answers, whether it came as a command, a button or in chat."""

import discord

from bot.context import AppContext
from bot.core.calendar import WindowKind
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.features.leaderboard import embeds, service
from bot.ui.pictures import podium_picture
from bot.ui.response import Response, with_picture
from bot.ui.text import count
from bot.ui.theme import Item, button, rows

LABELS = {
    WindowKind.WEEK: "Week",
    WindowKind.LAST_WEEK: "Last week",
    WindowKind.MONTH: "Month",
    WindowKind.ALL: "All time",
}

LAST = 100_000
"""The last page that is looked for; a board that has fewer shows its own last one."""


HIDDEN_EVERYWHERE = (
    "You hid yourself in one server. That now applies in all of them, and to /progress too: nobody else sees "
    "yours. Press “Show me” if you would rather be seen."
)
"""Said once to whoever hid before hiding held everywhere."""


async def board(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Show a page of a board: `argument` is a window and a page (`week:2`), or in chat words such as “last week”."""
    kind, number = read(argument)
    shown = await service.page(app, request, kind, number)
    answer = _page(shown, request)
    if shown.is_hidden and not shown.viewer.visibility_told and await service.note_told(app, request):
        return answer.with_notice(HIDDEN_EVERYWHERE)
    return answer


async def podium(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Show the first page of a board with a picture of it: the same members by the same names."""
    kind, _ = read(argument)
    shown = await service.page(app, request, kind, 1)
    title = embeds.TITLES[kind]
    subtitle = count(shown.board.members, "member")
    picture = podium_picture(shown.board.rows, title, subtitle)
    return await with_picture(app.pictures, request.user_id, _page(shown, request), picture)


async def hide(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Hide from the board, and show it without oneself."""
    await service.hide(app, request, hidden=True)
    shown = await board(app, request, argument)
    return shown.with_notice("Nobody else sees your progress now: no board shows you, in any server.")


async def show(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Appear on the board again."""
    await service.hide(app, request, hidden=False)
    shown = await board(app, request, argument)
    return shown.with_notice("Members of your servers see your progress again, on boards and with /progress.")


def read(argument: str) -> tuple[WindowKind, int]:
    """Read a window and a page from `week:2`, from “last week” or from nothing; StudyError for a page below 1."""
    words = argument.casefold().replace("_", "-").strip()
    name, _, number = words.partition(":")
    kind = next(
        (candidate for candidate in (WindowKind.LAST_WEEK, *WindowKind) if _means(name, candidate)), WindowKind.WEEK
    )
    if not number:
        return kind, 1
    if not number.isdecimal() or int(number) < 1:
        raise StudyError("Pages are numbered from 1.")
    return kind, min(int(number), LAST)


def _means(name: str, kind: WindowKind) -> bool:
    return kind.value in name or kind.value.replace("-", " ") in name


def _page(shown: service.Page, request: RequestContext) -> Response:
    kind = shown.window.kind
    windows: list[Item] = [
        button(
            LABELS[other],
            "board",
            other.value,
            style=discord.ButtonStyle.primary if other is kind else discord.ButtonStyle.secondary,
            disabled=other is kind and shown.number == 1,
        )
        for other in WindowKind
    ]
    return Response(embeds.page(shown, request.user_id), rows(windows, _turning(shown, kind)))


def _turning(shown: service.Page, kind: WindowKind) -> list[Item]:
    items: list[Item] = []
    if shown.pages > 1:
        first, last = shown.number == 1, shown.number == shown.pages
        items.append(button("Previous", "board", kind.value, shown.number - 1, emoji="◀️", disabled=first))
        items.append(button("Next", "board", kind.value, shown.number + 1, emoji="▶️", disabled=last))
    if shown.is_hidden:
        items.append(button("Show me", "board-show", kind.value, shown.number))
    else:
        items.append(button("Hide me", "board-hide", kind.value, shown.number))
    if shown.board.members:
        items.append(button("Picture", "board-picture", kind.value, emoji="🖼️"))
    return items
