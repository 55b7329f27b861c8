"""What every table is built on: the declarative base, column types that both databases store alike, and lengths."""

import logging
from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import BigInteger, Date, DateTime, Dialect, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

log = logging.getLogger(__name__)

MAX_SLUG_LENGTH = 60
"""The longest id of a topic or roadmap, in characters."""

GENERATED_ID = BigInteger().with_variant(Integer, "sqlite")
"""The type of ids that the database gives out; SQLite numbers only what it calls INTEGER."""


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out; SQLite keeps it as UTC text without a zone, which sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into what the driver stores; raise ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone, {value!r} has none")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the stored instant as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ShortText(TypeDecorator[str]):
    """Text that people typed: cut to its length, without the NULs and half surrogates that PostgreSQL refuses."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return `value` as it will be stored."""
        if value is None:
            return None
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")[: self.length]


class Base(DeclarativeBase):
    """The declarative base: names every constraint, so that migrations can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: BigInteger, datetime: UTCDateTime, date: Date}  # noqa: RUF012 - SQLAlchemy reads a plain dict


def table_of(model: type[Base]) -> Table:
    """Return the table of a model: queries speak Core, since an ORM unit of work costs twice as much per write."""
    return cast(Table, model.__table__)


def zone_of(key: str) -> ZoneInfo:
    """Return a time zone; UTC for one that only another machine knows, which is no reason for all posts to stop."""
    try:
        return ZoneInfo(key)
    except ZoneInfoNotFoundError:
        log.error("a time zone is not known here, UTC is used", extra={"zone": key})  # noqa: TRY400 - the key says it all
        return ZoneInfo("UTC")
