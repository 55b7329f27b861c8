"""What Discord adds to embeds and components when it stores them."""

from collections.abc import Iterator, Mapping
from itertools import count

from discord_sandbox.json_codec import Json
from discord_sandbox.snowflakes import Snowflakes

_TEXT_DISPLAY, _MEDIA_GALLERY = 10, 12
_ONE_VALUE: Json = {"min_values": 1, "max_values": 1}
_DESCRIBED: Json = {"description": None, "spoiler": False}
_DEFAULTS: dict[int, Json] = {
    3: _ONE_VALUE,
    5: _ONE_VALUE,
    6: _ONE_VALUE,
    7: _ONE_VALUE,
    8: _ONE_VALUE,
    11: _DESCRIBED,
    13: {"name": None, "size": None, "spoiler": False},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
}
_PICTURES = ("image", "thumbnail", "video")
_ATTACHMENT = "attachment://"


def walk(components: list[Json]) -> Iterator[Json]:
    """Return every component of a tree, parents first."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for name in ("accessory", "component"):
            if component.get(name):
                yield from walk([component[name]])


def stored_components(components: list[Json], files: Mapping[str, str], snowflakes: Snowflakes) -> list[Json]:
    """Number the components, fill in their defaults and point at uploaded files; changes them in place."""
    used = {component["id"] for component in walk(components) if component.get("id")}
    numbers = (number for number in count(1) if number not in used)
    for component in walk(components):
        if not component.get("id"):
            component["id"] = next(numbers)
        kind = component.get("type", 0)
        for name, value in _DEFAULTS.get(kind, {}).items():
            component.setdefault(name, value)
        component.update(_picked(component))
        items = component.get("items") or [] if kind == _MEDIA_GALLERY else ()
        for item in items:
            item.update({**_DESCRIBED, **item})
        for holder in (component, *items):
            for name in ("media", "file"):
                if name in holder:
                    _unfurl(holder[name], files, snowflakes)
    return components


def _picked(select: Json) -> Json:
    """Return what a select of people, roles or channels has picked, with its ids as Discord writes them."""
    values: list[Json] = select.get("default_values") or []
    return {"default_values": [{**value, "id": str(value["id"])} for value in values]} if values else {}


def _unfurl(media: Json, files: Mapping[str, str], snowflakes: Snowflakes) -> None:
    media["url"] = media["proxy_url"] = _resolved(str(media.get("url", "")), files)
    media.setdefault("id", str(snowflakes.next()))


def text_of(content: str, components: list[Json]) -> str:
    """Return everything that can ping: the content and, in Components V2, the texts."""
    texts = [str(part.get("content")) for part in walk(components) if part.get("type") == _TEXT_DISPLAY]
    return "\n".join([content, *texts]) if texts else content


def stored_embeds(embeds: list[Json], files: Mapping[str, str]) -> list[Json]:
    """Trim the texts, fill in the defaults and point at uploaded files; changes the embeds in place."""
    for embed in embeds:
        embed["type"] = "rich"
        _trim(embed, "title", "description")
        for field in embed.get("fields") or []:
            field.setdefault("inline", False)
            _trim(field, "name", "value")
        for name in _PICTURES:
            if embed.get(name):
                embed[name]["url"] = _resolved(str(embed[name].get("url", "")), files)
        for name in ("footer", "author"):
            if embed.get(name, {}).get("icon_url"):
                embed[name]["icon_url"] = _resolved(embed[name]["icon_url"], files)
    return embeds


def _trim(part: Json, *names: str) -> None:
    for name in names:
        if isinstance(part.get(name), str):
            part[name] = part[name].strip()


def _resolved(url: str, files: Mapping[str, str]) -> str:
    return files.get(url.removeprefix(_ATTACHMENT), url) if url.startswith(_ATTACHMENT) else url
