"""What Discord adds to embeds and components when it stores them."""

from collections.abc import Iterator, Mapping

from bot.sandbox.wire import Json

_SELECTS = frozenset({3, 5, 6, 7, 8})
_TEXT_DISPLAY = 10
_PICTURES = ("image", "thumbnail", "video")
_ATTACHMENT = "attachment://"


def walk(components: list[Json]) -> Iterator[Json]:
    """Give every component of a tree, parents first."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for name in ("accessory", "component"):
            if component.get(name):
                yield from walk([component[name]])


def stored_components(components: list[Json]) -> list[Json]:
    """Number the components and fill in how many values a select takes; changes them in place."""
    taken = {component["id"] for component in walk(components) if component.get("id")}
    number = 0
    for component in walk(components):
        if not component.get("id"):
            number += 1
            while number in taken:
                number += 1
            component["id"] = number
        if component.get("type") in _SELECTS:
            component.setdefault("min_values", 1)
            component.setdefault("max_values", 1)
    return components


def text_of(content: str, components: list[Json]) -> str:
    """Give everything that can ping: the content and, in Components V2, the texts."""
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
