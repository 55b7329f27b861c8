"""A signal stops the bot in order, also on an event loop that knows no signals, as on Windows."""

import asyncio
import os
import signal

import pytest

from bot.app import stop_on_signals


class LoopWithoutSignals(asyncio.SelectorEventLoop):
    """What `asyncio.ProactorEventLoop` is in this respect."""

    def add_signal_handler(self, *_: object) -> None:
        raise NotImplementedError


@pytest.mark.parametrize("loop_class", [asyncio.SelectorEventLoop, LoopWithoutSignals])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_sets_the_event(loop_class: type[asyncio.SelectorEventLoop], number: signal.Signals) -> None:
    async def wait() -> None:
        stop = asyncio.Event()
        stop_on_signals(stop)
        os.kill(os.getpid(), number)
        async with asyncio.timeout(10):
            await stop.wait()

    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        with asyncio.Runner(loop_factory=loop_class) as runner:
            runner.run(wait())
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
