"""What a host can watch at `/metrics`: counts and times of the process, with no server or member in a label."""

import asyncio
from collections.abc import Mapping

LABEL_END = ","
"""What follows it in an outcome belongs to one case, such as a reference."""
ACK_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3)
"""Seconds; Discord waits three."""
LAG_BUCKETS = (1, 2, 5, 15, 60, 300, 1800)
DB_BUCKETS = (0.001, 0.005, 0.02, 0.1, 0.5, 2, 10)
LOOP_LOOK = 1.0
"""Seconds between two looks at how late the event loop is."""


class Metrics:
    """Keeps nothing: for a bot whose host does not ask."""

    def interaction(self, command: str, outcome: str, acknowledged: float | None) -> None:
        """Note an interaction that ended, and the seconds until Discord had an answer or a deferral, if it had one."""

    def post(self, kind: str, outcome: str, lag: float) -> None:
        """Note a scheduled post that ended, so many seconds after it was due."""

    def answer(self, result: str) -> None:
        """Note an answer to a question: `right`, `wrong` or `unknown`."""

    def reconnect(self) -> None:
        """Note that a connection to the gateway was lost."""

    def database(self, operation: str, seconds: float) -> None:
        """Note a block that read or wrote (`read`, `write`)."""


class PrometheusMetrics(Metrics):
    """Keeps what Prometheus reads; `version` is the program's."""

    def __init__(self, version: str) -> None:
        # Only a bot whose host asks loads it.
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info  # noqa: PLC0415

        self.registry = registry = CollectorRegistry()
        self._interactions = Counter(
            "waymark_interactions", "Interactions that ended", ["command", "outcome"], registry=registry
        )
        self._ack = Histogram(
            "waymark_ack_seconds", "Until Discord had the first answer", buckets=ACK_BUCKETS, registry=registry
        )
        self._posts = Counter("waymark_posts", "Scheduled posts that ended", ["kind", "outcome"], registry=registry)
        self._lag = Histogram(
            "waymark_post_lag_seconds",
            "From when a post was due until it was sent",
            buckets=LAG_BUCKETS,
            registry=registry,
        )
        self._database = Histogram(
            "waymark_db_seconds", "Blocks that read or wrote", ["op"], buckets=DB_BUCKETS, registry=registry
        )
        self._answers = Counter("waymark_answers", "Answers to questions", ["result"], registry=registry)
        self._reconnects = Counter(
            "waymark_gateway_reconnects", "Connections to the gateway that were lost", registry=registry
        )
        self._latency = Gauge(
            "waymark_gateway_latency_seconds", "From a heartbeat to its answer", ["shard"], registry=registry
        )
        self._due = Gauge("waymark_due_posts", "Posts that are due and not ended", registry=registry)
        self._queue = Gauge(
            "waymark_worker_queue", "Jobs of the worker process, the one under way included", registry=registry
        )
        self._loop_lag = Gauge(
            "waymark_loop_lag_seconds", "How late the event loop was at worst since the last look", registry=registry
        )
        Info("waymark_build", "What runs", registry=registry).info({"version": version})
        self._worst_lag = 0.0

    def interaction(self, command: str, outcome: str, acknowledged: float | None) -> None:
        """Note an interaction that ended, and the seconds until Discord had an answer or a deferral, if it had one."""
        self._interactions.labels(command, outcome.partition(LABEL_END)[0]).inc()
        if acknowledged is not None:
            self._ack.observe(acknowledged)

    def post(self, kind: str, outcome: str, lag: float) -> None:
        """Note a scheduled post that ended, so many seconds after it was due."""
        self._posts.labels(kind, outcome).inc()
        if outcome == "sent":
            self._lag.observe(max(lag, 0.0))

    def answer(self, result: str) -> None:
        """Note an answer to a question: `right`, `wrong` or `unknown`."""
        self._answers.labels(result).inc()

    def reconnect(self) -> None:
        """Note that a connection to the gateway was lost."""
        self._reconnects.inc()

    def database(self, operation: str, seconds: float) -> None:
        """Note a block that read or wrote (`read`, `write`)."""
        self._database.labels(operation).observe(seconds)

    async def watch_loop(self) -> None:
        """Measure for ever how late the event loop comes back."""
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            await asyncio.sleep(LOOP_LOOK)
            self._worst_lag = max(self._worst_lag, clock() - began - LOOP_LOOK)

    def render(self, *, due_posts: int | None, queue: int, latencies: Mapping[int, float]) -> bytes:
        """Return all of it as Prometheus reads it, with what is so just now; None is what could not be found out."""
        from prometheus_client import generate_latest  # noqa: PLC0415

        self._due.set(float("nan") if due_posts is None else due_posts)
        self._queue.set(queue)
        self._latency.clear()
        for shard, seconds in latencies.items():
            self._latency.labels(str(shard)).set(seconds)
        self._loop_lag.set(self._worst_lag)
        self._worst_lag = 0.0
        rendered: bytes = generate_latest(self.registry)
        return rendered
