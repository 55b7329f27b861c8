"""A message as readable plain text, for a terminal and for tests that ask what a member saw."""

from discord_sandbox.transcript.controls import Choosable, Pressable, choosable, pressable
from discord_sandbox.transcript.message import render
from discord_sandbox.transcript.render_context import RenderContext

__all__ = ["Choosable", "Pressable", "RenderContext", "choosable", "pressable", "render"]
