"""Where Discord's description of its API, a preview, is narrower than what Discord documents and takes.

Two more differences are dealt with where they show: booleans in a query and `payload_json` (openapi_routes.py).
Nonces need no line: the description takes numbers and texts, as Discord does.
"""

from typing import Any

Schema = dict[str, Any]


def amend(document: Schema) -> None:
    """Widen the document in place, by one line for each known difference."""
    schemas = document["components"]["schemas"]
    # Ids: written as texts, but numbers have always been taken; discord.py sends them in `allowed_mentions`,
    # `message_reference` and for new `attachments`.
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    # Permissions: the reference documents a bit set in a text; the description knows the number only.
    for name in ("ApplicationCommandCreateRequest", "ApplicationCommandUpdateRequest"):
        schemas[name]["properties"]["default_member_permissions"]["type"] = ["integer", "string", "null"]
    # Forwarding a message (type 1) is documented, and left out of the description.
    schemas["MessageReferenceType"]["oneOf"].append({"title": "FORWARD", "const": 1})
    # Media channels (type 16) are documented, and left out as well.
    schemas["ChannelTypes"]["oneOf"].append({"title": "GUILD_MEDIA", "const": 16})
