"""A chat in the terminal: one person at the keyboard, or a script, acts as the sandbox's members."""

from bot.sandbox.terminal.chat import TerminalChat
from bot.sandbox.terminal.lines import script_lines, typed_lines

__all__ = ["TerminalChat", "script_lines", "typed_lines"]
