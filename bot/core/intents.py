"""Understands what members write to Waymark in chat: which verb they mean, and what it is about."""

import re
from dataclasses import dataclass
from enum import Enum

from bot.core.text_normalization import sanitize

MAX_MESSAGE = 1000
"""So many characters of a message are read: twenty-five topics fit in."""


class Intent(Enum):
    """What a phrase asks for."""

    QUIZ = "quiz"
    REVIEW = "review"
    PLACEMENT = "placement"
    READY = "ready"
    TOPIC = "topic"
    SEARCH = "search"
    ROADMAP = "roadmap"
    NEXT = "next"
    START = "start"
    DONE = "done"
    SKIP = "skip"
    UNDO = "undo"
    PROGRESS = "progress"
    LEADERBOARD = "leaderboard"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody wants; `rest` is what it is about, as they wrote it, and may be empty."""

    verb: Intent
    rest: str = ""


INTENT_PATTERNS = {
    Intent.GREETING: r"""
        👋|(hi+|hello|hey+|hiya|yo|howdy|good (morning|day|afternoon|evening))( there| all| everyone| again)?
    """,
    Intent.THANKS: r"""
        (ok |okay |great )?(thanks|thank (you|u)|thx|ty|cheers)( a lot| so much| very much)?( for .+)?
        ok|okay|great|nice|cool|perfect|awesome|good bot
    """,
    Intent.HELP: r"""
        help( me)?|commands|explain|what can you do|(who|what) are you|what('s| is) (this|that|it)
        how (does|do) (this|you|it) work|how (do|can) i use (you|this|it)
    """,
    Intent.PLACEMENT: r"""
        placement( test)?|place me|where do i stand|how (much|good) (do i (already )?know|am i)|find out where i stand
    """,
    Intent.REVIEW: r"""
        review( now| me)?|what do i (have|need) to review
        (what('s| is|s) |anything |is anything )?due( today| now| for review)*
    """,
    Intent.QUIZ: r"""
        (quiz|test)( me)?|(a |another |one more )?(quiz|question)|ask me( something| anything| a question| questions)?
        (quiz|test|ask) me (on|about|in|with) …
        quiz( on| about)? …
    """,
    Intent.READY: r"""
        (am|are) (i|we) ready (for|to (learn|start|study)) …
    """,
    Intent.NEXT: r"""
        next( topic| one)?|what('s| is|s) next( .+)?|(and )?what (next|now)|continue|go on
        what (should|shall|do|can|could) (i|we) LEARN( next| now| today)*|what to LEARN( next| now| today)*
        (give|suggest|recommend)( me)? (the next (topic|one)|a topic|something)( to .+)?
        (where|how) (do|should|can) i (start|begin)
    """,
    Intent.PROGRESS: r"""
        SHOW(progress|stats|streak)|how am i doing|how far (am i|have i (come|got))
        what have i (done|finished)( so far)?|where am i
    """,
    Intent.LEADERBOARD: r"""
        SHOWBOARD|who('s| is) (first|winning|leading|ahead|the best|on top)
        SHOWBOARD ((of|for|from) )?(the |this )?(?P<rest>WINDOW)( time)?
        SHOW(?P<rest>WINDOW)('s|ly|.time)? BOARD
    """,
    Intent.ROADMAP: r"""
        (show( me)? |list )?(the |all )?(roadmap|topics|sections|overview)
        (what|which) (topics|sections) (are there|do you (have|know))
        (roadmap|section)( of| for)? …
    """,
    Intent.SEARCH: r"""
        search|find
        (search|find|look)( for) …
        (search|find) …
        (what|which) topics? (mentions?|talks? about|uses?|covers?|speaks? of) …
    """,
    Intent.UNDO: r"""
        undo|revert|take (that|it|this) back
        (undo|revert|unmark) …
        mark … (as )?(not done|undone|open)
    """,
    Intent.TOPIC: r"""
        (is|are) … (done|finished)
        (have|did|am) i (already )?(done|finish(ed)?|complete(d)?)( with)? …
        (show|open|define|describe|explain|topic|about|look up)( me| to me)?( about| what)?( an?| the)? …( is| are)?
        (tell|teach|remind) me( more)?( about| what)?( an?| the)? …( is| are)?
        what (does|do) … (mean|do)
        (what|who)('s| is|s| are|'re| was| were)( an?| the)? …
        how (do|does) … work
        how (do|does|can|to|should|would)( i| you| we| one)?( use| write| make| create)?( an?| the)? …
        (when|why) (do|does|can|should|would)( i| you| we| one)?( need)?( to)?( use)? …
        i (want|would like) to (learn|know|read|understand)( more)?( about)? …
        i (don't|dont|do not) (get|understand) …
        help( me)?( with| understand) …
    """,
    Intent.DONE: r"""
        ((I_HAVE|I_AM) )?(done|finished|completed)( with)?
        ((I_HAVE|I_AM) )?(done|finished|completed)( with)? …TODAY
        I_HAVE (did|learned|learnt) …TODAY
        did (?!i |you |we |it )…
        ✅ ?…
        mark … (as )?(done|finished|complete|completed)
        (?!(almost|when|once|after|how|what|why|until) )…(?<! not)(?<!n't)( is| are)? (done|finished|completed)
    """,
    Intent.START: r"""
        (I_HAVE |i'?ll |i will |i (want|would like) to |let'?s )?(start|started|begin|began)( with)?( …TODAY)?
        I_AM (starting|beginning|learning|studying|working on)( with)? …TODAY
        mark … (as )?started
    """,
    Intent.SKIP: r"""
        (i |i'?ll |i will |i want to |let me )?skip(ped)?( …)?
        mark … (as )?skipped
    """,
}
"""How each verb is said: a regular expression for the whole text in each line, where `…` is what it is about.

The first line that fits counts. What fits none is the name of a topic, or words to find one by.
"""

SHORTHAND = {
    "…": "(?P<rest>.+?)",
    "I_AM": "(i'?m|i am|we'?re|we are)",
    "I_HAVE": "(i'?ve|i have|i|we'?ve|we have|we)( just| already| now| finally)*",
    "SHOW": "((show|tell|give)( me)? |what('s| is|s) )?(the |my )?",
    "BOARD": r"(leader ?board|score ?board|board|ranking|rank|top( \d+)?)",
    "WINDOW": "(last week|week|month|all)",
    "LEARN": "(learn|study|do|read|start with)",
    "TODAY": "( today| now| already| yet)?",
}
"""What stands for longer expressions in the book."""

POLITE_START = re.compile(
    r"^((hey|hi|hello|ok|okay|so|well|thanks|thank you|please|pls|waymark|(can|could|would) you)\b[,:!]* )+|^[/!]",
    re.IGNORECASE,
)
POLITE_END = re.compile(r"(,? (please|pls|thanks|thank you|for me|waymark))$", re.IGNORECASE)
COLON = re.compile(r"^(\w+): ")
PUNCTUATION = " ?!.:;,"
QUOTES = " \"'`“”„«»"

PRONOUNS = re.compile(
    r"it|this|that|((this|that|the|my) )?(last( one| topic| action| thing)?|one|topic)", re.IGNORECASE
)
"""Words for what was just spoken of."""


def _compiled(line: str) -> re.Pattern[str]:
    for short, long in SHORTHAND.items():
        line = line.replace(short, long)
    return re.compile(line.strip(), re.IGNORECASE)


PATTERNS = tuple(
    (verb, _compiled(line)) for verb, lines in INTENT_PATTERNS.items() for line in lines.strip().splitlines()
)


def parse(text: str) -> Phrase:
    """Understand `text`, from which the mention of Waymark has been taken out."""
    listed = re.sub(r"\s*\n\s*", ", ", text.strip().replace("’", "'"))
    said = sanitize(listed, MAX_MESSAGE)
    whole = _without_end(said)
    if not whole:
        return Phrase(Intent.HELP if said else Intent.GREETING)
    asked = COLON.sub(r"\1 ", _without_end(POLITE_START.sub("", said)))
    for plain in (asked, whole):
        for verb, pattern in PATTERNS:
            if match := pattern.fullmatch(plain):
                return Phrase(verb, _subject(match.groupdict().get("rest") or ""))
    return Phrase(Intent.TOPIC, asked.strip(QUOTES) or whole)


def _without_end(said: str) -> str:
    return POLITE_END.sub("", said.rstrip(PUNCTUATION)).rstrip(PUNCTUATION)


def _subject(rest: str) -> str:
    bare = rest.strip(QUOTES + ",:")
    return "" if PRONOUNS.fullmatch(bare) else bare
