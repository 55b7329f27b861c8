"""A page of a server's board: ranked, without those who hid or have left."""

from dataclasses import dataclass

from bot.core.calendar import Window, WindowKind, window
from bot.core.errors import StudyError
from bot.core.member import Act
from bot.core.ranking import Board
from bot.store.boards import board
from bot.store.database import Connection
from bot.store.members import is_hidden, mark_left, set_hidden
from bot.study import Place, Study

PAGE = 10
"""Rows on a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page (from 1) of `pages` of a board; `hidden` tells that the viewer has hidden from it."""

    board: Board
    window: Window
    number: int
    pages: int
    hidden: bool


async def page(study: Study, act: Act, kind: WindowKind, number: int) -> Page:
    """Give a page of the board of the server that `act` happens in; StudyError outside of one."""
    if act.guild_id is None:
        raise StudyError("A leaderboard ranks the members of a server: use /leaderboard in one. /progress works here.")
    place = await study.place(act)
    await study.greet(act)
    span = window(kind, act.at, place.settings.zone, place.settings.first_weekday)
    shown = await _read(study, act, act.guild_id, place, span, number)
    people = {row.user_id for row in (*shown.board.rows, *shown.board.around)} - {act.user_id}
    if gone := await study.presence.gone(act.guild_id, people):
        async with study.database.writing() as connection:
            await mark_left(connection, act.guild_id, tuple(gone), act.at)
        study.attendance.forget(act.guild_id, gone)
        shown = await _read(study, act, act.guild_id, place, span, number)
    return shown


async def hide(study: Study, act: Act, *, hidden: bool) -> None:
    """Hide whoever acts from the boards of the server, or show them again."""
    if act.guild_id is None:
        raise StudyError("There is no leaderboard in direct messages.")
    async with study.database.writing() as connection:
        await set_hidden(connection, act.guild_id, act.user_id, act.name, act.at, hidden=hidden)


async def _read(study: Study, act: Act, guild_id: int, place: Place, span: Window, number: int) -> Page:
    async with study.database.reading() as connection:
        hidden = await is_hidden(connection, guild_id, act.user_id)
        shown = await _rows(connection, act, guild_id, place, span, number)
        pages = max(1, -(-shown.members // PAGE))
        if number > pages:
            # The board has become shorter since the button was made, or a number was typed that never was.
            number = pages
            shown = await _rows(connection, act, guild_id, place, span, number)
    return Page(shown, span, number, pages, hidden)


async def _rows(connection: Connection, act: Act, guild_id: int, place: Place, span: Window, number: int) -> Board:
    offset = (number - 1) * PAGE
    return await board(connection, guild_id, place.roadmap.id, span, viewer_id=act.user_id, offset=offset, limit=PAGE)
