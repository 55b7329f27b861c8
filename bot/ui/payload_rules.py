"""What Discord would refuse of a message: its limits, and emoji that it does not know."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias  # a message as Discord's API has it: JSON of many shapes

from bot.core.text_normalization import is_emoji

Json: TypeAlias = Mapping[str, Any]

CONTENT = 2000
TITLE = 256
DESCRIPTION = 4096
FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
FOOTER = 2048
EMBED = 6000
LABEL = 80
OPTIONS = 25
OPTION_TEXT = 100
MAX_ROWS, MAX_CUSTOM_ID = 5, 100
BUTTON = 2


def refusals(message: Json) -> Iterator[str]:
    """Walk what Discord would refuse of `message` (`content`, `embeds`, `components`), each as `where: why`."""
    if not message.get("content") and not message.get("embeds"):
        yield "message: is empty"
    yield from _too_long("content", message.get("content"), CONTENT)
    for number, embed in enumerate(message.get("embeds", ())):
        yield from _embed(f"embeds.{number}", embed)
    rows = message.get("components", ())
    if len(rows) > MAX_ROWS:
        yield f"components: {len(rows)} rows, at most {MAX_ROWS}"
    items = [
        (f"components.{number}.{place}", item)
        for number, row in enumerate(rows)
        for place, item in enumerate(row["components"])
    ]
    for custom_id, count in Counter(item.get("custom_id") for _, item in items).items():
        if count > 1:
            yield f"components: {count} have the custom_id {custom_id}"
    for where, item in items:
        yield from _item(where, item)


def _embed(where: str, embed: Json) -> Iterator[str]:
    fields, footer = embed.get("fields", ()), (embed.get("footer") or {}).get("text")
    texts = [embed.get("title"), embed.get("description"), footer]
    yield from _too_long(f"{where}.title", embed.get("title"), TITLE)
    yield from _too_long(f"{where}.description", embed.get("description"), DESCRIPTION)
    yield from _too_long(f"{where}.footer", footer, FOOTER)
    if len(fields) > FIELDS:
        yield f"{where}.fields: {len(fields)}, at most {FIELDS}"
    for number, field in enumerate(fields):
        yield from _text(f"{where}.fields.{number}.name", field["name"], FIELD_NAME)
        yield from _text(f"{where}.fields.{number}.value", field["value"], FIELD_VALUE)
        texts += [field["name"], field["value"]]
    size = sum(len(text) for text in texts if text)
    if not size:
        yield f"{where}: is empty"
    if size > EMBED:
        yield f"{where}: {size} characters, at most {EMBED}"


def _item(where: str, item: Json) -> Iterator[str]:
    yield from _text(f"{where}.custom_id", item.get("custom_id"), MAX_CUSTOM_ID)
    if item["type"] == BUTTON:
        if item.get("label") or not item.get("emoji"):
            yield from _text(f"{where}.label", item.get("label"), LABEL)
        yield from _emoji(where, item)
        return
    options = item.get("options", ())
    if not 1 <= len(options) <= OPTIONS:
        yield f"{where}.options: {len(options)}, from 1 to {OPTIONS}"
    if len({option["value"] for option in options}) < len(options):
        yield f"{where}.options: two have the same value"
    for number, option in enumerate(options):
        place = f"{where}.options.{number}"
        yield from _text(f"{place}.label", option["label"], OPTION_TEXT)
        yield from _text(f"{place}.value", option["value"], OPTION_TEXT)
        yield from _too_long(f"{place}.description", option.get("description"), OPTION_TEXT)
        yield from _emoji(place, option)


def _emoji(where: str, holder: Json) -> Iterator[str]:
    sign = holder.get("emoji")
    if sign and not sign.get("id") and not is_emoji(sign["name"]):
        yield f"{where}.emoji: `{sign['name']}` is none that Discord knows"


def _text(where: str, text: str | None, limit: int) -> Iterator[str]:
    if not text or not text.strip():
        yield f"{where}: is empty"
    yield from _too_long(where, text, limit)


def _too_long(where: str, text: str | None, limit: int) -> Iterator[str]:
    if text and len(text) > limit:
        yield f"{where}: {len(text)} characters, at most {limit}"
