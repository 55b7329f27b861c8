"""Connecting shards in a loop that ends, where discord.py goes one handler deeper for ever; and closing them all."""

import logging
import threading

import discord
import yarl
from discord.gateway import KeepAliveHandler

from bot.client.reconnect import fatal_error

log = logging.getLogger(__name__)

TRIES = 10
"""Tries to connect a shard before everything is built anew; discord.py waits 5 seconds after each."""


class _AgainError(Exception):
    """discord.py wants to try again; its `__context__` is what went wrong."""


class ShardedClient(discord.AutoShardedClient):
    """Connects its shards a bounded number of times, and gives up at once on what cannot pass."""

    _launching: frozenset[int] = frozenset()

    def is_ready(self) -> bool:
        """Tell whether all servers were told of and all shards are connected now, which discord.py does not look at."""
        shards = self.shards.values()
        return super().is_ready() and bool(shards) and not any(shard.is_closed() for shard in shards)

    async def close(self) -> None:
        """Close every connection, also one that waits to identify: discord.py would leave it and its heartbeat be."""
        await super().close()
        for thread in threading.enumerate():
            # Until it has identified, a connection is known to nobody but its heartbeat.
            if isinstance(thread, KeepAliveHandler) and thread.ws._connection is self._connection:  # noqa: SLF001 - nothing public tells
                await thread.ws.close(code=1000)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard; raises what went wrong when that cannot pass, or did not for long."""
        # discord.py calls this from the handler of its last failure: each try would be one frame deeper, and would log
        # the failures of all tries before it.
        if shard_id in self._launching:
            raise _AgainError
        self._launching |= {shard_id}
        try:
            await self._launch(gateway, shard_id, initial=initial)
        finally:
            self._launching -= {shard_id}

    async def _launch(self, gateway: yarl.URL, shard_id: int, *, initial: bool) -> None:
        for tries_left in reversed(range(TRIES)):
            try:
                await super().launch_shard(gateway, shard_id, initial=initial)
            except _AgainError as again:
                failure = again.__context__ or again
                if not tries_left or fatal_error(failure):
                    raise failure from None
            else:
                return
