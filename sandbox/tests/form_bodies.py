"""Small bodies that Discord takes, and a way to read where a form was refused."""

from collections.abc import Iterator, Mapping
from typing import Any

Body = dict[str, Any]

COMPONENTS_V2 = 1 << 15


def refused(errors: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Return the dotted place and code of every error in the nest `errors`."""
    for key, found in errors.items():
        if key == "_errors":
            yield from ((above, error["code"]) for error in found)
        else:
            yield from refused(found, f"{above}.{key}" if above else key)


def places(errors: Mapping[str, Any]) -> list[str]:
    """Return the dotted places of all errors."""
    return [place for place, _ in refused(errors)]


def embed(**fields: Any) -> Body:
    return {"embeds": [{"title": "Middleware", **fields}]}


def button(number: int = 0, **fields: Any) -> Body:
    return {"type": 2, "style": 2, "label": "Done", "custom_id": f"v1:done:{number}", **fields}


def option(number: int = 0, **fields: Any) -> Body:
    return {"label": f"Topic {number}", "value": f"topic-{number}", **fields}


def select(options: int = 3, **fields: Any) -> Body:
    return {"type": 3, "custom_id": "v1:open", "options": [option(n) for n in range(options)], **fields}


def row(*components: Body) -> Body:
    return {"type": 1, "components": list(components)}


def with_rows(*rows: Body) -> Body:
    return {"content": "Pick one", "components": list(rows)}


def layout(*components: Body, **fields: Any) -> Body:
    return {"flags": COMPONENTS_V2, "components": list(components), **fields}


def words(text: str = "Hello") -> Body:
    return {"type": 10, "content": text}


def text_input(**fields: Any) -> Body:
    return {"type": 4, "custom_id": "answer", "style": 2, **fields}


def label(component: Body | None = None, **fields: Any) -> Body:
    return {"type": 18, "label": "Your answer", "component": component or text_input(), **fields}


def modal(*components: Body, **fields: Any) -> Body:
    return {"custom_id": "v1:answer", "title": "Answer", "components": list(components) or [label()], **fields}


def command(**fields: Any) -> Body:
    return {"type": 1, "name": "topic", "description": "Open a topic", **fields}


def string_option(name: str = "name", **fields: Any) -> Body:
    return {"type": 3, "name": name, "description": "Which topic", **fields}
