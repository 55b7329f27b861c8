"""What Discord refuses in a tree of components as a whole: repeated ids, too many components, too much text."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from discord_sandbox.limits.form_errors import FormErrors, at, refusal
from discord_sandbox.limits.schemas import Body

MAX_COMPONENTS = 40
MAX_TEXT = 4000
TEXT_DISPLAY = 10

UNIQUE_IDS = {"custom_id": "custom id", "id": "id"}

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
    tree = list(walk(components))
    for name, words in UNIQUE_IDS.items():
        if place := second_use(tree, name):
            duplicated = refusal(f"COMPONENT_{name.upper()}_DUPLICATED", f"Component {words} cannot be duplicated")
            return at(*place, name, errors=duplicated)
    written = sum(len(component["content"]) for _, component in tree if component["type"] == TEXT_DISPLAY)
    if len(tree) > MAX_COMPONENTS:
        message = f"The total number of components cannot exceed {MAX_COMPONENTS}"
        return refusal("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if written > MAX_TEXT:
        message = f"Component displayable text size exceeds maximum size of {MAX_TEXT}"
        return refusal("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    return {}


def second_use(tree: Sequence[tuple[Place, Body]], name: str) -> Place | None:
    """Return the place of the first component whose id was used before it; 0 is no id: Discord then gives one."""
    seen: set[object] = set()
    for place, component in tree:
        used = component.get(name)
        if used in seen:
            return place
        if used:
            seen.add(used)
    return None
