"""Discord's Markdown: names are shown as they are written, whatever signs they hold."""

import re

SIGNS = re.compile(r"[\\*_~|`<\[\]]|^[>#-]|(?<=^\d)\.|(?<=^\d\d)\.")
"""What Discord reads as Markdown, links, mentions, emoji and dates: signs anywhere, and others at the beginning."""
LINK = re.compile(r":(?=//)")
MENTION = re.compile(r"@(?=everyone|here)", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    """Return `text` so that Discord shows it as it is: no Markdown, no link, no mention comes of it."""
    plain = LINK.sub(r":\\", SIGNS.sub(r"\\\g<0>", text))
    return MENTION.sub("@\u200b", plain)
