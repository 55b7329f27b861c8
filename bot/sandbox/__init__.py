"""A small Discord on 127.0.0.1: REST and gateway for end-to-end tests, demos and benches.

Start at `Sandbox`. It never imports a Discord library: any bot that speaks API v10 can be pointed at it.
"""

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Fault
from bot.sandbox.journal import Request
from bot.sandbox.member.acting import Member
from bot.sandbox.member.answer import Answer
from bot.sandbox.mishaps import NotAnswered, NotPossible, Violations
from bot.sandbox.permissions import Permission
from bot.sandbox.sandbox import Sandbox

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
    "Violations",
]
