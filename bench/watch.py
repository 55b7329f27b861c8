"""Says when the first run is claimed and when all are, in a process of its own: each look would keep members waiting.

python -m bench.watch DATABASE_URL 2026-11-29T21:00:00+00:00
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime

from bench.planned import Planned

PAUSE = 0.1
"""Seconds between two looks."""


def main(url: str, at: datetime) -> None:
    """Print a line when claiming has begun, and end when all that is due at `at` was claimed."""
    planned = Planned.at(url)
    _wait(planned.any_claimed)
    print("begun", flush=True)
    _wait(lambda: not planned.any_due(at))


def _wait(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(sys.argv[1], datetime.fromisoformat(sys.argv[2]))
