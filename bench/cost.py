"""Measuring what interactions cost: latency, throughput, and the bot's processor time."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

Ask = Callable[[int], Awaitable[object]]
"""Asks one interaction, the n-th, and returns once it is answered."""


@dataclass(slots=True)
class Cost:
    """What has been measured of one kind of interaction, chunk by chunk."""

    latencies: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    crowded_cpu: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """The median latency in milliseconds, one in flight."""
        return statistics.median(self.latencies) * 1000

    @property
    def p99(self) -> float:
        """The 99th percentile of the latency in milliseconds, one in flight."""
        return statistics.quantiles(self.latencies, n=100)[98] * 1000

    @property
    def cpu_ms(self) -> float:
        """The bot's processor time for an interaction in milliseconds, one in flight: the median over chunks."""
        return statistics.median(self.cpu) * 1000

    @property
    def crowded_cpu_ms(self) -> float:
        """The same with 64 in flight."""
        return statistics.median(self.crowded_cpu) * 1000

    def cpu_against(self, *floor: "Cost") -> float:
        """Give the ratio of the processor time to the sum of the floor's: the median over rounds.

        Within a round whatever else the machine does hits all of them alike.
        """
        floors: list[float] = [sum(costs) for costs in zip(*(one.cpu for one in floor), strict=True)]
        return statistics.median(own / under for own, under in zip(self.cpu, floors, strict=True))

    @property
    def rate(self) -> float:
        """Interactions a second with 64 in flight: the median over chunks."""
        return statistics.median(self.rates)


def cpu_seconds(pid: int) -> float:
    """Give the processor time that a process has used so far, its living threads included."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def resident_mib(pid: int) -> float:
    """Give the memory that a process holds, in MiB."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def chunk(cost: Cost, pid: int, ask: Ask, first: int, count: int, in_flight: int) -> None:
    """Ask interactions from the `first` on: `4 * count` many at once for throughput, then `count` one by one.

    That order finds a bot that was busy before, not one that has just woken up.
    """
    many = 4 * count
    used, began = cpu_seconds(pid), time.perf_counter()
    gate = asyncio.Semaphore(in_flight)

    async def one(number: int) -> None:
        async with gate:
            await ask(number)

    await asyncio.gather(*(one(number) for number in range(first, first + many)))
    cost.rates.append(many / (time.perf_counter() - began))
    cost.crowded_cpu.append((cpu_seconds(pid) - used) / many)
    used = cpu_seconds(pid)
    for number in range(first + many, first + many + count):
        began = time.perf_counter()
        await ask(number)
        cost.latencies.append(time.perf_counter() - began)
    cost.cpu.append((cpu_seconds(pid) - used) / count)
