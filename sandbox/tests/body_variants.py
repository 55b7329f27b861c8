"""One good body of each kind with everything in it, and what becomes of it when one value is another."""

from collections.abc import Iterator, Sequence
from typing import Any

from form_bodies import button, command, label, modal, option, row, select, string_option, text_input, words

HTTPS = "https://a.bc/d"
EMBED = {
    "title": "Middleware",
    "description": "It wraps the view",
    "url": HTTPS,
    "color": 1,
    "timestamp": "2026-11-24T09:00:00+00:00",
    "footer": {"text": "Django", "icon_url": HTTPS},
    "author": {"name": "Bot", "url": HTTPS, "icon_url": HTTPS},
    "image": {"url": HTTPS},
    "thumbnail": {"url": HTTPS},
    "fields": [{"name": "Key points", "value": "One", "inline": False}],
}
LINK = {"type": 2, "style": 5, "label": "Docs", "url": HTTPS, "emoji": {"id": "1", "name": "docs", "animated": False}}
SELECT = {
    **select(),
    "options": [option(0, description="First", emoji={"name": "✅"}, default=True), option(1)],
    "placeholder": "Pick one",
    "min_values": 0,
    "max_values": 1,
    "disabled": False,
}
PICKER = {"type": 8, "custom_id": "channel", "channel_types": [0], "default_values": [{"id": "1", "type": "channel"}]}
MESSAGE = {
    "content": "Hello",
    "embeds": [EMBED],
    "components": [row(button(emoji={"name": "✅"}, disabled=False), LINK), row(SELECT), row(PICKER)],
    "allowed_mentions": {"parse": ["roles"], "users": ["1"], "replied_user": True},
    "attachments": [{"id": "0", "filename": "a.png", "description": "A board"}],
    "poll": {"question": {"text": "Ready?"}, "answers": [{"poll_media": {"text": "Yes"}}], "duration": 24},
    "nonce": "n",
    "enforce_nonce": True,
    "tts": False,
    "flags": 4,
    "message_reference": {"type": 0, "message_id": "1", "channel_id": "2", "fail_if_not_exists": False},
}
PICTURE = {"media": {"url": HTTPS}, "description": "The board", "spoiler": True}
BOX = {
    "type": 17,
    "accent_color": 1,
    "spoiler": False,
    "components": [
        words(),
        {"type": 9, "components": [words()], "accessory": button()},
        {"type": 9, "components": [words()], "accessory": {"type": 11, **PICTURE}},
        {"type": 12, "items": [PICTURE]},
        {"type": 13, "file": {"url": "attachment://a.txt"}},
        {"type": 14, "divider": True, "spacing": 1},
        row(LINK),
    ],
}
INPUT = {
    **text_input(value="v", placeholder="p"),
    "min_length": 1,
    "max_length": 9,
    "required": True,
}
RADIO = {"type": 21, "custom_id": "radio", "options": [option(0), option(1)]}
BOXES = {"type": 22, "custom_id": "boxes", "options": [option(0)], "min_values": 1, "max_values": 1}
MODAL = modal(
    label(INPUT, description="d"),
    label(SELECT),
    label(RADIO),
    label(BOXES),
    row({**INPUT, "label": "Old", "custom_id": "old"}),
)
UPLOAD = modal(label({"type": 19, "custom_id": "f", "min_values": 1, "max_values": 1}), label(PICKER), words())
NUMBER = {"description": "How many", "min_value": 1, "max_value": 3}
TEXTS = {"name_localizations": {"de": "thema"}, "description_localizations": {"de": "Ein Thema"}}
ONE_OF_EACH = [
    string_option("a", required=True, choices=[{"name": "One", "value": "1"}], **TEXTS),
    string_option("b", required=False, autocomplete=True, min_length=0, max_length=9),
    {"type": 4, "name": "c", **NUMBER, "choices": [{"name": "One", "value": 1}]},
    {"type": 10, "name": "d", **NUMBER, "choices": [{"name": "Half", "value": 0.5}]},
    {"type": 7, "name": "e", "description": "Where", "channel_types": [0]},
]
GROUP = {"type": 2, "name": "g", "description": "All", "options": [command(name="h", options=ONE_OF_EACH)]}
COMMAND = command(options=ONE_OF_EACH, contexts=[0], integration_types=[1], default_member_permissions="0", **TEXTS)
CHOICES = {"choices": [{"name": "One", "value": "1"}]}

LENGTHS = (0, 1, 26, 33, 46, 56, 81, 101, 151, 257, 301, 513, 1025, 2049, 4001, 6001)
OTHERS: list[Any] = [
    *("x" * length for length in LENGTHS),
    *(f"https://a.bc/{'x' * length}" for length in (500, 2048)),
    *(
        -1,
        0,
        1,
        2,
        3,
        5,
        8,
        11,
        26,
        99,
        769,
        4001,
        6001,
        2**24,
        2**53 + 1,
        2**63,
        0.5,
        True,
        None,
        [],
        {},
        [None],
        ["x"],
    ),
]


def variants(body: Any, values: Sequence[Any] = OTHERS) -> Iterator[Any]:
    """Return `body` as it is, and with one value in one place changed, for every place and many values."""
    yield body
    for node, key in list(places(body)):
        was = node[key]
        others = [*values, *(was * count for count in (2, 6, 11, 26, 41, 101) if isinstance(was, list))]
        for other in others:
            node[key] = other
            yield body
        node[key] = was


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Return every place in a body as the object or list that holds it and the key there."""
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], (dict, list)):
            yield from places(node[key])
