"""What a member picks from a list of options, people, roles or channels, as far as Discord's client would let them."""

from collections.abc import Sequence

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.member.resolving import Picked, Resolved
from discord_sandbox.world.model import Channel
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User

CHECKBOX_GROUP = 22
ENTITIES: dict[int, tuple[type, ...]] = {5: (User,), 6: (Role,), 7: (User, Role), 8: (Channel,)}
"""What the selects that Discord fills in offer, by their type."""


def picked_values(name: str, component: Json, picked: Sequence[object], resolved: Resolved) -> list[str]:
    """Return the values for what was picked from a select or a group; raises NotPossible.

    Options are picked by label or value, users, roles and channels as they are; `name` is what the member sees.
    """
    if component["type"] in ENTITIES:
        values = [_entity_value(name, component, thing, resolved) for thing in picked]
    else:
        values = [_option_value(name, component["options"], str(label)) for label in picked]
    least, most = _bounds(component)
    if not least <= len(values) <= most:
        raise NotPossible(f"{name!r} takes {least} to {most} values, not {len(values)}")
    if len(set(values)) < len(values):
        raise NotPossible(f"{name!r} takes nothing twice: {', '.join(values)}")
    return values


def forged_values(picked: Sequence[object], resolved: Resolved) -> list[str]:
    """Return what was picked as it is, with ids for people, roles and channels: no client would send all of that."""
    things = [getattr(thing, "user", thing) for thing in picked]
    return [resolved.add(thing) if isinstance(thing, Picked) else str(thing) for thing in things]


def _bounds(component: Json) -> tuple[int, int]:
    least, most = component.get("min_values"), component.get("max_values")
    if component["type"] == CHECKBOX_GROUP and most is None:
        most = len(component["options"])
    return 1 if least is None else least, 1 if most is None else most


def _option_value(name: str, options: Sequence[Json], picked: str) -> str:
    for option in options:
        if picked in (option["label"], option["value"]):
            return str(option["value"])
    raise NotPossible(f"{name!r} does not offer {picked!r}: {', '.join(option['label'] for option in options)}")


def _entity_value(name: str, select: Json, picked: object, resolved: Resolved) -> str:
    # A membership and a member that acts in the sandbox stand for their user.
    entity = getattr(picked, "user", picked)
    if not isinstance(entity, Picked) or not isinstance(entity, ENTITIES[select["type"]]):
        kinds = " or ".join(kind.__name__ for kind in ENTITIES[select["type"]])
        raise NotPossible(f"{name!r} takes a {kinds}, not {picked!r}")
    if not resolved.offers(entity):
        raise NotPossible(f"{name!r} does not offer {entity!r}: it is not there for this member")
    types = select.get("channel_types")
    if types and isinstance(entity, Channel) and entity.type not in types:
        raise NotPossible(f"{name!r} does not offer #{entity.name}: it is of the type {entity.type.name}")
    return resolved.add(entity)
