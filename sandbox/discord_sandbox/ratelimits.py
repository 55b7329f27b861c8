"""Rate limits: the headers on every answer, and 429 for those who go on regardless."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from discord_sandbox.clock import Clock
from discord_sandbox.json_codec import Json

# Discord's own limits are not documented and change; clients must read them off the headers. These are wide
# enough that tests never wait. Tighten a route with `RateLimits.limit`, or all with `global_per_second`.
_DEFAULT = (10_000, 1.0)
_MAJOR = ("channel_id", "guild_id", "webhook_id")
# Answers to interactions are not bound by the bot's global limit.
_UNBOUND = ("/interactions/", "/webhooks/")
_GLOBAL_SECONDS = 1.0


@dataclass(slots=True)
class Bucket:
    """What is left of one limit until its window ends (in real seconds)."""

    limit: int
    left: int
    ends: float


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A request that came too soon; `scope` is user, global or shared."""

    retry_after: float
    scope: str


class RateLimits:
    """Counts requests per route and major parameter, in real time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rules: dict[tuple[str, str], tuple[int, float]] = {}
        self._buckets: dict[str, Bucket] = {}
        self._global = Bucket(0, 0, 0.0)
        self.global_per_second: int | None = None

    def limit(self, method: str, template: str, requests: int, per: float) -> None:
        """Allow so many requests per so many seconds: `limit("POST", "/channels/{channel_id}/messages", 5, 5.0)`."""
        self._rules[(method.upper(), template)] = (requests, per)
        self._buckets.clear()

    def spend(self, method: str, template: str, params: Mapping[str, str]) -> tuple[dict[str, str], Exceeded | None]:
        """Count a request; returns the headers for its answer, and when it is one too many, for how long."""
        now = self._clock.monotonic()
        bucket_id = f"{crc32(f'{method} {template}'.encode()):08x}"
        major = next((params[name] for name in _MAJOR if name in params), "")
        bucket = self._bucket(f"{bucket_id}:{major}", self._rules.get((method, template), _DEFAULT), now)
        exceeded = None if template.startswith(_UNBOUND) else self._over_global(now)
        if exceeded is None and bucket.left <= 0:
            exceeded = Exceeded(bucket.ends - now, "user")
        if exceeded is None:
            bucket.left -= 1
        return self._headers(bucket, bucket_id, now), exceeded

    def _bucket(self, key: str, rule: tuple[int, float], now: float) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None or now >= bucket.ends:
            requests, per = rule
            bucket = self._buckets[key] = Bucket(requests, requests, now + per)
        return bucket

    def _over_global(self, now: float) -> Exceeded | None:
        if self.global_per_second is None:
            return None
        if now >= self._global.ends:
            self._global = Bucket(self.global_per_second, self.global_per_second, now + _GLOBAL_SECONDS)
        if self._global.left <= 0:
            return Exceeded(self._global.ends - now, "global")
        self._global.left -= 1
        return None

    def _headers(self, bucket: Bucket, bucket_id: str, now: float) -> dict[str, str]:
        rest = max(bucket.ends - now, 0.0)
        return {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset": f"{self._clock.now().timestamp() + rest:.3f}",
            "X-RateLimit-Reset-After": f"{rest:.3f}",
            "X-RateLimit-Bucket": bucket_id,
        }


def refusal(exceeded: Exceeded) -> tuple[dict[str, str], Json]:
    """Return the headers and body of a 429."""
    is_global = exceeded.scope == "global"
    headers = {"Retry-After": str(math.ceil(exceeded.retry_after)), "X-RateLimit-Scope": exceeded.scope}
    if is_global:
        headers["X-RateLimit-Global"] = "true"
    body: Json = {
        "message": "You are being rate limited.",
        "retry_after": round(exceeded.retry_after, 3),
        "global": is_global,
    }
    return headers, body
