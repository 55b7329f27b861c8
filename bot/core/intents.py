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
    REMIND = "remind"
    EXAMPLE = "example"
    PITFALLS = "pitfalls"
    EXERCISE = "exercise"
    MEMBER = "member"
    UNABLE = "unable"
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
    Intent.UNABLE: r"""
        (?P<rest>(explain|say|put)( it| that)?( in)? ?(a bit |more )?(simpler|simply|easier|other)( words)?)
        (?P<rest>simpler|i don'?t understand|too (hard|difficult|long))
        (?P<rest>(reset|clear|wipe|delete|erase|remove|forget)( all)?( of)?( my)? (data|progress|account|everything|me))
        (?P<rest>start (all )?over( again)?|from scratch)
    """,
    Intent.REMIND: r"""
        (my |show( me)?( my)? )?reminders?|(set |give me )?(a )?reminder( for me)?|remind me
        (set (me )?|give me )?(a )?remind(er)?( me)?(?P<rest> (.+ )?A_TIME.*)
    """,
    Intent.MEMBER: r"""
        (progress|stats|streak)( of| for) …
        how('s| is| far is) …( doing| going| getting on| coming along)
        …'s (progress|stats|streak)
    """,
    Intent.PITFALLS: r"""
        (the )?(pitfalls?|mistakes|gotchas|traps|common errors)( of| in| with| about| for| when using)( an?| the)? …
        what can go wrong with( an?| the)? …
    """,
    Intent.EXAMPLE: r"""
        ((show|give)( me)? )?(an? |some |the )?(code )?examples?( of| for| on| with)( an?| the| how to use)? …
    """,
    Intent.EXERCISE: r"""
        ((give|set)( me)? )?(an? |some |the )?(exercise|task|practice)s?( on| for| about| of| in| with)( an?| the)? …
        let me practi[cs]e …
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
        (i( only)? have|i've( only)? got) (only )?(\d+|an?|half an|ten|twenty) ?(m|mins?|minutes|h|hours?)( \w+)?
        (give me |something |show me )?(an? |the )?(easy|easier|short|quick|simple)( topic| one| thing)?
    """,
    Intent.PROGRESS: r"""
        SHOW(progress|stats|streak)|how am i doing|how far (am i|have i (come|got))
        what have i (done|finished)( so far)?|where am i
        how many (points|topics)( do i have| have i( got| done| finished)?| did i (get|do))?( so far| now| today)?
        (what|how much) (did|have) i (do|done|finish(ed)?|learn(ed|t)?)( so far| today| yesterday| (this|last) \w+)+
        (how (long|much longer)|when)( until| till| before| will| do)?( i'm| i am| i)? ?(finish|finished|done)( it)?
    """,
    Intent.LEADERBOARD: r"""
        (am i|are we) (ahead of|behind|before|better than|faster than|in front of) .+
        who (has|have|'s)( already)? (done|finished|completed) .+
        SHOWBOARD|who('s| is) (first|winning|leading|ahead|the best|on top)
        SHOWBOARD ((of|for|from) )?(the |this )?(?P<rest>WINDOW)( time)?
        SHOW(?P<rest>WINDOW)('s|ly|.time)? BOARD
    """,
    Intent.ROADMAP: r"""
        (show( me)? |list )?(the |all )?(roadmap|topics|sections|overview)
        (what|which) (topics|sections) (are there|do you (have|know))
        (roadmap|section)( of| for)? …
        what('s| is|s)?( there)? in( the)? (section|chapter|part) …
        (list|show)( me)? all( the)? … topics
        (what|which) topics (are|belong)( there)? (in|to)( the)?( section)? …
    """,
    Intent.SEARCH: r"""
        search|find
        (search|find|look)( for) …
        (search|find) …
        (what('s| is|s) )?(the )?differences? between …
        (what|which) topics? (mentions?|talks? about|uses?|covers?|speaks? of) …
    """,
    Intent.UNDO: r"""
        (oops|wrong|no no|mistake)?[,!. ]*(undo|revert|take (that|it|this) back)( that| it| this| the last one)?
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
    "A_TIME": (
        r"\b(today|tonight|tomorrow|later|again|daily|every ?day|each day|next week|at \d|at (noon|midday|midnight)|"
        r"in (half an|an?|one|two|three|four|five|ten|\d+) ?(m|h|d|w)|\d{1,2}(:\d\d| ?[ap]\.?m)|\d{4}-\d\d-\d\d|"
        r"on (the )?\d|(on |next |this )(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b|"
        r"(mon|tues|wednes|thurs|fri|satur|sun)day\b)"
    ),
    "TODAY": "( today| now| already| yet)?",
}
"""What stands for longer expressions in the book."""

POLITE_START = re.compile(
    r"^((hey|hi|hello|ok|okay|so|well|oops|oh|um|thanks|thank you|please|pls|waymark|"
    r"(can|could|would) you)\b[,:!]* )+|^[/!]",
    re.IGNORECASE,
)
POLITE_END = re.compile(r"(,? (please|pls|thanks|thank you|for me|waymark))$", re.IGNORECASE)
LEADING = re.compile(r"^(?:[\s,:;!–—-]|\.(?=\s))+(?!\[)")
"""What phones put between a mention and the words."""
SENTENCE_END = re.compile(
    r"(?<=[.!?])\s+|,?\s+(?:and|but) (?:i have|i've|i've got) (?:a|another|one more) question:?\s+", re.IGNORECASE
)
MAX_WISHES = 2
POLITE = frozenset({Intent.GREETING, Intent.THANKS})
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


def parse(text: str) -> tuple[Phrase, ...]:
    """Understand `text`, from which the mention of Waymark has been taken out: one wish, or two in sentences."""
    listed = re.sub(r"\s*\n\s*", ", ", text.strip().replace("’", "'"))
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
    asked = COLON.sub(r"\1 ", _without_end(POLITE_START.sub("", said)))
    return _recognized(said) or Phrase(Intent.TOPIC, asked.strip(QUOTES) or whole)


def _recognized(said: str) -> Phrase | None:
    """Return what a sentence asks for if it is said as one of the patterns has it."""
    for plain in (COLON.sub(r"\1 ", _without_end(POLITE_START.sub("", said))), _without_end(said)):
        for verb, pattern in PATTERNS:
            if match := pattern.fullmatch(plain):
                return Phrase(verb, _subject(match.groupdict().get("rest") or ""))
    return None


def _without_end(said: str) -> str:
    return POLITE_END.sub("", said.rstrip(PUNCTUATION)).rstrip(PUNCTUATION)


def _subject(rest: str) -> str:
    bare = rest.strip(QUOTES + ",:")
    return "" if PRONOUNS.fullmatch(bare) else bare
