"""Emoji on buttons, in selects and polls: a custom one by id, or one that Unicode counts as emoji."""

import re

from discord_sandbox.limits.form_errors import FormErrors, at, refusal, required
from discord_sandbox.limits.schemas import Body, ObjectSchema
from discord_sandbox.limits.validators import Fields, boolean, snowflake, text

# Unicode's property Emoji: exact below U+1F000, where emoji stand among other signs (★ is none, ⭐ is one), by block
# above it.
PICTURES = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u24c2"
    "\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626"
    "\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f"
    "\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf"
    "\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716"
    "\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf"
    "\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f004\U0001f0cf\U0001f170-\U0001f251\U0001f300-\U0001f6ff\U0001f7e0-\U0001f7f0\U0001f900-\U0001f9ff"
    "\U0001fa70-\U0001faff"
)
# What may stand behind one: the picture style, skin tones, joined pictures, the letters of a region's flag.
MODIFIERS = "\ufe0f\u200d\U000e0020-\U000e007f"
UNICODE_EMOJI = re.compile(f"[{PICTURES}][{PICTURES}{MODIFIERS}]*|[#*0-9]\ufe0f?\u20e3")


def known_emoji(body: Body) -> FormErrors:
    """Refuse an emoji without id whose name is none that Unicode knows, or that has neither."""
    if body.get("id") is not None:
        return {}
    name = body.get("name")
    if name is None:
        return at("name", errors=required())
    if UNICODE_EMOJI.fullmatch(name):
        return {}
    # Discord says BUTTON_ in selects as well.
    return at("name", errors=refusal("BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji"))


EMOJI_FIELDS: Fields = {"id": snowflake, "name": text(32), "animated": boolean}
EMOJI = ObjectSchema(EMOJI_FIELDS, needs=("name",), fits=known_emoji)
POLL_EMOJI = ObjectSchema(EMOJI_FIELDS, fits=known_emoji)
