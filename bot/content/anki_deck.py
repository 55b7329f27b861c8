"""A roadmap's questions as an Anki deck: one .apkg, whose notes are known again when it is imported once more.

It is the oldest form of the format, a zip of an SQLite database, which every Anki reads. Anki knows a note by its
`guid`, and takes its new text if it was changed later. A note type with one field more would be another one, to which
no note that is there belongs: so FIELDS and the ids stay for ever, and what comes later goes into the spare fields.
"""

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1, sha256
from html import escape

from bot.core.errors import StudyError
from bot.core.roadmap import Question, Roadmap, Topic

FIELDS = ("Question", "A", "B", "C", "D", "Answer", "Why", "Topic", "Link", "Extra1", "Extra2", "Extra3")
NOTE_TYPE_ID = 1_764_547_200_000
NOTE_TYPE = "Waymark question"
NOTE_TYPE_CHANGED = 1_764_547_200
"""When the note type last changed, in seconds since 1970: to be raised with its templates."""
FIELD_SEPARATOR = "\x1f"
MAX_CHOICES = 4

CHOICES = "".join(
    f'{{{{#{letter}}}}}<div class="choice">{letter}) {{{{{letter}}}}}</div>{{{{/{letter}}}}}' for letter in "ABCD"
)
FRONT = f'<div class="topic">{{{{Topic}}}}</div><div>{{{{Question}}}}</div>{CHOICES}'
BACK = (
    "{{FrontSide}}<hr id=answer><div><b>{{Answer}}</b></div>{{#Why}}<div>{{Why}}</div>{{/Why}}"
    "{{#Link}}<div>{{Link}}</div>{{/Link}}"
)
CSS = (
    ".card{font-family:sans-serif;font-size:20px;text-align:left}.topic{opacity:.6;font-size:14px}.choice{margin:.4em}"
)

TABLES = """
create table col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer,
  ls integer, conf text, models text, decks text, dconf text, tags text);
create table notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text,
  sfld integer, csum integer, flags integer, data text);
create table cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer,
  type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, left integer,
  odue integer, odid integer, flags integer, data text);
create table revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,
  factor integer, time integer, type integer);
create table graves (usn integer, oid integer, type integer);
"""
SCHEMA_VERSION = 11
CODE = re.compile(r"```[a-z0-9+#-]*\n?(.*?)```", re.DOTALL)
INLINE_CODE = re.compile(r"`([^`\n]+)`")
BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class _Note:
    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def anki_deck(roadmap: Roadmap, at: datetime) -> bytes:
    """Return the deck of a roadmap as it is `at` an instant (aware), as the bytes of an .apkg.

    Each question makes a note; a topic without questions makes one of its summary. Raises StudyError where there is
    neither.
    """
    notes = [note for topic in roadmap for note in _notes_of(roadmap, topic)]
    if not notes:
        raise StudyError(
            "There is nothing to ask in this roadmap yet: its topics have neither questions nor summaries."
        )
    with sqlite3.connect(":memory:") as database:
        _write(database, roadmap, notes, int(at.timestamp()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", database.serialize())
        archive.writestr("media", "{}")
    database.close()
    return packed.getvalue()


def _notes_of(roadmap: Roadmap, topic: Topic) -> Iterator[_Note]:
    section = roadmap.section_of[topic.id]
    tags = (f"waymark::{section.id}::{topic.id}",)
    links = "<br>".join(f'<a href="{escape(link.url)}">{_plain(link.title)}</a>' for link in topic.resources[:1])
    for question in topic.quiz:
        right = question.choices[question.answer]
        choices = [_html(choice) for choice in _shown_choices(question)]
        choices += [""] * (MAX_CHOICES - len(choices))
        fields = (_html(question.question), *choices, _html(right), _html(question.why), _plain(topic.title), links)
        yield _Note(_guid(roadmap.id, "question", question.id), (*fields, "", "", ""), tags)
    if topic.summary and not topic.quiz:
        ask = f"{_plain(topic.title)}?"
        fields = (ask, "", "", "", "", _html(topic.summary), "", _plain(section.title), links)
        yield _Note(_guid(roadmap.id, "topic", topic.id), (*fields, "", "", ""), tags)


def _shown_choices(question: Question) -> Sequence[str]:
    """Return the right choice and up to three others, in an order that stays as long as the choices do."""
    right = question.choices[question.answer]
    shown = [right, *(choice for choice in question.choices if choice != right)][:MAX_CHOICES]
    return sorted(shown, key=lambda choice: sha256(f"{question.id}\n{choice}".encode()).digest())


def _guid(*names: str) -> str:
    return sha256("\n".join(names).encode()).hexdigest()[:20]


def _plain(text: str) -> str:
    """Return text as HTML in which Anki finds no tag, sound or picture."""
    return escape(text).replace("[", "&#91;")


def _html(text: str) -> str:
    """Return text with code and bold words as HTML."""
    pieces = CODE.split(text.strip())
    shown = (f"<pre>{_plain(piece)}</pre>" if place % 2 else _prose(piece) for place, piece in enumerate(pieces))
    return "".join(shown)


def _prose(text: str) -> str:
    unescaped = re.sub(r"\\([^\w\s])", r"\1", text.strip("\n"))
    coded = INLINE_CODE.sub(r"<code>\1</code>", _plain(unescaped))
    return BOLD.sub(r"<b>\1</b>", coded).replace("\n", "<br>")


# The database


def _write(database: sqlite3.Connection, roadmap: Roadmap, notes: Sequence[_Note], now: int) -> None:
    database.executescript(TABLES)
    deck_id = 1 + int(sha256(roadmap.id.encode()).hexdigest()[:11], 16)
    decks = {"1": _deck(1, "Default", now), str(deck_id): _deck(deck_id, roadmap.title.replace("::", ": "), now)}
    models = {str(NOTE_TYPE_ID): _note_type(deck_id)}
    values: tuple[object, ...] = (1, now, now * 1000, now * 1000, SCHEMA_VERSION, 0, 0, 0, "{}")
    values += (json.dumps(models), json.dumps(decks), json.dumps({"1": _deck_options(now)}), "{}")
    database.execute(f"insert into col values ({_marks(values)})", values)
    for place, note in enumerate(notes):
        row_id = now * 1000 + place
        checksum = int(sha1(note.fields[0].encode(), usedforsecurity=False).hexdigest()[:8], 16)
        fields, tags = FIELD_SEPARATOR.join(note.fields), f" {' '.join(note.tags)} "
        written = (row_id, note.guid, NOTE_TYPE_ID, now, -1, tags, fields, note.fields[0], checksum, 0, "")
        database.execute(f"insert into notes values ({_marks(written)})", written)
        card = (row_id, row_id, deck_id, 0, now, -1, 0, 0, place + 1, 0, 0, 0, 0, 0, 0, 0, 0, "")
        database.execute(f"insert into cards values ({_marks(card)})", card)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _note_type(deck_id: int) -> dict[str, object]:
    template = {"name": "Question", "ord": 0, "qfmt": FRONT, "afmt": BACK, "did": None, "bqfmt": "", "bafmt": ""}
    fields = [
        {"name": name, "ord": place, "sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
        for place, name in enumerate(FIELDS)
    ]
    return {
        "id": NOTE_TYPE_ID,
        "name": NOTE_TYPE,
        "type": 0,
        "mod": NOTE_TYPE_CHANGED,
        "usn": -1,
        "sortf": 0,
        "did": deck_id,
        "tmpls": [template],
        "flds": fields,
        "css": CSS,
        "latexPre": "",
        "latexPost": "",
        "req": [[0, "any", [0]]],
        "tags": [],
        "vers": [],
    }


def _deck(deck_id: int, name: str, now: int) -> dict[str, object]:
    today = {key: [0, 0] for key in ("newToday", "revToday", "lrnToday", "timeToday")}
    return today | {
        "id": deck_id,
        "name": name,
        "mod": now,
        "usn": -1,
        "desc": "",
        "dyn": 0,
        "conf": 1,
        "collapsed": False,
        "extendNew": 10,
        "extendRev": 50,
    }


def _deck_options(now: int) -> dict[str, object]:
    return {
        "id": 1,
        "name": "Default",
        "mod": now,
        "usn": -1,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "dyn": False,
        "new": {"delays": [1, 10], "ints": [1, 4, 7], "initialFactor": 2500, "order": 1, "perDay": 20, "bury": True},
        "rev": {"perDay": 100, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "bury": True},
        "lapse": {"delays": [10], "mult": 0, "minInt": 1, "leechFails": 8, "leechAction": 0},
    }
