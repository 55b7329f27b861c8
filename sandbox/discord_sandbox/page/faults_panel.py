"""What a reader can break, to watch the bot recover."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.faults import Fault, PlannedFault
from discord_sandbox.json_codec import Json
from discord_sandbox.page.scene import Powers
from discord_sandbox.sandbox import Sandbox

SEND = ("POST", "/**")
ANSWER = ("POST", "/interactions/*/*/callback")
SLOW_SECONDS, SLOW_TIMES = 0.8, 10
# A good bot tries again while there is time: one lost answer would go unnoticed.
SWALLOWED = 3


@dataclass(frozen=True, slots=True)
class InjectedFault:
    """Something to break: what it is called, what one will see, and how it is done."""

    name: str
    label: str
    about: str
    strike: Callable[[], Awaitable[None]]

    def to_json(self) -> Json:
        """Return what the page shows of it."""
        return {"name": self.name, "label": self.label, "about": self.about}


class FaultsPanel:
    """The faults on offer, and those that wait for the bot's next request."""

    def __init__(self, sandbox: Sandbox, powers: Powers) -> None:
        self._sandbox = sandbox
        self._powers = powers
        self._waiting: list[tuple[str, PlannedFault]] = []
        self._told: list[int] = []
        self.database_away = False

    async def strike(self, name: str) -> None:
        """Let something go wrong; raises NotPossible for what is not on offer."""
        fault = next((offered for offered in self._offered() if offered.name == name), None)
        if fault is None:
            raise NotPossible("That cannot be broken here.")
        await fault.strike()

    def has_changed(self) -> bool:
        """Return whether one has struck since this was asked last."""
        struck = [planned.struck for _, planned in self._waiting]
        changed, self._told = struck != self._told, struck
        return changed

    def to_json(self) -> Json:
        """Return what is on offer and what still waits."""
        self._waiting = [(label, planned) for label, planned in self._waiting if planned.left > 0]
        return {
            "offered": [fault.to_json() for fault in self._offered()],
            "waiting": [{"label": label, "left": planned.left} for label, planned in self._waiting],
            "online": bool(self._sandbox.gateway.sessions),
        }

    def _offered(self) -> list[InjectedFault]:
        refused, broken = Fault.status(503), Fault.drop_before(reset=True)
        slow, silent = Fault.slow(SLOW_SECONDS), Fault.hang()
        offered = [
            InjectedFault("gateway", "Drop the gateway", "The bot loses its connection and has to resume.", self._drop),
            self._planned(
                "refuse", "Refuse the next send (503)", "Discord is overloaded for one request.", SEND, refused
            ),
            self._planned(
                "reset", "Break the next send", "The connection is reset before anything was done.", SEND, broken
            ),
            self._planned(
                "slow", "Slow answers", "The next ten requests take most of a second each.", SEND, slow, SLOW_TIMES
            ),
            self._planned(
                "swallow",
                "Swallow answers",
                "The next three get nowhere: no application responds.",
                ANSWER,
                silent,
                SWALLOWED,
            ),
            *self._of_database(),
        ]
        if self._waiting:
            offered.append(
                InjectedFault("mend", "Call it all off", "Nothing that still waits will happen.", self._mend)
            )
        return offered

    def _of_database(self) -> list[InjectedFault]:
        take, give = self._powers.take_database, self._powers.give_database
        if take is None or give is None:
            return []
        if self.database_away:
            about = "Progress is there again."
            return [InjectedFault("give", "Give the database back", about, self._moving(give, away=False))]
        about = "Looking things up goes on; progress does not."
        return [InjectedFault("take", "Take the database away", about, self._moving(take, away=True))]

    def _planned(
        self, name: str, label: str, about: str, where: tuple[str, str], fault: Fault, times: int = 1
    ) -> InjectedFault:
        async def plan() -> None:
            self._waiting.append((label, self._sandbox.faults.next(*where, fault, times=times)))

        return InjectedFault(name, label, about, plan)

    def _moving(self, move: Callable[[], Awaitable[None]], *, away: bool) -> Callable[[], Awaitable[None]]:
        async def strike() -> None:
            await move()
            self.database_away = away

        return strike

    async def _drop(self) -> None:
        await self._sandbox.gateway.drop()

    async def _mend(self) -> None:
        self._sandbox.faults.clear()
        self._waiting.clear()
