"""Discord's Markdown inside a line, as plain words: marks taken off, mentions and instants told."""

import re
from collections.abc import Callable

from discord_sandbox.transcript.render_context import RenderContext
from discord_sandbox.transcript.timestamps import told

MARKS = re.compile(
    r"""
      \\(?P<escaped>[^0-9A-Za-z\s])
    | (?P<code>(?P<ticks>`+)(?!`)(?:.+?)(?<!`)(?P=ticks)(?!`))
    | \[(?P<link>[^\[\]\n]+)\]\(<?(?P<to>https?://[^\s<>]+?)>?\)
    | (?P<address><https?://[^\s<>]+>|https?://[^\s<>]+)
    | \*\*(?P<bold>.+?)\*\*(?!\*)
    | (?<!\w)__(?P<underlined>.+?)__(?!\w)
    | ~~(?P<struck>.+?)~~
    | \*(?P<slanted>(?![\s*])(?:[^*\n]*[^\s*])?)\*
    | (?<!\w)_(?P<italic>(?![\s_])(?:[^_\n]*[^\s_])?)_(?!\w)
    | <t:(?P<seconds>-?[0-9]{1,15})(?::(?P<style>\w))?>
    | <@!?(?P<user>[0-9]{1,20})>
    | <@&(?P<role>[0-9]{1,20})>
    | <\#(?P<channel>[0-9]{1,20})>
    | </(?P<command>[^:<>]+):[0-9]{1,20}>
    | <a?:(?P<emoji>\w+):[0-9]{1,20}>
    """,
    re.VERBOSE | re.DOTALL,
)


def inline(text: str, reader: RenderContext) -> str:
    """Put a piece of text without line structure into plain words."""

    def word(match: re.Match[str]) -> str:
        kind = next(name for name in SPOKEN if match[name] is not None)
        return SPOKEN[kind](match, reader)

    return MARKS.sub(word, text)


def linked(match: re.Match[str], reader: RenderContext) -> str:
    """Say a link: its words, and where it leads."""
    return f"{inline(match['link'], reader)} ({match['to']})"


Spoken = Callable[[re.Match[str], RenderContext], str]

SPOKEN: dict[str, Spoken] = {
    "escaped": lambda match, _: match["escaped"],
    "code": lambda match, _: match["code"],
    "link": linked,
    "address": lambda match, _: match["address"].strip("<>"),
    "bold": lambda match, reader: reader.bold(inline(match["bold"], reader)),
    "underlined": lambda match, reader: inline(match["underlined"], reader),
    "struck": lambda match, reader: f"~~{inline(match['struck'], reader)}~~",
    "slanted": lambda match, reader: inline(match["slanted"], reader),
    "italic": lambda match, reader: inline(match["italic"], reader),
    "seconds": lambda match, reader: told(int(match["seconds"]), match["style"], reader),
    "user": lambda match, reader: f"@{reader.name(int(match['user']))}",
    "role": lambda match, reader: f"@{reader.name(int(match['role']))}",
    "channel": lambda match, reader: f"#{reader.name(int(match['channel']))}",
    "command": lambda match, _: f"/{match['command']}",
    "emoji": lambda match, _: f":{match['emoji']}:",
}
