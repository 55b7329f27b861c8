"""A message as readable plain text, for a terminal and for tests that ask what a member saw."""

from bot.sandbox.transcript.controls import Choosable, Pressable, choosable, pressable
from bot.sandbox.transcript.message import render
from bot.sandbox.transcript.reader import Reader

__all__ = ["Choosable", "Pressable", "Reader", "choosable", "pressable", "render"]
