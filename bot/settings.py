"""The environment (and a `.env` file beside it) as one frozen value, refused with one clear line when it is wrong."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.core.errors import StartError
from bot.shipped import shipped

DISCORD_API_URL = "https://discord.com/api/v10"


def default_content_dir() -> Path:
    """Return `content` in the working directory or, where there is none, the content that travels with the program."""
    own = Path("content")
    return own if own.is_dir() else shipped("content")


class Settings(BaseSettings):
    """What a host can set; the names in the environment are these in upper case."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

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

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("discord_api_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("should begin with http:// or https://")
        return value.rstrip("/")

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

    def require_token(self) -> str:
        """Return the token; StartError when there is none."""
        token = self.discord_token.get_secret_value().strip()
        if not token:
            raise StartError("DISCORD_TOKEN is not set: copy .env.example to .env and put your bot's token there")
        return token


def load_settings() -> Settings:
    """Read the environment; StartError with one line that names each wrong setting."""
    try:
        return Settings()
    except ValidationError as error:
        raise StartError("wrong setting: " + "; ".join(_line(dict(one)) for one in error.errors())) from None


def _line(error: dict[str, object]) -> str:
    place = error["loc"]
    name = str(place[0]).upper() if isinstance(place, tuple) and place else ""
    text = str(error["msg"]).removeprefix("Value error, ")
    given = f" (it is {error['input']!r})" if name and name != "DISCORD_TOKEN" else ""
    return f"{name}: {text}{given}" if name else text
