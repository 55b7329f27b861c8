"""SQL that both databases speak in their own way: `upsert`, `any_of`, and a hint to PostgreSQL's planner."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Dialect, Insert, Select, String, Table, bindparam, func, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
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
