"""What Discord refuses in polls."""

from discord_sandbox.limits.emojis import POLL_EMOJI
from discord_sandbox.limits.rules import boolean, choice, each, integer, text
from discord_sandbox.limits.shapes import Shape

MOST_ANSWERS = 10
MOST_HOURS = 32 * 24

QUESTION = Shape({"text": text(300, least=1)}, needs=("text",))
ANSWER = Shape(
    {"poll_media": Shape({"text": text(55, least=1), "emoji": POLL_EMOJI}, needs=("text",))}, needs=("poll_media",)
)
POLL = Shape(
    {
        "question": QUESTION,
        "answers": each(ANSWER, MOST_ANSWERS, least=1),
        "duration": integer(1, MOST_HOURS),
        "allow_multiselect": boolean,
        "layout_type": choice(1),
    },
    needs=("question", "answers"),
)
