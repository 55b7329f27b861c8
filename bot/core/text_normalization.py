"""Makes what people type comparable: cleans it, and cuts it into words without case, plural and British spelling."""

import re
import unicodedata
from functools import lru_cache

MAX_QUERY = 100
"""Whatever is longer is no name of anything; the rest is not looked at."""

MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:)\d+>|@everyone|@here")
"""Discord's own signs: mentions, channels, emoji. They name nobody's topic."""

WORD = re.compile(r"[^\W_]+(?:\+\d+|\+\+|#(?!\w))?")
"""Letters and digits; n+1, c++ and c# keep their signs, without which they would be other words."""

STOPWORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about an and are as at be by can did do doe for from had ha have how i if in into is it its me my no not of on
        or please should so than that the them then there thi to too use using v vs wa we what when where which who why
        will with work would you your
        """,
    )
)
"""Words (folded) that stand everywhere and say nothing of what is looked for."""

FILLERS = frozenset({"a", "an", "and", "the"})
"""Words that make no difference to a name: syntax and variables, build a blog."""

SINGULARS = {
    "apis": "api",
    "caches": "cache",
    "cookies": "cookie",
    "indices": "index",
    "matrices": "matrix",
    "statuses": "status",
}
"""Plurals that the rules below would get wrong."""

SHORT_FORMS = {
    "db": "database",
    "env": "environment",
    "js": "javascript",
    "postgre": "postgresql",
    "repo": "repository",
    "var": "variable",
}
"""Short forms (in the singular) that mean one word wherever they stand; those of whole names are aliases of topics."""

BRITISH_ROOTS = {
    "artefact": "artifact",
    "behaviour": "behavior",
    "cancell": "cancel",
    "catalogue": "catalog",
    "centre": "center",
    "channell": "channel",
    "colour": "color",
    "defence": "defense",
    "favour": "favor",
    "honour": "honor",
    "labell": "label",
    "licence": "license",
    "modell": "model",
    "neighbour": "neighbor",
    "programme": "program",
    "signall": "signal",
    "travell": "travel",
}
"""How British words begin -> how American ones do."""

BRITISH_ISE = re.compile(
    r"(?!promis|premis|precis|exercis|enterpris|otherwis|likewis|expertis|surpris|compromis|merchandis)"
    r"(.{4,})(is|ys)(e|ed|er|ers|es|ing|able|ation|ations)"
)
"""serialise, optimisation, … but neither what ends so in America too nor short words such as raise."""


def sanitize(text: str, limit: int = MAX_QUERY) -> str:
    """Return `text` in compatible characters (NFKC) without control, zero-width and bidi marks, cut to `limit`."""
    plain = unicodedata.normalize("NFKC", text[:limit])
    kept = (char for char in plain if char.isspace() or not unicodedata.category(char).startswith("C"))
    return " ".join("".join(kept)[:limit].split())


def tokenize(text: str) -> tuple[str, ...]:
    """Cut `text`, of any length, into folded words: `Class-based Views` gives class, based, view; `&` counts as and."""
    bare = MARKUP.sub(" ", text.casefold()).replace("&", " and ").replace(" + ", "+")
    return tuple(fold_word(word) for word in WORD.findall(bare))


def normalized_key(folded: tuple[str, ...]) -> str:
    """Join folded words into the form in which names are compared, where spaces, hyphens and fillers are gone."""
    return folded[0] + "".join(word for word in folded[1:] if word not in FILLERS) if folded else ""


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """Fold one lower-case word: accents off, plural to singular, short to long form, British to American."""
    if not word.isascii():
        word = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    one = singular(word)
    return american(SHORT_FORMS.get(one, one))


def singular(word: str) -> str:
    """Return the singular of a plural. Other words may lose an s too, always in the same way."""
    if word in SINGULARS:
        return SINGULARS[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "shes", "ches")) else word[:-1]


def american(word: str) -> str:
    """Return the American spelling of a British word."""
    for british, here in BRITISH_ROOTS.items():
        if word.startswith(british):
            return here + word[len(british) :]
    match = BRITISH_ISE.fullmatch(word)
    return f"{match[1]}{match[2][0]}z{match[3]}" if match else word
