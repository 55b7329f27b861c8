"""The forms of the set-up panel: when posts come, by which clock, and what a refused form is filled with again."""

import re
from collections.abc import Collection

import discord

from bot.core.errors import StudyError
from bot.core.guild_setup import ScheduleTimes
from bot.core.schedule import Schedule
from bot.core.schedule_form import DAY_NAMES, parse_days, time_text
from bot.features.setup.service import Setup
from bot.ui.forms import form, line_field, pick_field
from bot.ui.text import clip

NOTHING_TYPED = ScheduleTimes()
MAX_TIME, MAX_ZONE = 12, 40
"""Characters of what was typed that a button has room for."""
SEPARATOR = "|"
HEXADECIMAL = re.compile(r"[0-9a-f]{1,2}")

Field = discord.ui.Label[discord.ui.Modal]


def times_form(shown: Setup, typed: ScheduleTimes = NOTHING_TYPED) -> discord.ui.Modal:
    """Return the form on zone, week, time and days: filled as it is now or, where something was typed, with that."""
    prompt, board, first = shown.prompt, shown.board, next(iter(shown.posts), None)
    fields = []
    if first:
        label = "Time of study prompts" if board and board.at != first.at else "Time of the posts"
        fields.append(_time_field("time", label, first, typed.time))
    if prompt:
        fields.append(
            _days_field("prompt_days", "Days of study prompts", "As many as you like", prompt.days, typed.prompt_days)
        )
    if board:
        fields.append(_board_days(board, typed))
    known_zone = shown.settings.unknown_zone or shown.settings.zone.key
    zone_hint = "A city or country in it, like Berlin or Asia/Kolkata"
    fields.append(line_field("zone", "Time zone of this server", zone_hint, typed.zone or known_zone))
    week = _days(typed.first_weekday, frozenset({shown.settings.first_weekday}))
    fields.append(pick_field("first_weekday", "First day of the week", "Leaderboards count from it", _menu(week)))
    return form("Time, days and zone", "setup-save", fields)


def board_form(shown: Setup, typed: ScheduleTimes = NOTHING_TYPED) -> discord.ui.Modal:
    """Return the form on the leaderboard's own time and day; StudyError when there is no leaderboard."""
    board = shown.board
    if board is None:
        raise StudyError("Pick a channel for the leaderboard first.")
    fields = [
        _time_field("board_time", "Time of the leaderboard", board, typed.board_time),
        _board_days(board, typed),
    ]
    return form("Leaderboard's time", "setup-save", fields)


def write_typed(times: ScheduleTimes) -> str:
    """Return what was typed into a form as a button can carry it, long texts cut short."""
    texts = (clip(times.time or "", MAX_TIME), clip(times.board_time or "", MAX_TIME), clip(times.zone or "", MAX_ZONE))
    days = (_digits(times.prompt_days), _digits(times.board_days), _digits(times.first_weekday))
    return SEPARATOR.join(part.replace(SEPARATOR, " ") for part in (*texts, *days))


def read_typed(text: str) -> ScheduleTimes:
    """Return what `write_typed` wrote; nothing for anything else."""
    parts = text.split(SEPARATOR)
    if len(parts) != len(("time", "board_time", "zone", "prompt_days", "board_days", "first_weekday")):
        return NOTHING_TYPED
    time, board_time, zone, *days = parts
    prompt_days, board_days, first_weekday = (_names(digits) or None for digits in days)
    return ScheduleTimes(
        time=time or None,
        board_time=board_time or None,
        zone=zone or None,
        prompt_days=prompt_days,
        board_days=board_days,
        first_weekday=first_weekday,
    )


def _digits(days: str | None) -> str:
    """Return days, as a menu sends their names, in the bits of two hexadecimal digits; nothing for other words."""
    named = days.split(",") if days else ()
    bits = sum(1 << day for day, name in enumerate(DAY_NAMES) if name in named)
    return f"{bits:x}" if bits else ""


def _names(digits: str) -> str:
    bits = int(digits, 16) if HEXADECIMAL.fullmatch(digits) else 0
    return ",".join(name for day, name in enumerate(DAY_NAMES) if bits >> day & 1)


def _time_field(name: str, label: str, post: Schedule, typed: str | None) -> Field:
    hint = clip(f"By the clocks of {post.zone.key}: 09:30, 18:00 or 6pm", 100)
    return line_field(name, label, hint, typed or time_text(post.at))


def _board_days(board: Schedule, typed: ScheduleTimes) -> Field:
    return _days_field(
        "board_days", "Day of the leaderboard", "It covers the week before", board.days, typed.board_days
    )


def _days_field(name: str, label: str, hint: str, days: frozenset[int], typed: str | None) -> Field:
    return pick_field(name, label, hint, _menu(_days(typed, days)), most=len(DAY_NAMES))


def _days(typed: str | None, otherwise: frozenset[int]) -> frozenset[int]:
    return parse_days(typed) if typed else otherwise


def _menu(chosen: Collection[int]) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=name.title(), value=name, default=day in chosen)
        for day, name in enumerate(DAY_NAMES)
    ]
