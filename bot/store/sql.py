"""What all tables and statements are written with: column types, the base of the tables, upserts, lists of ids."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Insert,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    func,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

Excluded = ReadOnlyColumnCollection[str, Any]
"""The row that was to be inserted, by column name."""


@dataclass(frozen=True)
class Upsert:
    """A prebuilt INSERT … ON CONFLICT for every database that Waymark speaks to."""

    by_dialect: Mapping[str, Insert]

    def on(self, connection: AsyncConnection) -> Insert:
        """Return the statement for `connection`."""
        return self.by_dialect[connection.dialect.name]


def upsert(
    table: Table,
    update: Callable[[Excluded], Mapping[str, Any]],
    *,
    only_if: Callable[[Excluded], ColumnElement[bool]] | None = None,
    rows: Select[Any] | None = None,
    returning: Sequence[ColumnElement[Any]] = (),
    key: Sequence[Column[Any]] = (),
) -> Upsert:
    """Build: insert; where the `key` (the primary one if not told) is taken, `update` that row instead.

    Nothing is done to it when `update` names no column; `only_if` bounds which taken rows are updated; `rows` inserts
    what a query gives, in its own column order.
    """
    built: dict[str, Insert] = {}
    for name, insert in (("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table))):
        filled = insert if rows is None else insert.from_select(list(rows.selected_columns.keys()), rows)
        changes = update(insert.excluded)
        if changes:
            where = only_if(insert.excluded) if only_if else None
            filled = filled.on_conflict_do_update(index_elements=key or table.primary_key, set_=changes, where=where)
        else:
            filled = filled.on_conflict_do_nothing(index_elements=key or table.primary_key)
        built[name] = filled.returning(*returning) if returning else filled
    return Upsert(built)


class _Ids(TypeDecorator[Collection[int]]):
    """Integers, written as the text of an array on PostgreSQL and of a JSON list on SQLite."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> str:
        listed = ",".join(map(str, value or ()))
        return f"{{{listed}}}" if dialect.name == "postgresql" else f"[{listed}]"


class _AnyOf(FunctionElement[bool]):
    # No type of its own: as a Boolean it would be compared with 1 on SQLite, which then sees no index for it.
    inherit_cache = True


@compiles(_AnyOf, "postgresql")
def _on_postgresql(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:
    column, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY (CAST ({ids} AS BIGINT[]))"


@compiles(_AnyOf, "sqlite")
def _on_sqlite(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:
    column, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"


def of_learner(table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions that a row is of the learner whom the parameters `of_user` and `of_roadmap` name."""
    return table.c.user_id == bindparam("of_user"), table.c.roadmap_id == bindparam("of_roadmap")


def any_of(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Return the condition that `column` is among the integers (64 bits) of the parameter `name`, any collection."""
    return _AnyOf(column, bindparam(name, type_=_Ids()))


FORCE_INDEX_SCAN = func.set_config("enable_bitmapscan", "off", true())
"""Asked in a transaction, lets what comes in an index's order be read from the index itself, as far as it is needed.

After a busy minute there may be a hundred thousand of what statistics call rare: to collect and sort them all, which
PostgreSQL thinks is little, takes fifty times as long.
"""

_ASK = select(FORCE_INDEX_SCAN)


async def force_index_scan(connection: AsyncConnection) -> None:
    """Ask for `FORCE_INDEX_SCAN` where there is such a planner."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_ASK)


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
        log_unknown_zone(key)
        return ZoneInfo("UTC")


@cache
def log_unknown_zone(key: str) -> None:
    """Say once for each zone that it is not known: its rows are read again and again."""
    log.error("a time zone is not known here, UTC is used", extra={"zone": key})
