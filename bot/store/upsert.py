"""The one place where the databases differ: INSERT … ON CONFLICT, built once for each of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Insert, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import ReadOnlyColumnCollection

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
