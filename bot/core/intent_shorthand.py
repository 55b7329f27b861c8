"""Short forms in the table of what members say in chat, and how its lines become expressions."""

import re

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
    "PER_WEEK": "(a|per|each|every) week",
    "TODAY": "( today| now| already| yet| for now| for today)?",
    "HELLO": (
        "(hi+|hello|hey+|hiya|yo|howdy|hola|hallo|moin|servus|bonjour|salut|namaste|salam|привет|"
        "good (morning|day|afternoon|evening)|guten (morgen|tag|abend)|buen[oa]s (d[ií]as|tardes|noches))"
    ),
    "THANKS": "(thanks|thank (you|u)|thx|ty|cheers|danke|gracias|merci)",
    "DELETE": "(reset|clear|wipe|delete|erase|remove|forget)",
    "OURS": "(points?|xp|streaks?|freezes?|ranks?|ranking|leaderboard|board|placement|solid|familiar|mastered|rusty)",
    "FRIEND": "(bro|man|mate|dude|friend|buddy|sis|fam|waymark|all|everyone|everybody)",
}
"""What stands for longer expressions in the book."""


def compiled(line: str) -> re.Pattern[str]:
    """Return a line of the table as an expression, its short forms written out."""
    for short, long in SHORTHAND.items():
        line = line.replace(short, long)
    return re.compile(line.strip(), re.IGNORECASE)
