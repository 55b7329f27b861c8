"""Faults on demand: what the next matching requests suffer instead of an ordinary answer."""

import re
from dataclasses import dataclass
from enum import Enum

from discord_sandbox.json_codec import Json


class FaultKind(Enum):
    """What goes wrong."""

    DROP_BEFORE = "drop before"
    DROP_AFTER = "drop after"
    STATUS = "status"
    STATUS_AFTER = "status after"
    RATE_LIMITED = "rate limited"
    SLOW = "slow"
    HANG = "hang"


AFTER_THE_EFFECT = frozenset({FaultKind.DROP_AFTER, FaultKind.STATUS_AFTER})


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault; make it with the functions below."""

    kind: FaultKind
    answer: int = 0
    body: Json | None = None
    seconds: float = 0.0
    scope: str = "user"
    reset: bool = False

    @classmethod
    def drop_before(cls, *, reset: bool = False) -> "Fault":
        """Close the connection before anything was done; with `reset` the bot sees ECONNRESET, else an early end."""
        return cls(FaultKind.DROP_BEFORE, reset=reset)

    @classmethod
    def drop_after(cls, *, reset: bool = False) -> "Fault":
        """Do what was asked, then close the connection instead of answering."""
        return cls(FaultKind.DROP_AFTER, reset=reset)

    @classmethod
    def status(cls, status: int, code: int = 0, message: str = "") -> "Fault":
        """Answer with an error and do nothing: `status(403, 50013, "Missing Permissions")`."""
        return cls(FaultKind.STATUS, status, {"message": message or f"{status}: Error", "code": code})

    @classmethod
    def status_after(cls, status: int) -> "Fault":
        """Do what was asked, then answer with an error all the same."""
        return cls(FaultKind.STATUS_AFTER, status, {"message": f"{status}: Error", "code": 0})

    @classmethod
    def rate_limited(cls, scope: str = "user", *, retry_after: float = 0.1) -> "Fault":
        """Answer 429 of a scope (`user`, `global` or `shared`) that passes after so many seconds."""
        if scope not in {"user", "global", "shared"}:
            raise ValueError(f"a rate limit's scope is user, global or shared, not {scope!r}")
        return cls(FaultKind.RATE_LIMITED, 429, seconds=retry_after, scope=scope)

    @classmethod
    def slow(cls, seconds: float) -> "Fault":
        """Wait for so many real seconds, then do what was asked."""
        return cls(FaultKind.SLOW, seconds=seconds)

    @classmethod
    def hang(cls) -> "Fault":
        """Do nothing and never answer."""
        return cls(FaultKind.HANG)


@dataclass(slots=True)
class PlannedFault:
    """A fault that waits for its requests; `left` counts down as it strikes."""

    method: str
    path: re.Pattern[str]
    fault: Fault
    left: int
    struck: int = 0


class Faults:
    """The faults that wait, oldest first; a request suffers at most one."""

    def __init__(self) -> None:
        self._planned: list[PlannedFault] = []

    def next(self, method: str, path: str, fault: Fault, *, times: int = 1) -> PlannedFault:
        """Let the next requests suffer a fault.

        `path` is below the API's address; `*` stands for one step of it, `**` for any number, and so does a
        method of `*`: `faults.next("POST", "/channels/*/messages", Fault.drop_after())`.
        """
        pattern = re.escape(path).replace(r"\*\*", ".+").replace(r"\*", "[^/]+")
        planned = PlannedFault(method.upper(), re.compile(pattern), fault, times)
        self._planned.append(planned)
        return planned

    def clear(self) -> None:
        """Call off everything that still waits."""
        self._planned.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault that this request suffers, if any."""
        if not self._planned:
            return None
        for planned in self._planned:
            if planned.method in ("*", method) and planned.path.fullmatch(path):
                planned.left -= 1
                planned.struck += 1
                if planned.left <= 0:
                    self._planned.remove(planned)
                return planned.fault
        return None
