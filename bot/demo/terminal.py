"""The demo in a terminal: a chat by lines, typed or from a script."""

import sys
from pathlib import Path

from discord_sandbox.terminal import TerminalChat, script_lines, typed_lines

from bot.core.roadmap import example_names
from bot.demo.environment import Stage

WELCOME = """Waymark is running in a Discord of its own, on this machine: nothing leaves it.
You are ada, in #general of the {server}. Try these, and ? for more:

    /topic {first}
    /done {first}, {second}
    /next                   /leaderboard
    /race                   everybody in the channel answers
    1                       presses button 1 of the last answer
    as grace                be somebody else
    @Waymark what is {second}?
                            or just say it
    quit                    leave

"""


async def chat(stage: Stage, script: Path | None) -> int:
    """Chat until the lines of `script`, or the typed ones, end; give 1 when one of the script's failed, else 0."""
    talk = TerminalChat(stage.sandbox, stage.sandbox.member("ada"), _write, styled=sys.stdout.isatty())
    if script:
        return await talk.run(script_lines(script), echo=True)
    first, second = example_names(stage.roadmap)
    _write(WELCOME.format(server=stage.cast.guild.name, first=first, second=second))
    await talk.run(typed_lines(), echo=False)
    return 0


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
