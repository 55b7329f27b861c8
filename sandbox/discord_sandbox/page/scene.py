"""What a page shows besides the sandbox: who can be played, and what the host of the bot can do to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.users import User


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom a reader can be; `note` says in a few words why one would, `phone` shows them on a small screen."""

    user: User
    note: str = ""
    phone: bool = False


@dataclass(frozen=True, slots=True)
class Powers:
    """What only the host of the bot can do; whatever is None the page does not offer.

    `travel` moves the clock to an instant and lets the bot live through the time until then (without it the clock
    leaps). `next_post` returns the instant of the next scheduled post, None when there is none. `zone_of` returns the
    time zone that the bot goes by in a server (without it, and in direct messages, the page goes by the reader's).
    """

    travel: Callable[[datetime], Awaitable[None]] | None = None
    next_post: Callable[[], Awaitable[datetime | None]] | None = None
    zone_of: Callable[[Guild], Awaitable[ZoneInfo]] | None = None
    take_database: Callable[[], Awaitable[None]] | None = None
    give_database: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A title, a picture of the bot (an SVG file), the people to choose from (everybody, when none) and the powers."""

    title: str = "Sandbox"
    picture: Path | None = None
    people: tuple[Persona, ...] = ()
    powers: Powers = field(default_factory=Powers)
