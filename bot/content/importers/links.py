"""Addresses in other people's files -> links that a card can show, and the kind of place that they lead to."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.content.importers.titles import clean
from bot.content.schema import URL
from bot.core.outline import OutlineLink

MAX_LINKS = 8
MAX_URL = 512
MAX_LINK_TITLE = 80

KINDS = {
    "video": ("youtube.com", "youtu.be", "vimeo.com", "bilibili.com", "twitch.tv"),
    "course": (
        "udemy.com",
        "coursera.org",
        "edx.org",
        "freecodecamp.org",
        "udacity.com",
        "pluralsight.com",
        "khanacademy.org",
        "codecademy.com",
        "ocw.mit.edu",
        "learn.microsoft.com",
        "skillshare.com",
    ),
    "book": ("oreilly.com", "amazon.com", "goodreads.com", "manning.com", "packtpub.com", "leanpub.com"),
    "tool": ("github.com", "gitlab.com"),
}
"""Whose pages are mostly of one kind."""
OFFICIAL = re.compile(
    r"^(docs?|developers?|documentation|reference)\.|(^|\.)(readthedocs\.io|python\.org|mozilla\.org)$"
)

INVITE = re.compile(r"//(www\.)?(discord\.gg|discord(app)?\.com/invite|dsc\.gg)(/|$)", re.IGNORECASE)
"""An invite would go out with every post of a topic."""


def is_outside(url: str) -> bool:
    """Tell whether an address leads to another site, not to a part of the same page or a file beside it."""
    return url.lower().startswith(("http://", "https://"))


def link(title: str, url: str, kind: str = "") -> OutlineLink | None:
    """Return a link, its address with https; None for an address that cannot be shown."""
    address = re.sub(r"^http://", "https://", url.strip(), flags=re.IGNORECASE)
    if len(address) > MAX_URL or not re.match(URL, address) or INVITE.search(address):
        return None
    host = urlsplit(address).hostname or ""
    name = clean(title) or host
    if len(name) > MAX_LINK_TITLE:
        name = name[: MAX_LINK_TITLE - 1].rstrip() + "…"
    return OutlineLink(kind or kind_of(host), name, address)


def kind_of(host: str) -> str:
    """Return the kind of resource that a host mostly has; `article` where nothing is known."""
    host = host.removeprefix("www.")
    for kind, hosts in KINDS.items():
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return kind
    return "official" if OFFICIAL.search(host) else "article"


def links_of(pairs: Iterable[tuple[str, str]]) -> tuple[OutlineLink, ...]:
    """Return the links of (title, address) pairs that can be shown, each address once; all of them."""
    links = {made.url: made for title, url in pairs if is_outside(url) and (made := link(title, url))}
    return tuple(links.values())
