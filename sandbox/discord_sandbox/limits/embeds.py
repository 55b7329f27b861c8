"""What Discord refuses in embeds."""

from datetime import datetime

from discord_sandbox.limits.form_errors import FormErrors, refusal, required
from discord_sandbox.limits.schemas import Body, ObjectSchema
from discord_sandbox.limits.urls import LINK, PICTURE
from discord_sandbox.limits.validators import boolean, each, integer, trimmed_text, visible_text

MAX_EMBEDS = 10
MAX_FIELDS = 25
MAX_CHARACTERS = 6000
MAX_COLOUR = 0xFFFFFF

VISIBLE_PARTS = ("title", "description", "fields", "author", "footer", "image", "thumbnail")


def instant(value: object) -> FormErrors:
    """Ask for a moment in ISO 8601."""
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return refusal("DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")
    return {}


def shows_something(body: Body) -> FormErrors:
    """Refuse an embed without any part that a reader could see."""
    if any(body.get(part) for part in VISIBLE_PARTS):
        return {}
    return {"description": required()}


def characters(embed: Body) -> int:
    """Count the characters of an embed that its message's sum counts."""
    counted = len(embed.get("title") or "") + len(embed.get("description") or "")
    for field in embed.get("fields") or ():
        counted += len(field["name"]) + len(field["value"])
    if footer := embed.get("footer"):
        counted += len(footer["text"])
    if author := embed.get("author"):
        counted += len(author["name"])
    return counted


def check_embeds(value: object) -> FormErrors:
    """Return what Discord refuses in the `embeds` of a message; the sum of characters goes over all of them."""
    errors = EACH_EMBED(value)
    if not errors and isinstance(value, list) and sum(map(characters, value)) > MAX_CHARACTERS:
        size = f"Embed size exceeds maximum size of {MAX_CHARACTERS}"
        return refusal("MAX_EMBED_SIZE_EXCEEDED", size)
    return errors


MEDIA = ObjectSchema({"url": PICTURE}, needs=("url",))
FIELD = ObjectSchema(
    {"name": visible_text(256), "value": visible_text(1024), "inline": boolean}, needs=("name", "value")
)
FOOTER = ObjectSchema({"text": visible_text(2048), "icon_url": PICTURE}, needs=("text",))
AUTHOR = ObjectSchema({"name": visible_text(256), "url": LINK, "icon_url": PICTURE}, needs=("name",))
EMBED = ObjectSchema(
    {
        "title": trimmed_text(256),
        "description": trimmed_text(4096),
        "url": LINK,
        "timestamp": instant,
        "color": integer(0, MAX_COLOUR),
        "footer": FOOTER,
        "image": MEDIA,
        "thumbnail": MEDIA,
        "author": AUTHOR,
        "fields": each(FIELD, MAX_FIELDS),
    },
    fits=shows_something,
)
EACH_EMBED = each(EMBED, MAX_EMBEDS)
