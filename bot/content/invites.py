"""Takes invites to other servers out of what somebody brought: they would go out with every post of it."""

import re
from collections.abc import Mapping

from bot.content.importers.build import Content, Fields

INVITE = re.compile(
    r"(?:https?:[\\/]*)?(?:(?:www|ptb|canary)\\?\.)?"
    r"(?:discord\\?\.(?:gg|me|io)|dsc\\?\.gg|invite\\?\.gg|discord(?:app)?\\?\.com[\\/]+invite)[\\/]+[\w\\/-]+",
    re.IGNORECASE,
)
"""An address that Discord shows as an invite, with or without https, escaped for Markdown or not."""
INSTEAD = "(invite)"


def without_invites(content: Content) -> tuple[Content, int]:
    """Return content without invites in any text, and how many there were; links to them are left out whole."""
    number = _count(content.roadmap) + sum(map(_count, content.topics))
    if not number:
        return content, 0
    return Content(_cleaned_fields(content.roadmap), tuple(map(_cleaned_fields, content.topics))), number


def _cleaned_fields(fields: Fields) -> Fields:
    links = fields.get("resources")
    if isinstance(links, list | tuple):
        fields = fields | {"resources": [link for link in links if not _leads_to_invite(link)]}
    return {key: _cleaned(value) for key, value in fields.items() if value != []}


def _leads_to_invite(link: object) -> bool:
    return isinstance(link, Mapping) and bool(INVITE.search(str(link.get("url", ""))))


def _count(value: object) -> int:
    if isinstance(value, str):
        return len(INVITE.findall(value))
    if isinstance(value, Mapping):
        return sum(map(_count, value.values()))
    return sum(map(_count, value)) if isinstance(value, list | tuple) else 0


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return INVITE.sub(INSTEAD, value)
    if isinstance(value, Mapping):
        fields: Fields = {str(key): _cleaned(inner) for key, inner in value.items()}
        return fields
    return [_cleaned(inner) for inner in value] if isinstance(value, list | tuple) else value
