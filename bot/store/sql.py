"""`among(column, "name")`: whether a column is one of the ids that a statement is handed as one parameter.

SQLAlchemy's own `in_` makes a parameter of every id, which for some hundred of them costs more than all the rest.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


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
