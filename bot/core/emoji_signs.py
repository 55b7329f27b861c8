"""Tells emoji, which Discord takes before a label, from other signs such as ① and ★, which it refuses."""

import regex

PLAIN_EMOJI = regex.compile(
    r"(?V1)(?:[\p{Emoji_Presentation}--\p{Regional_Indicator}--\p{Emoji_Modifier}]|[\p{Emoji}--\p{ASCII}]\ufe0f)"
)
"""One sign that is an emoji by itself, or one that is said to be shown as an emoji: nearly all that people write."""


def is_emoji(text: str) -> bool:
    """Tell whether `text` is one emoji that Discord knows, flags, keycaps and joined ones included."""
    if PLAIN_EMOJI.fullmatch(text):
        return True
    import emoji  # noqa: PLC0415 - 7 MiB of names and languages, for signs that hardly anybody writes

    return emoji.is_emoji(text)
