"""Understands what members write to Waymark in chat: which verb they mean, and what it is about."""

import re
from dataclasses import dataclass

from bot.core.intent_patterns import PATTERNS, Intent
from bot.core.text_normalization import sanitize

MAX_MESSAGE = 1000
"""So many characters of a message are read: twenty-five topics fit in."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody wants; `rest` is what it is about, as they wrote it, and may be empty."""

    verb: Intent
    rest: str = ""


POLITE_START = re.compile(
    r"^((hey|hi|hello|ok|okay|so|well|oops|oh|um|thanks|thank you|please|pls|waymark|sorry|actually|wait|i meant?|"
    r"(can|could|would) you)\b[,:!]* )+|^[/!]",
    re.IGNORECASE,
)
POLITE_END = re.compile(r"(,? (please|pls|thanks|thank you|for me|waymark))$", re.IGNORECASE)
LEADING = re.compile(r"^(?:[\s,:;!–—-]|\.(?=\s))+(?!\[)")
"""What phones put between a mention and the words."""
VERB_LINE = re.compile(
    r"^(\W*(?:(?:i have|i've|i|please) )?(?:done|did|finished|completed|start|started|skip|skipped)(?: with)?)"
    r"\s*[:,]?\s*\n\s*",
    re.IGNORECASE,
)
"""A verb on a line of its own, over a list of what it is about."""
SENTENCE_END = re.compile(
    r"(?<=[.!?])\s+|;\s+|,\s+(?:and )?then\s+|,?\s+and (?=(?:what(?:'s| is) )?next\W*$)|"
    r",?\s+(?:and|but) (?:i have|i've|i've got) (?:a|another|one more) question:?\s+",
    re.IGNORECASE,
)
MAX_WISHES = 3
MARKING = frozenset({Intent.DONE, Intent.START, Intent.SKIP})
REQUEST = re.compile(r"\W*((hey|hi|hello|ok|please|pls|waymark)\W+)*(can|could|would|will) you\b", re.IGNORECASE)
"""How a question begins that asks for something to be done; any other question marks nothing."""
POLITE = frozenset({Intent.GREETING, Intent.THANKS})
COLON = re.compile(r"^(\w+): ")
PUNCTUATION = " ?!.:;,"
QUOTES = " \"'`“”„«»"

PRONOUNS = re.compile(
    r"it|this|that|((this|that|the|my) )?(last( one| topic| action| thing)?|one|topic)", re.IGNORECASE
)
"""Words for what was just spoken of."""


def parse(text: str) -> tuple[Phrase, ...]:
    """Understand `text`, from which the mention of Waymark has been taken out: one wish, or two in sentences."""
    lines = VERB_LINE.sub(r"\1 ", text.strip().replace("’", "'"))
    listed = re.sub(r"\s*\n\s*", ", ", lines)
    said = LEADING.sub("", sanitize(listed, MAX_MESSAGE))
    sentences = [sentence for sentence in SENTENCE_END.split(said) if sentence.strip(PUNCTUATION)]
    wishes = [phrase for phrase in map(_recognized, sentences) if phrase is not None]
    if len(sentences) > 1 and len(wishes) == len(sentences):
        # A greeting or thanks beside a wish is politeness.
        return tuple(wish for wish in wishes if wish.verb not in POLITE)[:MAX_WISHES] or (wishes[0],)
    return (_parse_one(said),)


def _parse_one(said: str) -> Phrase:
    whole = _without_end(said)
    if not whole:
        return Phrase(Intent.HELP if said else Intent.GREETING)
    request = COLON.sub(r"\1 ", _without_end(POLITE_START.sub("", said)))
    return _recognized(said) or Phrase(Intent.TOPIC, request.strip(QUOTES) or whole)


def _recognized(said: str) -> Phrase | None:
    """Return what a sentence asks for if it is said as one of the patterns has it."""
    for plain in (COLON.sub(r"\1 ", _without_end(POLITE_START.sub("", said))), _without_end(said)):
        for verb, pattern in PATTERNS:
            if match := pattern.fullmatch(plain):
                is_asked = verb in MARKING and said.rstrip().endswith("?") and not REQUEST.match(said)
                return Phrase(Intent.TOPIC if is_asked else verb, _subject(match.groupdict().get("rest") or ""))
    return None


def _without_end(said: str) -> str:
    return POLITE_END.sub("", said.rstrip(PUNCTUATION)).rstrip(PUNCTUATION)


def _subject(rest: str) -> str:
    bare = rest.strip(QUOTES + ",:")
    return "" if PRONOUNS.fullmatch(bare) else bare
