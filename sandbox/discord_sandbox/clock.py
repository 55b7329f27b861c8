"""The sandbox's time: it runs like the wall clock until a test or the demo moves it."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Timer:
    """A callback waiting for an instant of a clock."""

    __slots__ = ("_callback", "_clock", "_handle", "when")

    def __init__(self, clock: "Clock", when: datetime, callback: Callable[[], None]) -> None:
        self.when = when
        self._clock = clock
        self._callback = callback
        self._handle: asyncio.TimerHandle | None = None

    def cancel(self) -> None:
        """Forget the callback; harmless when it has run."""
        self.unschedule()
        self._clock.forget(self)

    def schedule(self, delay: float) -> None:
        """Run the callback after `delay` real seconds."""
        self.unschedule()
        self._handle = asyncio.get_running_loop().call_later(max(delay, 0.0), self._run)

    def unschedule(self) -> None:
        """Stop waiting in real time; the clock may schedule again."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _run(self) -> None:
        self._clock.forget(self)
        self._callback()


class Clock:
    """Aware UTC time that runs, stands still and moves forward on command.

    The only part of the sandbox that reads real time. It never goes back: Discord's ids rise with time.
    """

    def __init__(self, start: datetime | None = None, *, running: bool = True) -> None:
        now = datetime.now(UTC)  # noqa: TID251 - the one place that reads the wall clock
        self._base = now if start is None else start.astimezone(UTC)
        self._since = time.monotonic()
        self._running = running
        self._timers: set[Timer] = set()

    def now(self) -> datetime:
        """Return the present instant, aware UTC."""
        if not self._running:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def monotonic(self) -> float:
        """Return real seconds since an arbitrary start; jumps and pauses do not touch them."""
        return time.monotonic()

    @property
    def running(self) -> bool:
        """Whether time passes by itself."""
        return self._running

    def advance(self, by: timedelta) -> datetime:
        """Move `by` forward and return the new instant; ValueError when negative."""
        return self.jump(self.now() + by)

    def jump(self, to: datetime) -> datetime:
        """Move forward to the aware instant `to`; ValueError when that is past: ids rise with time."""
        if to < self.now():
            raise ValueError(f"the clock stands at {self.now():%Y-%m-%d %H:%M:%S} UTC and never goes back; got {to}")
        self._base = to.astimezone(UTC)
        self._since = time.monotonic()
        self._reschedule()
        return self._base

    def pause(self) -> None:
        """Let time stand still."""
        self._base = self.now()
        self._running = False
        self._reschedule()

    def resume(self) -> None:
        """Let time run again, from where it stands."""
        self._since = time.monotonic()
        self._running = True
        self._reschedule()

    def call_at(self, when: datetime, callback: Callable[[], None]) -> Timer:
        """Call back once the clock reaches `when`, whether it runs there or is moved."""
        timer = Timer(self, when, callback)
        self._timers.add(timer)
        self._arm(timer, self.now())
        return timer

    async def sleep_until(self, when: datetime) -> None:
        """Wait until the clock reaches `when`, whether it runs there or is moved."""
        reached = asyncio.Event()
        timer = self.call_at(when, reached.set)
        try:
            await reached.wait()
        finally:
            timer.cancel()

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds` of this clock."""
        await self.sleep_until(self.now() + timedelta(seconds=seconds))

    def forget(self, timer: Timer) -> None:
        """Drop a timer that has run or was cancelled."""
        self._timers.discard(timer)

    def _reschedule(self) -> None:
        now = self.now()
        for timer in list(self._timers):
            timer.unschedule()
            self._arm(timer, now)

    def _arm(self, timer: Timer, now: datetime) -> None:
        if self._running or timer.when <= now:
            timer.schedule((timer.when - now).total_seconds())
