"""The demo in a terminal: a chat by lines, typed or from a script."""

import sys
from pathlib import Path

from discord_sandbox import Sandbox
from discord_sandbox.terminal import TerminalChat, script_lines, typed_lines

WELCOME = """Waymark is running in a Discord of its own, on this machine: nothing leaves it.
You are ada, in #general of the Django Evenings. Try these, and ? for more:

    /topic middleware       /done csrf, xss       /next       /leaderboard
    1                       presses button 1 of the last answer
    as grace                be somebody else
    @Waymark what is n+1?   or just say it
    quit                    leave

"""


async def chat(sandbox: Sandbox, script: Path | None) -> int:
    """Chat until the lines of `script`, or the typed ones, end; give 1 when one of the script's failed, else 0."""
    talk = TerminalChat(sandbox, sandbox.member("ada"), _write, styled=sys.stdout.isatty())
    if script:
        return await talk.run(script_lines(script), echo=True)
    _write(WELCOME)
    await talk.run(typed_lines(), echo=False)
    return 0


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
