"""A chat in the terminal: one person at the keyboard, or a script, acts as the sandbox's members."""

from discord_sandbox.terminal.chat import TerminalChat
from discord_sandbox.terminal.lines import script_lines, typed_lines

__all__ = ["TerminalChat", "script_lines", "typed_lines"]
