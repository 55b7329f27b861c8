"""What nobody should be able to hurt Waymark with: texts, values and custom_ids, each under the name of its kind."""

TEXTS = {
    "empty": "",
    "blank": " \t\n ",
    "100 characters": "x" * 100,
    "6000 characters": "middleware " * 545 + "12345",
    "6000 commas": "," * 6000,
    "emoji": "🧑🏽‍💻🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "right to left": "\u202eerawelddim\u202c \u2066csrf\u2069",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff",
    "everyone": "@everyone @here <@&1> <@1>",
    "markdown": "**a** __b__ ~~c~~ ||d|| `e` ```f``` > g [h](https://example.com) # i",
    "sql": "'; DROP TABLE study_events; --",
    "percent": "%_%{0}%s%n$1\\1",
    "surrogate": "\U0001f468\u200d\U0001f469\u0301\u0489" * 9,
    "control": "\x00\x07\x1b[31m\x7f",
    "number": "-1",
    "path": "../../etc/passwd",
    "never suggested": "quantum chromodynamics",
}
"""Texts by what is nasty about them."""

ODD_VALUES = {"number": 5, "fraction": 1.5, "truth": True, "list": ["csrf"], "object": {"a": 1}, "nothing": None}
"""Values of the wrong type, which Discord would not let through."""

ARGUMENTS = {
    **{name: text for name, text in TEXTS.items() if len(text) <= 80},
    "garbage": ":::",
    "huge": "9" * 80,
    "minus minus": "--5",
    "page zero": "week:0",
    "page huge": "week:" + "9" * 70,
    "page minus": "all:--5",
    "page of no kind": "month:two",
    "no window": "fortnight:1",
    "hexadecimal": "f" * 60,
    "several": "csrf, xss",
    "unclear": "authentication",
    "unknown topic": "basket-weaving",
    "known topic": "csrf",
    "arabic number": "week:٣",
}
"""What may stand behind the verb of a custom_id, which holds 100 characters."""
