"""Makes what people type comparable, in any script, and fit to be shown: cleaned, cut into words, escaped."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import regex  # knows scripts and grapheme clusters, and letters that are newer than this Python

MAX_QUERY = 100
"""Whatever is longer is no name of anything; the rest is not looked at."""

MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:)\d+>|@everyone|@here")
"""Discord's own signs: mentions, channels, emoji. They name nobody's topic."""

HIDDEN = regex.compile(r"(?V1)[[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{NChar}\p{Default_Ignorable_Code_Point}]--\s]")
"""Control, zero-width and direction signs, variation selectors, and letters that look like nothing."""

LETTER = r"[\p{L}\p{N}[\p{Cn}--\p{ExtPict}]]"
"""A letter or digit; a code point that is not known yet may be a letter of tomorrow, though no emoji."""

UNSPACED = r"[\p{Han}\p{Hiragana}\p{scx=Katakana}\p{Bopomofo}\p{Hangul}\p{Line_Break=Complex_Context}]"
"""Scripts that set no blanks between words (Thai, Lao, Khmer, … are the complex ones), or not after each (Hangul)."""

WORD = regex.compile(
    rf"(?V1)(?:[{LETTER}&&{UNSPACED}][{UNSPACED}\p{{M}}]*|[{LETTER}--{UNSPACED}][[{LETTER}--{UNSPACED}]\p{{M}}]*)"
    rf"(?:\+\d+|\+\+|#(?!\w))?"
)
"""Letters, their marks and digits; a run of a script without blanks is one word, to be cut where words are looked for.

n+1, c++ and c# keep their signs, without which they would be other words.
"""

ASCII_WORD = re.compile(r"[a-z0-9]+(?:\+\d+|\+\+|#(?!\w))?")
"""The same where all is ASCII and in small letters: six times as fast, and most of a roadmap is."""

UNSPACED_WORD = regex.compile(rf"(?V1)[{UNSPACED}\p{{M}}]+")
ALPHABETIC = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Armenian}\p{Georgian}\p{Common}\p{Inherited}]")
HANGUL = regex.compile(r"\p{Hangul}")
CLUSTER = regex.compile(r"\X")
PAIR = regex.compile(r"\X\X?")
WORD_BREAK = regex.compile(r"(?V1w)(?<=.)\b(?=.)")

DROPPED_MARKS = regex.compile(
    r"(?V1)(?<=[\p{Latin}\p{Greek}\p{Cyrillic}]\p{M}*)(?!(?<=[иу])\u0306|(?<=і)\u0308)\p{M}"
    r"|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670]"
)
"""Marks that people leave out when they type: accents on Latin, Greek and Cyrillic letters (but й, ў and ї are letters
of their own), and the points and stretching of Hebrew and Arabic. In other scripts a mark makes another word."""

PLAIN_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ی": "ي", "ک": "ك"}
)
"""Letters that Unicode does not take apart, and those that Persian and Arabic keyboards write differently."""

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

GREEK_PLURAL = re.compile(r"(.*(?:aly|the|agno|cri|nop))ses")
"""analyses, parentheses, diagnoses, … of analysis, parenthesis, diagnosis."""

STEM = regex.compile(r"(.{4,}?)(?:(?:iz)?(?:at)?(?:ion|ing|or|ed|er|e))")
"""cach of caching and cached, serializ of serializer: what a word shares with those that are made like it."""

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
    return " ".join(HIDDEN.sub("", unicodedata.normalize("NFKC", text[:limit]))[:limit].split())


def tokenize(text: str) -> tuple[str, ...]:
    """Cut `text`, of any length, into folded words: `Class-based Views` gives class, based, view; `&` counts as and."""
    return tuple(map(fold_word, _raw_words(text)))


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of `tokenize` in the number in which they were typed: the s of cors may be no plural's."""
    return tuple(map(without_marks, _raw_words(text)))


def _raw_words(text: str) -> list[str]:
    bare = MARKUP.sub(" ", text.casefold()).replace("&", " and ").replace(" + ", "+")
    if bare.isascii():
        return ASCII_WORD.findall(bare)
    words: list[str] = WORD.findall(unicodedata.normalize("NFKC", HIDDEN.sub("", bare)).casefold())
    return words


def split_words(text: str) -> list[str]:
    """Return the words of `text` as they are written; where no blanks part them, each two letters count as a word."""
    words: list[str] = WORD.findall(unicodedata.normalize("NFKC", HIDDEN.sub("", text)))
    return [part for word in words for part in (PAIR.findall(word) if is_unspaced(word) else [word])]


def is_unspaced(word: str) -> bool:
    """Tell whether `word` is a run of a script in which blanks do not part all words: several may stand in it."""
    return not word.isascii() and UNSPACED_WORD.fullmatch(word) is not None


def letter_pairs(word: str) -> list[str]:
    """Return each two letters of a run without blanks that stand together (消息, 息队, 队列); other words whole."""
    if not is_unspaced(word):
        return [word]
    return list(map("".join, pairwise(clusters(word)))) or [word]


def has_slips(text: str) -> bool:
    """Tell whether `text` is of alphabets in which a wrong letter is a slip; in all others it is another word."""
    return text.isascii() or all(map(ALPHABETIC.match, text))


def has_particles(word: str) -> bool:
    """Tell whether `word` is of Hangul, in which particles hang on words."""
    return HANGUL.match(word) is not None


def clusters(word: str) -> list[str]:
    """Return what a reader takes for the letters of `word`: ตัวแปร gives ตั, ว, แ, ป, ร."""
    return CLUSTER.findall(word)


def word_units(run: str) -> list[str]:
    """Cut a run without blanks where Unicode lets words begin: in 消息 and ตัว, but not in コード or 코드."""
    return WORD_BREAK.split(run)


def normalized_key(folded: tuple[str, ...]) -> str:
    """Join folded words into the form in which names are compared, where spaces, hyphens and fillers are gone."""
    return folded[0] + "".join(word for word in folded[1:] if word not in FILLERS) if folded else ""


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """Fold one lower-case word: accents off, plural to singular, short to long form, British to American."""
    in_singular = singular(without_marks(word))
    return american(SHORT_FORMS.get(in_singular, in_singular))


def without_marks(word: str) -> str:
    """Return a lower-case word without the marks that people leave out when they type."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word)
    return unicodedata.normalize("NFC", DROPPED_MARKS.sub("", apart)).translate(PLAIN_LETTERS)


def stem(word: str) -> str:
    """Return what a folded word shares with those made like it (cached, caching), or the word where none are."""
    match = STEM.fullmatch(word)
    return match[1] if match else word


def singular(word: str) -> str:
    """Return the singular of a plural. Other words may lose an s too, always in the same way."""
    if word in SINGULARS:
        return SINGULARS[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if greek := GREEK_PLURAL.fullmatch(word):
        return f"{greek[1]}sis"
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


SIGNS = re.compile(r"[\\*_~|`<\[\]]|^[>#-]|(?<=^\d)\.|(?<=^\d\d)\.")
"""What Discord reads as Markdown, links, mentions, emoji and dates: signs anywhere, and others at the beginning."""
LINK = re.compile(r":(?=//)")
MENTION = re.compile(r"@(?=everyone|here)", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    """Return `text` so that Discord shows it as it is: no Markdown, no link, no mention comes of it."""
    plain = LINK.sub(r":\\", SIGNS.sub(r"\\\g<0>", text))
    return MENTION.sub("@\u200b", plain)
