"""What a person chose for themselves, what is kept of them, and how it is handed over and deleted."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.roadmap import Roadmap
from bot.core.user import UserSettings, Visibility
from bot.core.zones import parse_zone
from bot.store.schedules import move_reminder
from bot.store.users import personal_counts, personal_data, save_user, set_visibility, user_settings

GRACE = timedelta(days=7)
"""How long a deletion can be taken back."""
WORD = "DELETE"
"""What has to be typed, so that nobody deletes by a slip."""


@dataclass(frozen=True, slots=True)
class Me:
    """A person's settings; `server_zone` and `studied` hold where they have chosen none, `now` is aware UTC.

    `offered` is what can be followed here. `followed` is what they chose to follow, None when that is the server's.
    """

    settings: UserSettings
    server_zone: ZoneInfo
    now: datetime
    studied: Roadmap
    offered: tuple[Roadmap, ...]
    followed: Roadmap | None

    @property
    def zone(self) -> ZoneInfo:
        """The zone that holds for them."""
        return self.settings.zone or self.server_zone

    @property
    def roadmap(self) -> Roadmap:
        """The roadmap that their own commands are about here."""
        return self.followed if self.followed and self.followed in self.offered else self.studied


@dataclass(frozen=True, slots=True)
class MyData:
    """What is kept: rows by table name; `delete_after` (aware UTC) is when all of it will be deleted, if they asked."""

    counts: Mapping[str, int]
    delete_after: datetime | None


async def me(app: AppContext, request: RequestContext) -> Me:
    """Return what the person has chosen."""
    context = await app.guilds.of_server(request)
    async with app.database.reading() as connection:
        settings = await user_settings(connection, request.user_id)
    followed = app.library.roadmaps.get(settings.roadmap_id or "")
    offered = app.library.offered_to(context.settings.guild_id)
    return Me(settings, context.settings.zone, request.at, context.roadmap, offered, followed)


async def follow(app: AppContext, request: RequestContext, roadmap_id: str) -> Me:
    """Follow a roadmap that is offered here, or with no id the server's; StudyError for one that is not."""
    context = await app.guilds.of_server(request)
    offered = {roadmap.id for roadmap in app.library.offered_to(context.settings.guild_id)}
    if roadmap_id and roadmap_id not in offered:
        raise StudyError("This roadmap is not here any more. /library list shows those that are.")
    await _change(app, request, roadmap_id=roadmap_id or None)
    return await me(app, request)


async def set_zone(app: AppContext, request: RequestContext, typed: str) -> Me:
    """Set the person's own zone, which their reminder follows; nothing typed means the server's again.

    StudyError for what is no zone.
    """
    zone = parse_zone(typed, request.at) if typed.strip() else None
    here = (await app.guilds.of(request)).settings.zone
    async with app.recording(request) as connection:
        settings = await user_settings(connection, request.user_id)
        await save_user(connection, replace(settings, zone=zone), request.at)
        await move_reminder(connection, request.user_id, zone or here, request.at)
    app.guilds.forget_user(request.user_id)
    return await me(app, request)


async def show_to(app: AppContext, request: RequestContext, visibility: Visibility) -> Me:
    """Set who may see the person's progress, in every server."""
    async with app.recording(request) as connection:
        await set_visibility(connection, request.user_id, visibility, request.at)
    app.guilds.forget_user(request.user_id)
    return await me(app, request)


async def my_data(app: AppContext, request: RequestContext) -> MyData:
    """Return what is kept of the person."""
    async with app.database.reading() as connection:
        counts = await personal_counts(connection, request.user_id)
        settings = await user_settings(connection, request.user_id)
    return MyData(counts, settings.delete_after)


async def export(app: AppContext, request: RequestContext) -> bytes:
    """Return a zip of all that is kept of the person: one JSON file, and a CSV file for each table."""
    async with app.database.reading() as connection:
        data = await personal_data(connection, request.user_id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("waymark.json", json.dumps(data, indent=1, ensure_ascii=False))
        for name, rows in data.items():
            archive.writestr(f"{name}.csv", _csv(rows))
    return packed.getvalue()


async def ask_to_delete(app: AppContext, request: RequestContext, typed: str) -> MyData:
    """Set the day on which everything about the person is deleted; StudyError unless they typed the word."""
    if typed.strip().casefold() != WORD.casefold():
        raise StudyError(f"Nothing was deleted. To go ahead, type {WORD}.")
    await _change(app, request, delete_after=request.at + GRACE)
    return await my_data(app, request)


async def keep(app: AppContext, request: RequestContext) -> MyData:
    """Take a deletion back."""
    await _change(app, request, delete_after=None)
    return await my_data(app, request)


async def _change(app: AppContext, request: RequestContext, **changes: Any) -> None:
    async with app.recording(request) as connection:
        settings = await user_settings(connection, request.user_id)
        await save_user(connection, replace(settings, **changes), request.at)
    app.guilds.forget_user(request.user_id)


def _csv(rows: list[dict[str, Any]]) -> str:
    written = io.StringIO()
    if rows:
        writer = csv.DictWriter(written, list(rows[0]))
        writer.writeheader()
        writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return written.getvalue()


def _harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
