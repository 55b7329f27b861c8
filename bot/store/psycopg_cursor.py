"""psycopg's cursor for a server whose tables are migrated while the bot runs: what it had planned is planned anew."""

from typing import Any, Self

from psycopg import AsyncCursor
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus


class ReplanningCursor(AsyncCursor[Any]):
    """A cursor that tries a statement again when the server's plan of it no longer fits the tables.

    "cached plan must not change result type" is an error of class 0A, of which there is no other for what Waymark asks.
    A transaction that has done something before cannot go on: it is rolled back, and its next statements are planned
    anew.
    """

    async def execute(self, *statement: Any, **options: Any) -> Self:
        """Run a statement, once more if it may be and is worth it."""
        began = self.connection.info.transaction_status is TransactionStatus.IDLE
        try:
            return await super().execute(*statement, **options)
        except FeatureNotSupported:
            if not began or self.connection.info.pipeline_status:
                raise
        if self.connection.autocommit:
            await super().execute("DEALLOCATE ALL")
        else:
            await self.connection.rollback()  # which forgets plans too
        return await super().execute(*statement, **options)
