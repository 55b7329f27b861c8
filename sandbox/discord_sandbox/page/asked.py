"""One request of a tab, its fields read with care."""

from datetime import datetime

from discord_sandbox.mishaps import NotPossible
from discord_sandbox.wire import Json

NOTHING_LIKE_IT = "The page asked for something that does not exist."


class Asked:
    """What a tab asks for. Reading raises NotPossible for what is missing or of another kind."""

    def __init__(self, body: Json) -> None:
        self._body = body

    def text(self, name: str) -> str:
        """Give a text."""
        value = self._body.get(name)
        if not isinstance(value, str):
            raise NotPossible(NOTHING_LIKE_IT)
        return value

    def id(self, name: str) -> int:
        """Give a snowflake: browsers hold them as text, because their numbers are too short."""
        return snowflake(self._body.get(name))

    def has(self, name: str) -> bool:
        """Tell whether a field is there."""
        return self._body.get(name) is not None

    def texts(self, name: str) -> list[str]:
        """Give a list of texts."""
        value = self._body.get(name)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise NotPossible(NOTHING_LIKE_IT)
        return value

    def named(self, name: str) -> Json:
        """Give values by name."""
        value = self._body.get(name)
        if not isinstance(value, dict):
            raise NotPossible(NOTHING_LIKE_IT)
        return value

    def number(self, name: str) -> float:
        """Give a number."""
        value = self._body.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NotPossible(NOTHING_LIKE_IT)
        return value

    def instant(self, name: str) -> datetime:
        """Give an aware instant."""
        try:
            at = datetime.fromisoformat(self.text(name))
        except ValueError as error:
            raise NotPossible(NOTHING_LIKE_IT) from error
        if at.tzinfo is None:
            raise NotPossible("An instant without a zone could be anywhere.")
        return at


def snowflake(value: object) -> int:
    """Read a snowflake; raises NotPossible."""
    if not isinstance(value, str) or not value.isdecimal() or len(value) > 20:
        raise NotPossible(NOTHING_LIKE_IT)
    return int(value)
