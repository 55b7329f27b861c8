"""A message as readable plain text, for a terminal and for tests that ask what a member saw."""

from discord_sandbox.transcript.controls import Choosable, Pressable, choosable, pressable
from discord_sandbox.transcript.message import render
from discord_sandbox.transcript.reader import Reader

__all__ = ["Choosable", "Pressable", "Reader", "choosable", "pressable", "render"]
