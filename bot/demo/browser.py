"""The demo in a browser: the page, whom one can be in it, and what one can do to the bot."""

import asyncio
import os
import signal
import sys
import webbrowser
from pathlib import Path

from discord_sandbox.page.page import Page
from discord_sandbox.page.scene import Persona, Powers, Scene

from bot.demo.environment import Stage
from bot.demo.people import NEWCOMER, ORGANISER

PICTURE = Path(__file__).with_name("waymark.svg")
NOTES = {
    "Ada": "some weeks into the roadmap",
    "Grace": "studies every day",
    "Linus": "began some days ago",
    ORGANISER: "organises",
    NEWCOMER: "new here, on a phone",
}
WORDS = """
Waymark is running in a Discord of its own, on this machine: nothing leaves it.

    {address}

Be Ada, Grace or Linus, Margaret who organises, or Noor who is new; in a second tab be two at once.
Try /race in #general with both, and press the question of the day in #study.
Ctrl+C ends it.
"""


async def show(stage: Stage, port: int) -> int:
    """Serve the page until SIGINT or SIGTERM; give 0."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with Page(stage.sandbox, scene(stage), port=port) as page:
        if page.moved:
            sys.stdout.write(f"Port {port} is taken, so the page is at another one.\n")
        sys.stdout.write(WORDS.format(address=page.address))
        sys.stdout.flush()
        if _has_a_screen():
            webbrowser.open(page.address)
        await stopped.wait()
    return 0


def scene(stage: Stage) -> Scene:
    """Return what the page shows of the demo."""
    people, journey, outage = stage.cast.people, stage.journey, stage.outage
    first = tuple(Persona(people[name].user, note, phone=name == NEWCOMER) for name, note in NOTES.items())
    others = tuple(Persona(person.user) for name, person in sorted(people.items()) if name not in NOTES)
    powers = Powers(
        travel=journey.go,
        next_post=journey.next_post,
        zone_of=journey.zone_of,
        take_database=outage.begin,
        give_database=outage.end,
    )
    return Scene("Waymark", PICTURE, first + others, powers)


def _has_a_screen() -> bool:
    """Tell whether a browser can be opened: somebody sits at a terminal with a desktop around it."""
    desktop = sys.platform in {"darwin", "win32"} or os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"}
    return sys.stdout.isatty() and bool(desktop)
