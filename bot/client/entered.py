"""What somebody picked from a menu or filled into a form, as the words that a handler is handed."""

from collections.abc import Iterator, Mapping
from typing import Any


def submitted_values(data: Mapping[str, Any], argument: str) -> str:
    """Return a custom_id's `argument` with what was entered behind it, from an interaction's `data`.

    Values picked from a menu follow a colon, separated by commas. The fields of a form follow as lines `name=value`.
    """
    if "components" in data:
        return "\n".join(filter(None, [argument, *_fields(data["components"])]))
    return ":".join(filter(None, [argument, ",".join(map(str, data.get("values") or ()))]))


def _fields(components: Any) -> Iterator[str]:
    for one in components:
        if "custom_id" in one:
            # A field holds one line: a break that somebody pasted must not look like the next field.
            value = one.get("value") if "value" in one else ",".join(map(str, one.get("values") or ()))
            yield f"{one['custom_id']}={' '.join(str(value or '').split())}"
        yield from _fields([one["component"]] if "component" in one else one.get("components") or ())
