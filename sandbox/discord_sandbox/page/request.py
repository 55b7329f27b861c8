"""One request of a tab, its fields read with care."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from discord_sandbox.digits import whole_number
from discord_sandbox.exceptions import NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.limits.validators import MAX_SNOWFLAKE

NO_SUCH_THING = "The page asked for something that does not exist."


class TabRequest:
    """What a tab asks for. Reading raises NotPossible for what is missing or of another kind."""

    def __init__(self, body: Json) -> None:
        self._body = body

    def text(self, name: str) -> str:
        """Return a text."""
        value = self._body.get(name)
        if not isinstance(value, str):
            raise NotPossible(NO_SUCH_THING)
        return value

    def id(self, name: str) -> int:
        """Return a snowflake: browsers hold them as text, because their numbers are too short."""
        return snowflake(self._body.get(name))

    def has(self, name: str) -> bool:
        """Return whether a field is there."""
        return self._body.get(name) is not None

    def texts(self, name: str) -> list[str]:
        """Return a list of texts."""
        value = self._body.get(name)
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise NotPossible(NO_SUCH_THING)
        return value

    def named(self, name: str) -> Json:
        """Return values by name."""
        value = self._body.get(name)
        if not isinstance(value, dict):
            raise NotPossible(NO_SUCH_THING)
        return value

    def number(self, name: str) -> float:
        """Return a number."""
        value = self._body.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NotPossible(NO_SUCH_THING)
        return value

    def zone(self, name: str) -> ZoneInfo:
        """Return a time zone."""
        return zone(self.text(name))

    def instant(self, name: str) -> datetime:
        """Return an aware instant."""
        try:
            at = datetime.fromisoformat(self.text(name))
        except ValueError as error:
            raise NotPossible(NO_SUCH_THING) from error
        if at.tzinfo is None:
            raise NotPossible("An instant without a zone could be anywhere.")
        return at


def zone(name: str) -> ZoneInfo:
    """Return the time zone of that name; raises NotPossible when this machine knows none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise NotPossible("This machine does not know that time zone.") from error


def snowflake(value: object) -> int:
    """Read a snowflake; raises NotPossible."""
    number = whole_number(value, MAX_SNOWFLAKE) if isinstance(value, str) else None
    if number is None:
        raise NotPossible(NO_SUCH_THING)
    return number
