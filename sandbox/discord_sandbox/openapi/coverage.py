"""How much of Discord's API the sandbox serves: `python -m discord_sandbox.openapi.coverage openapi.json`."""

import json
import sys
from collections import defaultdict
from pathlib import Path

from discord_sandbox.openapi.routes import Schema
from discord_sandbox.server import ROUTES

NO_OPERATION = frozenset({"parameters", "servers", "summary", "description"})


def coverage_table(document: Schema) -> str:
    """Return a table in Markdown: of the operations that the document names, which are served, by resource."""
    known = {
        (method.upper(), template)
        for template, item in document["paths"].items()
        for method in item
        if method not in NO_OPERATION
    }
    served = {(route.method, route.template) for route in ROUTES} & known
    by_resource: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for method, template in sorted(served, key=lambda operation: operation[::-1]):
        by_resource[resource_of(template)].setdefault(template, []).append(method)
    rows = []
    for resource, templates in sorted(by_resource.items()):
        total = sum(resource_of(template) == resource for _, template in known)
        which = "<br>".join(f"{' '.join(methods)} `{template}`" for template, methods in templates.items())
        rows.append(f"| `/{resource}` | {sum(map(len, templates.values()))} of {total} | {which} |")
    head = f"{len(served)} of {len(known)} operations of Discord's own API description are served."
    return "\n".join([head, "", "| Resource | Served | Which |", "|---|---|---|", *rows, ""])


def resource_of(template: str) -> str:
    """Return the first step of a path."""
    return template.split("/")[1]


if __name__ == "__main__":
    sys.stdout.write(coverage_table(json.loads(Path(sys.argv[1]).read_bytes())))
