"""What a database's own catalogue says its tables are: more than Alembic compares, conditions and checks included."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, NullPool, create_engine, text

from bot.store.url import parse_database_url

_SQLITE = """
    SELECT type, name, tbl_name, sql FROM sqlite_master
    WHERE tbl_name NOT IN ('alembic_version', 'sqlite_sequence') ORDER BY 1, 2
"""
_POSTGRESQL = (
    """
    SELECT table_name, column_name, ordinal_position, data_type, character_maximum_length, is_nullable,
           column_default, is_identity
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, 3
    """,
    """
    SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version' ORDER BY 1, 2
    """,
    """
    SELECT tablename, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 2
    """,
    "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
)


@contextmanager
def opened(address: str) -> Iterator[Connection]:
    """A plain connection to a database, in one transaction."""
    url = parse_database_url(address)
    sync = url.set(drivername="sqlite") if url.get_backend_name() == "sqlite" else url
    engine = create_engine(sync, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def schema(address: str) -> list[tuple[object, ...]]:
    """Everything that the catalogue says of the tables, in a fixed order."""
    with opened(address) as connection:
        if connection.dialect.name == "postgresql":
            return [tuple(row) for query in _POSTGRESQL for row in connection.execute(text(query))]
        return [
            (kind, name, table, " ".join(str(sql).replace('"', "").split()))  # a rebuilt table's name is quoted
            for kind, name, table, sql in connection.execute(text(_SQLITE))
        ]


def counts(address: str) -> dict[str, int]:
    """How many rows each table holds."""
    with opened(address) as connection:
        names = [name for name in connection.dialect.get_table_names(connection) if name != "alembic_version"]
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}
