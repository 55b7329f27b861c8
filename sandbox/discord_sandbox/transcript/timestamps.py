"""Discord's instants in text, `<t:1764000000:R>`, as words in the reader's zone."""

from datetime import UTC, datetime, timedelta

from discord_sandbox.transcript.render_context import RenderContext

FORMATS = {
    "t": "{0:%H:%M}",
    "T": "{0:%H:%M:%S}",
    "d": "{0:%Y-%m-%d}",
    "D": "{0.day} {0:%B %Y}",
    "f": "{0.day} {0:%B %Y %H:%M}",
    "F": "{0:%A}, {0.day} {0:%B %Y %H:%M}",
}
UNITS = (("year", 365 * 86400), ("month", 30 * 86400), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def told(seconds: int, style: str | None, reader: RenderContext) -> str:
    """Tell the instant `seconds` after 1970 began (UTC), in one of Discord's styles."""
    try:
        at = EPOCH + timedelta(seconds=seconds)
        if style == "R" and reader.now is not None:
            return relative(at - reader.now)
        return written(at, style or "f", reader)
    except OverflowError:
        return "Invalid date"


def written(at: datetime, style: str, reader: RenderContext) -> str:
    """Write the instant `at` as the reader's clock has it; a style that is not known is written as `f`."""
    return FORMATS.get(style, FORMATS["f"]).format(at.astimezone(reader.zone))


def relative(distance: timedelta) -> str:
    """Tell how far off an instant is: in 3 days, 1 hour ago."""
    seconds = round(abs(distance.total_seconds()))
    if not seconds:
        return "now"
    unit, length = next(pair for pair in UNITS if seconds >= pair[1])
    count = seconds // length
    span = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{span} ago" if distance < timedelta() else f"in {span}"
