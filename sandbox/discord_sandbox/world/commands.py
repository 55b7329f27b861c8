"""The commands that the application has registered, globally and per guild."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from discord_sandbox.errors import COMMAND_CREATE_LIMIT, UNKNOWN_COMMAND, ApiError
from discord_sandbox.json_codec import Json
from discord_sandbox.snowflakes import Snowflakes

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
DAILY_CREATES = 200
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Command:
    """A registered command: `body` as the bot sent it; `guild_id` None means everywhere."""

    id: int
    guild_id: int | None
    version: int
    body: Json

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.body["name"])

    @property
    def type(self) -> int:
        """Discord's number: 1 slash command, 2 on a user, 3 on a message."""
        return int(self.body.get("type") or CHAT_INPUT)

    def to_json(self, application_id: int) -> Json:
        """Return Discord's command object."""
        payload: Json = {
            "id": str(self.id),
            "application_id": str(application_id),
            "version": str(self.version),
            "default_member_permissions": None,
            "type": CHAT_INPUT,
            "name_localizations": None,
            "description": "",
            "description_localizations": None,
            "nsfw": False,
            "integration_types": [0],
            "contexts": None,
            **{key: value for key, value in self.body.items() if value is not None or key.endswith("localizations")},
        }
        if self.guild_id is None:
            payload.setdefault("dm_permission", True)
        else:
            payload["guild_id"] = str(self.guild_id)
        return payload


class Commands:
    """One application's commands. A name keeps its id while it is registered; a version changes with the body."""

    def __init__(self, snowflakes: Snowflakes) -> None:
        self._snowflakes = snowflakes
        self._scopes: dict[int | None, dict[int, Command]] = {}
        self._creates: dict[int | None, list[datetime]] = {}

    def all(self, guild_id: int | None) -> list[Command]:
        """Return the commands of one scope: a guild's own, or with None the global ones."""
        return list(self._scopes.get(guild_id, {}).values())

    def get(self, guild_id: int | None, command_id: int) -> Command:
        """Return one command; raises 10063."""
        command = self._scopes.get(guild_id, {}).get(command_id)
        if command is None:
            raise ApiError(UNKNOWN_COMMAND)
        return command

    def find(self, guild_id: int | None, kind: int, name: str) -> Command | None:
        """Return the command of that kind and name in one scope."""
        for command in self.all(guild_id):
            if command.type == kind and command.name == name:
                return command
        return None

    def usable(self, guild_id: int | None, kind: int, name: str) -> Command | None:
        """Return the command that a member reaches by this name: the guild's own comes first."""
        own = self.find(guild_id, kind, name) if guild_id is not None else None
        return own or self.find(None, kind, name)

    def register(self, guild_id: int | None, body: Json, now: datetime) -> tuple[Command, bool]:
        """Create a command, or overwrite the one of its name; the second value says whether it is new."""
        known = self.find(guild_id, int(body.get("type") or CHAT_INPUT), str(body["name"]))
        if known is not None:
            return self.change(known, body), False
        self._count_create(guild_id, now)
        command = Command(self._snowflakes.next(), guild_id, self._snowflakes.next(), body)
        self._scopes.setdefault(guild_id, {})[command.id] = command
        return command, True

    def change(self, command: Command, body: Json) -> Command:
        """Return a command a new body; the same body changes nothing."""
        if command.body != body:
            command.body = body
            command.version = self._snowflakes.next()
        return command

    def replace_all(self, guild_id: int | None, bodies: list[Json], now: datetime) -> list[Command]:
        """Make `bodies` the whole scope: known names keep their ids, names left out are gone."""
        registered = [self.register(guild_id, body, now)[0] for body in bodies]
        self._scopes[guild_id] = {command.id: command for command in registered}
        return registered

    def remove(self, guild_id: int | None, command_id: int) -> None:
        """Remove a command; raises 10063."""
        self.get(guild_id, command_id)
        del self._scopes[guild_id][command_id]

    def _count_create(self, guild_id: int | None, now: datetime) -> None:
        recent = [at for at in self._creates.get(guild_id, []) if now - at < _DAY]
        if len(recent) >= DAILY_CREATES:
            raise ApiError(COMMAND_CREATE_LIMIT)
        self._creates[guild_id] = [*recent, now]
