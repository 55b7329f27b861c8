"""Builds everything once, in order, and runs it until it is told to stop: the only file that knows every package."""

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.background import BackgroundTasks
from bot.client.channel_sender import DiscordChannelSender
from bot.client.discordpy_rest import RestApi
from bot.client.dispatch import Dispatcher
from bot.client.file_fetcher import HttpFileFetcher
from bot.client.gateway_client import GatewayClient
from bot.client.guild_directory import DiscordGuildDirectory
from bot.client.http_client import HttpClient
from bot.client.http_replies import REPLY_TIMEOUT
from bot.client.identify_limiter import IdentifyLimiter
from bot.client.membership import DiscordMembership
from bot.client.reconnect import keep_connected
from bot.content.prepared import load_prepared
from bot.content_updates import apply_renames, follow_content, numbers_of, settle_memory
from bot.context import AppContext, Clock
from bot.core.errors import DatabaseUnavailableError, StartError
from bot.core.library import Library
from bot.core.post_kinds import POST_KINDS, REMINDER
from bot.features import FEATURES, composer_of
from bot.jobs.config import TICK_INTERVAL
from bot.jobs.jobs import Jobs
from bot.jobs.monitors import correct_plan
from bot.metrics import PrometheusMetrics
from bot.ports import Ports
from bot.settings import Settings
from bot.start_facts import cache_folder, exposed_files, proxy_for, share_of_shards, version_of, what_runs
from bot.store.coordination import hold_process_lock, hold_shards, reserve_slot_in_own_transaction
from bot.store.database import Database
from bot.store.migrate import prepare
from bot.store.occurrences import backlog

if TYPE_CHECKING:
    from bot.client.interactions_server import InteractionsServer

log = logging.getLogger(__name__)

STOP_TIMEOUT = 10.0
"""Seconds that answers and posts under way have to finish when the process is told to stop."""


def wall_clock() -> datetime:
    """Return the present instant: the one place where the bot reads the time."""
    return datetime.now(UTC)  # noqa: TID251 - here, and handed on from here


async def run(settings: Settings, clock: Clock = wall_clock) -> None:
    """Run the bot until SIGTERM or SIGINT; on SIGHUP it takes over what was edited in the content.

    Raises ContentError when the content has mistakes, StartError for whatever else cannot work as it is set up.
    """
    stop = asyncio.Event()
    stop_on_signals(stop)
    app = App(settings, clock)
    if hasattr(signal, "SIGHUP"):  # Windows has none
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, app.content_changed.set)
    await app.run(stop)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set `stop` on SIGTERM and SIGINT, from then on."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # the event loops of Windows know no signals
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


class App:
    """The whole bot: `run` it once.

    `tick` is how often it looks at what is due, in seconds; `library` what there is to study, for those who have
    loaded it already.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock = wall_clock,
        *,
        tick: float = TICK_INTERVAL,
        library: Library | None = None,
    ) -> None:
        self._settings = settings
        self._library = library
        self._clock = clock
        self._tick = tick
        self._token = settings.require_token()
        self._membership = DiscordMembership(clock)
        self._guild_directory = DiscordGuildDirectory(clock)
        self._channel_sender = DiscordChannelSender(clock)
        self._ports = Ports(
            self._membership,
            self._guild_directory,
            self._channel_sender,
            HttpFileFetcher(),
            hears_messages=settings.interactions_port is None,
        )
        self.client: GatewayClient | HttpClient | None = None
        self._interactions: InteractionsServer | None = None
        self.content_changed = asyncio.Event()
        """Set it after an edit: the content is read anew, and taken over unless it has mistakes."""

    @property
    def posting(self) -> bool:
        """Whether it can post already; that needs no gateway."""
        return self._channel_sender.ready

    async def run(self, stop: asyncio.Event) -> None:
        """Connect and serve until `stop` is set, then let the answers under way finish."""
        library = self._library or load_prepared(self._settings.content_dir, cache_folder())
        async with AsyncExitStack() as stack:
            self._have_database_to_itself(stack)
            await self._prepare_database()
            database = Database(self._settings.database_url)
            stack.push_async_callback(database.close)
            await self._prove_a_write(database)
            await self._look_for_twins(database, stack)
            await apply_renames(database, library)
            numbers = await numbers_of(database, library)
            await self._correct_plan(database)
            app = AppContext.build(
                database,
                library,
                self._clock,
                self._ports,
                {kind.id: composer_of(kind) for kind in (*POST_KINDS.values(), REMINDER)},
                numbers,
                pictures=self._settings.pictures,
            )
            if metrics := PrometheusMetrics(version_of("waymark")) if self._settings.health_port else None:
                app = replace(app, metrics=metrics)
                database.observe = metrics.database
            stack.push_async_callback(app.pictures.close)
            stack.push_async_callback(app.simulations.close)
            stack.push_async_callback(app.reader.close)
            await app.live_library.refresh()
            settle_memory()
            await self._serve_health(app, metrics, stack)
            await self._receive_interactions(stack)
            for path in exposed_files(self._settings):
                log.warning("every user of this machine can read a file", extra={"path": str(path), "do": "chmod 600"})
            log.info("started", extra=what_runs(self._settings, library))
            await self._serve(app, stop)
        log.info("stopped")

    async def _serve(self, app: AppContext, stop: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        dispatcher = Dispatcher(app, FEATURES)
        limiter = IdentifyLimiter(
            partial(reserve_slot_in_own_transaction, app.database), share_of_shards(self._settings)
        )
        connection = loop.create_task(keep_connected(lambda: self._connect(dispatcher, limiter)), name="connection")
        stopping = loop.create_task(stop.wait(), name="stop")
        following = loop.create_task(
            follow_content(app, self._settings.content_dir, self.content_changed), name="content"
        )
        jobs = Jobs(app, self._tick, self._settings.retention)
        jobs.start()
        try:
            await asyncio.wait([connection, stopping], return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                log.info("stopping")
        finally:
            await asyncio.gather(jobs.stop(STOP_TIMEOUT), self._finish_answers(dispatcher))
            if self.client:
                await self.client.close()
            stopping.cancel()
            following.cancel()
            connection.cancel()
        with suppress(asyncio.CancelledError):
            await connection

    async def _finish_answers(self, dispatcher: Dispatcher) -> None:
        if self._interactions:
            await self._interactions.drain(REPLY_TIMEOUT)
        await dispatcher.drain(STOP_TIMEOUT)

    def _have_database_to_itself(self, stack: AsyncExitStack) -> None:
        stack.enter_context(hold_process_lock(self._settings.database_url))

    async def _prepare_database(self) -> None:
        try:
            await asyncio.to_thread(prepare, self._settings.database_url, self._clock())
        except DatabaseUnavailableError as error:
            raise StartError(f"the database does not answer: {error}") from error

    async def _look_for_twins(self, database: Database, stack: AsyncExitStack) -> None:
        if self._settings.interactions_port:
            return  # Discord sends each interaction to one of them, however many there are
        shards = self._settings.shard_ids or range(self._settings.shard_count or 1)
        doubled = await stack.enter_async_context(hold_shards(database, shards))
        if doubled:
            log.warning(
                "another bot on this database serves the same servers, so members get two answers: "
                "stop one, or give each its SHARD_IDS",
                extra={"shards": doubled, "of": self._settings.shard_count or 1},
            )

    async def _prove_a_write(self, database: Database) -> None:
        try:
            await database.ping()
        except DatabaseUnavailableError as error:
            raise StartError(f"the database takes no writes: {error}") from error

    async def _correct_plan(self, database: Database) -> None:
        try:
            await correct_plan(database, self._clock())
        except DatabaseUnavailableError:
            log.warning("next runs could not be corrected", exc_info=True)  # another process is claiming them

    async def _serve_health(self, app: AppContext, metrics: PrometheusMetrics | None, stack: AsyncExitStack) -> None:
        if self._settings.health_port is None or metrics is None:
            return
        from bot.health import HealthServer  # noqa: PLC0415 - takes 2 MiB, which a bot without a port has no use for

        checks = {"discord": self._is_connected, "database": lambda: _answers(app.database)}
        host, port = self._settings.health_host, self._settings.health_port
        health = HealthServer(checks, host, port, partial(self._measure, app, metrics))
        await health.start()
        stack.push_async_callback(health.close)
        tasks = BackgroundTasks()
        tasks.start(metrics.watch_loop(), "loop lag")
        stack.push_async_callback(tasks.close)

    async def _receive_interactions(self, stack: AsyncExitStack) -> None:
        settings = self._settings
        if settings.interactions_port is None:
            return
        from bot.client.interactions_server import InteractionsServer  # noqa: PLC0415 - as above

        host, port = settings.interactions_host, settings.interactions_port
        self._interactions = InteractionsServer(settings.public_key, host, port, self._clock)
        await self._interactions.start()
        stack.push_async_callback(self._interactions.close)

    async def _measure(self, app: AppContext, metrics: PrometheusMetrics) -> bytes:
        latencies = self.client.latencies if self.client else []
        try:
            async with app.database.reading() as connection:
                due = (await backlog(connection, self._clock())).open
        except DatabaseUnavailableError:
            due = None
        return metrics.render(due_posts=due, queue=app.pictures.queue, latencies=dict(latencies))

    async def _is_connected(self) -> bool:
        return self.client is not None and self.client.is_ready()

    async def _connect(self, dispatcher: Dispatcher, limiter: IdentifyLimiter) -> None:
        settings = self._settings
        proxy = proxy_for(settings.discord_api_url)
        client: GatewayClient | HttpClient
        if self._interactions:
            client = HttpClient(dispatcher, self._interactions, settings.public_key, settings.discord_api_url, proxy)
        else:
            client = GatewayClient(
                dispatcher,
                limiter,
                settings.discord_api_url,
                shard_count=settings.shard_count,
                shard_ids=settings.shard_ids,
                guild_cache=settings.guild_cache,
                proxy=proxy,
            )
        self.client = client
        async with client:
            await client.log_in(self._token)
            api = RestApi(client)
            self._membership.connect(api)
            self._guild_directory.connect(client)
            self._channel_sender.connect(api, client.user.id if client.user else 0)
            try:
                await client.serve()
            finally:
                self._channel_sender.disconnect()


async def _answers(database: Database) -> bool:
    try:
        await database.ping()
    except DatabaseUnavailableError:
        return False
    return True
