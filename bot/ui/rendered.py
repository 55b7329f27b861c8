"""Embeds and buttons that are finished: put into Discord's shape once, however often they are sent."""

from copy import copy
from functools import cached_property
from typing import Any

import discord

from bot.ui.custom_id import with_roadmap


class CachedEmbed(discord.Embed):
    """An embed that nobody changes once it has been sent."""

    @cached_property
    def _rendered(self) -> Any:
        return super().to_dict()

    def to_dict(self) -> Any:
        """Return what Discord takes; to look at only."""
        return self._rendered


class StatelessView(discord.ui.View):
    """Buttons and menus that nobody changes once they have been sent, pressed by whoever likes, for ever.

    Whoever made it stops it, so discord.py renders it but keeps nothing of it: the router answers its buttons by their
    custom_id, after a restart as well as before.
    """

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self._numbered: dict[int, StatelessView] = {}

    @cached_property
    def _rendered(self) -> list[dict[str, Any]]:
        return super().to_components()

    def to_components(self) -> list[dict[str, Any]]:
        """Return what Discord takes; to look at only."""
        return self._rendered

    def for_roadmap(self, number: int) -> "StatelessView":
        """Return the same rows with the number of a roadmap in all that is pressed on them."""
        if (numbered := self._numbered.get(number)) is None:
            numbered = self._numbered[number] = copy(self)
            vars(numbered)["_rendered"] = with_roadmap(self._rendered, number)
        return numbered
