"""What Discord refuses in `allowed_mentions`: whom a message may ping."""

from discord_sandbox.limits.form_errors import FormErrors, refusal
from discord_sandbox.limits.rules import boolean, choice, distinct, snowflake
from discord_sandbox.limits.shapes import Body, Shape

MOST_IDS = 100


def parse_excludes_ids(body: Body) -> FormErrors:
    """Refuse ids of a kind that `parse` already lets through as a whole."""
    for kind in ("users", "roles"):
        if body.get(kind) and kind in (body.get("parse") or ()):
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            return refusal("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
    return {}


ALLOWED_MENTIONS = Shape(
    {
        "parse": distinct(choice("roles", "users", "everyone"), most=3),
        "roles": distinct(snowflake, MOST_IDS),
        "users": distinct(snowflake, MOST_IDS),
        "replied_user": boolean,
    },
    fits=parse_excludes_ids,
)
