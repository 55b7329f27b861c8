"""What Discord refuses in a tree of components as a whole: repeated ids, too many of them, too much text."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from discord_sandbox.limits.form_errors import FormErrors, at, refusal
from discord_sandbox.limits.schemas import Body

MAX_COMPONENTS = 40
MAX_TEXT = 4000
TEXT_DISPLAY = 10

Place: TypeAlias = tuple[str | int, ...]


def walk(components: Sequence[Body], place: Place = ()) -> Iterator[tuple[Place, Body]]:
    """Return every component of a well-shaped tree with its place in it, parents first."""
    for index, component in enumerate(components):
        here = (*place, index)
        yield here, component
        if inner := component.get("components"):
            yield from walk(inner, (*here, "components"))
        for name in ("accessory", "component"):
            if child := component.get(name):
                yield (*here, name), child


def check_tree(components: object) -> FormErrors:
    """Return what is wrong with a well-shaped tree as a whole."""
    if not isinstance(components, Sequence):
        return {}
    seen: set[str] = set()
    count = written = 0
    for place, component in walk(components):
        count += 1
        if component["type"] == TEXT_DISPLAY:
            written += len(component["content"])
        custom_id = component.get("custom_id")
        if custom_id in seen:
            duplicated = refusal("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
            return at(*place, "custom_id", errors=duplicated)
        if custom_id is not None:
            seen.add(custom_id)
    if count > MAX_COMPONENTS:
        message = f"The total number of components cannot exceed {MAX_COMPONENTS}"
        return refusal("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if written > MAX_TEXT:
        message = f"Component displayable text size exceeds maximum size of {MAX_TEXT}"
        return refusal("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    return {}
