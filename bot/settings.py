"""The environment (and a `.env` file beside it) as one frozen value, refused with one clear line when it is wrong."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.core.errors import StartError
from bot.core.user import Retention
from bot.shipped import shipped

ENV_FILE = ".env"
DISCORD_API_URL = "https://discord.com/api/v10"


def default_content_dir() -> Path:
    """Return `content` in the working directory or, where there is none, the content that travels with the program."""
    own = Path("content")
    return own if own.is_dir() else shipped("content")


class Settings(BaseSettings):
    """What a host can set; the names in the environment are these in upper case."""

    # utf-8-sig: some editors put a mark of three bytes before the first line.
    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8-sig", extra="ignore", frozen=True, env_ignore_empty=True
    )

    discord_token: SecretStr = SecretStr("")
    discord_api_url: str = DISCORD_API_URL
    database_url: str = "sqlite+aiosqlite:///data/waymark.db"
    content_dir: Path = Field(default_factory=default_content_dir)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    shard_count: int | None = Field(default=None, ge=1)
    shard_ids: Annotated[tuple[int, ...], NoDecode] = ()
    health_port: int | None = Field(default=None, ge=1, le=65535)
    health_host: str = "127.0.0.1"
    guild_cache: bool = True
    public_key: str = ""
    interactions_port: int | None = Field(default=None, ge=1, le=65535)
    interactions_host: str = "127.0.0.1"
    pictures: bool = True
    keep_leavers_days: int = Field(default=90, ge=0)
    keep_silent_days: int = Field(default=0, ge=0)

    @field_validator("*", mode="before")
    @classmethod
    def _unquoted(cls, value: object) -> object:
        """Take away what `docker --env-file` leaves around a value: blanks, and quotes that belong to no value."""
        if not isinstance(value, str):
            return value
        text = value.strip()
        return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text

    @field_validator("discord_token")
    @classmethod
    def _is_one_word(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[!-~]*", value.get_secret_value()):
            raise ValueError("has a line break, a blank or a letter that no token has: copy it anew")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("discord_api_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("should begin with http:// or https://")
        if "@" in value:
            raise ValueError("should have no name and password in it: Discord's API takes none")
        return value.rstrip("/")

    @field_validator("public_key")
    @classmethod
    def _is_key(cls, value: str) -> str:
        if value and not re.fullmatch(r"[0-9a-fA-F]{64}", value):
            raise ValueError("should be the 64 digits and letters a to f of Public Key on the application's page")
        return value

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if not all(part.strip().isdecimal() for part in value.split(",")):
            raise ValueError("should be numbers from 0, separated by commas, such as 0,1")
        return tuple(int(part) for part in value.split(","))

    @model_validator(mode="after")
    def _shards_fit(self) -> "Settings":
        if self.shard_ids and (self.shard_count is None or max(self.shard_ids) >= self.shard_count):
            raise ValueError("SHARD_IDS needs a SHARD_COUNT that is larger than each of them")
        return self

    @model_validator(mode="after")
    def _http_is_whole(self) -> "Settings":
        if self.interactions_port and not self.public_key:
            raise ValueError("INTERACTIONS_PORT needs the PUBLIC_KEY of the application, to know what Discord sends")
        if self.interactions_port and self.interactions_port == self.health_port:
            raise ValueError("INTERACTIONS_PORT and HEALTH_PORT should be two ports")
        return self

    @property
    def retention(self) -> Retention:
        """How long leavers and the silent are kept; 0 days stand for ever."""
        leavers, silent = (timedelta(days=days) or None for days in (self.keep_leavers_days, self.keep_silent_days))
        return Retention(leavers, silent)

    def require_token(self) -> str:
        """Return the token; StartError when there is none."""
        token = self.discord_token.get_secret_value()
        if not token:
            raise StartError("DISCORD_TOKEN is not set: copy .env.example to .env and put your bot's token there")
        return token


def load_settings() -> Settings:
    """Read the environment; StartError with one line that names each wrong setting."""
    try:
        _check_env_file()
        return Settings()
    except ValidationError as error:
        raise StartError("wrong setting: " + "; ".join(_line(dict(error_)) for error_ in error.errors())) from None


def _check_env_file() -> None:
    """Raise StartError for a `.env` that would be read as nonsense, or not at all."""
    try:
        text = Path(ENV_FILE).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return
    except UnicodeDecodeError:
        text = "\0"
    except OSError as error:
        raise StartError(f"{ENV_FILE} cannot be read: {error.strerror}") from None
    if "\0" in text:  # UTF-16 without a mark
        raise StartError(f"{ENV_FILE} is not UTF-8 text: save it again with the encoding UTF-8")


def _line(error: dict[str, object]) -> str:
    place = error["loc"]
    name = str(place[0]).upper() if isinstance(place, tuple) and place else ""
    text = str(error["msg"]).removeprefix("Value error, ")
    # A token, and an address with a name and a password in it, are nobody's to read.
    is_secret = name == "DISCORD_TOKEN" or "@" in str(error["input"])
    given = f" (it is {error['input']!r})" if name and not is_secret else ""
    return f"{name}: {text}{given}" if name else text
