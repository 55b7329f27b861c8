"""The button by which organisers take away a post of a roadmap that a server brought, whose texts are a member's."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.library import Library
from bot.core.message_draft import MessageDraft
from bot.ui.custom_id import post_for_roadmap
from bot.ui.theme import Item, button, rows

MAX_ITEMS = 5
"""Buttons that Discord takes in a row."""


def withdraw_button() -> Item:
    """Return the button; everybody sees it, and whoever may not use it is told so."""
    return button("Take down", "lib-down", emoji="🧹")


def ready_to_post(post: MessageDraft, library: Library, roadmap_id: str, number: int) -> MessageDraft:
    """Return a post about a roadmap as it goes out: with the roadmap's number, and of a brought one with the button."""
    if post.topic_id and library.is_brought(roadmap_id):
        post = replace(post, components=_with_button(post.components))
    return post_for_roadmap(post, number)


def _with_button(components: tuple[Mapping[str, object], ...]) -> tuple[Mapping[str, object], ...]:
    view = rows([withdraw_button()])
    assert view
    (row,) = view.to_components()
    last = components[-1]["components"] if components else None
    if isinstance(last, list) and len(last) < MAX_ITEMS:
        return (*components[:-1], {**components[-1], "components": [*last, *row["components"]]})
    return (*components, row)
