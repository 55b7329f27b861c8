"""The times and numbers that scheduled posts go by."""

from datetime import timedelta

TICK_INTERVAL = 2.0
"""Seconds between two looks at what is due."""

LEASE = timedelta(seconds=60)
"""How long a process has a run to itself; longer than a try to send takes, so that it ends before another begins."""

NONCE_WINDOW = timedelta(minutes=2)
"""How long a message that is sent again is certainly known by its nonce; Discord says "a few minutes"."""

POSTS_PER_SECOND = 40.0
"""Posts that all processes send together: under the 50 requests that Discord allows a bot, so that others fit in."""

MAX_IN_FLIGHT = 120
"""Posts of one process that are being sent or wait for their turn."""

CLOCK_FAULT_REACH = timedelta(days=1)
"""How far back a post is looked for that was sent while the clock was ahead."""

MAX_POSTPONE = timedelta(minutes=20)
"""The longest that a run is left alone, whatever Discord asks for: by then somebody looks again."""

LOOKUP_RETRY = timedelta(minutes=1)
"""The pause before a channel that could not be looked at is looked at again."""

MAX_LOOKUP_AGE = timedelta(days=1)
"""How long after a run is too late to post it may still be looked for."""

MAX_BUILD_ATTEMPTS = 5
"""Tries to make a post; what fails as often is a mistake of ours that more of them do not mend."""


def backoff(attempts: int) -> timedelta:
    """Return the pause after so many tries: 5 seconds at first, twice as long each time, a minute in the end."""
    doublings = min(max(attempts - 1, 0), 4)
    return min(timedelta(seconds=5 << doublings), timedelta(minutes=1))
