"""Waits until nothing is due at an instant, in a process of its own: each look would keep members waiting in theirs.

python -m bench.watch DATABASE_URL 2026-11-29T21:00:00+00:00
"""

import sys
import time
from datetime import datetime

from bench.planned import Planned

PAUSE = 0.1
"""Seconds between two looks."""


def main(url: str, at: datetime) -> None:
    """Return when all that is due at `at` was claimed."""
    planned = Planned.at(url)
    while planned.any_due(at):
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(sys.argv[1], datetime.fromisoformat(sys.argv[2]))
