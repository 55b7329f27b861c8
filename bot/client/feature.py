"""What a feature brings: its slash commands, its buttons, and the phrases it understands in chat."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from discord import app_commands

from bot.context import AppContext
from bot.core.intent_patterns import Intent
from bot.core.member import RequestContext
from bot.ui.response import Response

Handler = Callable[[AppContext, RequestContext, str], Awaitable[Response]]
"""One verb of a feature: who asks, and with what words or ids. Commands, buttons and phrases all come in by it."""


class LoadedOnUse:
    """The handlers in a module, which is loaded when one of them is first used: in a thread, so that others go on.

    For a feature that most processes are never asked for, and that needs much.
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Response]]:
        """Return the handler that is called so."""

        async def handler(*arguments: object) -> Response:
            module = sys.modules.get(self._module) or await asyncio.to_thread(import_module, self._module)
            response: Response = await getattr(module, name)(*arguments)
            return response

        return handler


@dataclass(frozen=True, slots=True)
class ByServer:
    """A handler for what a group does together: a command means the server's roadmap, whatever a member follows."""

    handler: Handler

    async def __call__(self, app: AppContext, request: RequestContext, text: str) -> Response:
        """Answer as the handler does."""
        return await self.handler(app, request, text)


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature as the client sees it. `buttons` are found by the verb in a custom_id.

    `acknowledged` are those of their verbs that do more when they are done again: nothing is done before Discord has
    said that it waits, so that nobody who was told that it failed tries again. `verbatim` are those whose form
    is handed over as it was typed: the argument and each field, with SEPARATOR between.
    """

    # discord.py types a command by its owner and its parameters, which differ from command to command.
    commands: tuple[app_commands.Command[Any, ..., Any] | app_commands.Group, ...] = ()
    buttons: Mapping[str, Handler] = field(default_factory=dict)
    phrases: Mapping[Intent, Handler] = field(default_factory=dict)
    acknowledged: frozenset[str] = frozenset()
    verbatim: frozenset[str] = frozenset()
