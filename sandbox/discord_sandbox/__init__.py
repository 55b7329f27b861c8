"""A small Discord on 127.0.0.1: REST and gateway for end-to-end tests, demos and benches.

Start at `Sandbox`. Any bot that speaks API v10 can be pointed at it: only `adapters` import a Discord library.
"""

from discord_sandbox.clock import Clock
from discord_sandbox.exceptions import NotAnswered, NotPossible, Violations
from discord_sandbox.faults import Fault
from discord_sandbox.journal import Request
from discord_sandbox.member.actor import Member
from discord_sandbox.member.answer import Answer
from discord_sandbox.member.uploads import Upload
from discord_sandbox.permissions import Permission
from discord_sandbox.sandbox import Sandbox

__all__ = [
    "Answer",
    "Clock",
    "Fault",
    "Member",
    "NotAnswered",
    "NotPossible",
    "Permission",
    "Request",
    "Sandbox",
    "Upload",
    "Violations",
]
