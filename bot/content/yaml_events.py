"""The events of the YAML parser -> values and their lines; refuses what surprises: repetitions, tags, tabs, doubles."""

from collections.abc import Iterator

import yaml

from bot.content.mistakes import Mistake
from bot.content.patterns import UNPRINTABLE
from bot.content.plain_scalars import plain_value
from bot.content.source import Place, Source, Value, dotted

MAX_DEPTH = 20
LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""libyaml's parser is ten times as fast; they differ in corners only, such as a `?` inside { }."""


class UnreadableError(Exception):
    """The file cannot be read; `line` says from where on."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


class Reader:
    """Builds the value of one file from the events of the YAML parser."""

    def __init__(self, file: str, text: str, mistakes: list[Mistake]) -> None:
        self.file = file
        self.text = text
        self.mistakes = mistakes
        self.lines: dict[Place, int] = {}
        self.blocks: list[range] = []
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, LOADER))

    def read(self) -> Source:
        """Return the one mapping that the file holds. Raises UnreadableError and YAMLError."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise UnreadableError(1, "is empty: it should hold keys and values")
        root = next(self.events)
        self.lines[()] = _line(root)
        value = self._value(root, ())
        next(self.events)
        if not isinstance(after := next(self.events), yaml.StreamEndEvent):
            raise UnreadableError(_line(after), "a second document begins here: a file holds one")
        if not isinstance(value, dict):
            raise UnreadableError(self.lines[()], "should hold keys and values, as in `id: middleware`")
        self._find_tabs()
        return Source(self.file, value, self.lines)

    def _value(self, event: yaml.Event, place: Place) -> Value:
        if len(place) > MAX_DEPTH:
            raise UnreadableError(_line(event), f"is nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, place, f"`*{event.anchor}` is YAML's sign for a repetition: write it out, or in quotes")
            return f"*{event.anchor}"
        self._refuse_marks(event, place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place)
        return self._scalar(event, place)

    def _scalar(self, event: yaml.Event, place: Place) -> Value:
        assert isinstance(event, yaml.ScalarEvent)
        if odd := UNPRINTABLE.search(event.value):
            self._refuse(event, place, f"holds the unprintable character U+{ord(odd.group()):04X}: take it out")
        if event.style:
            self.blocks.append(range(_line(event), event.end_mark.line + 1 if event.end_mark else 0))
            return str(event.value)
        return plain_value(event.value)

    def _sequence(self, place: Place) -> list[Value]:
        entries: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            here = (*place, len(entries))
            self.lines[here] = _line(event)
            entries.append(self._value(event, here))
        return entries

    def _mapping(self, place: Place) -> dict[str, Value]:
        entries: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise UnreadableError(_line(event), "a key should be one word")
            key, line = event.value, _line(event)
            here = (*place, key)
            if key in entries:
                first = f"the first is in line {self.lines[here]}"
                self.mistakes.append(Mistake(self.file, line, dotted(here), f"stands here twice; {first}"))
            self._refuse_marks(event, here)
            self.lines[here] = line
            entries[key] = self._value(next(self.events), here)
        return entries

    def _refuse_marks(self, event: yaml.Event, place: Place) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            self._refuse(event, place, f"`&{anchor}` is YAML's sign for something repeated: put the text in quotes")
        if tag and tag != "!":
            self._refuse(event, place, f"`{tag}` is a YAML tag, which is not used here: put the text in quotes")

    def _refuse(self, event: yaml.Event, place: Place, text: str) -> None:
        self.mistakes.append(Mistake(self.file, _line(event), dotted(place), text))

    def _find_tabs(self) -> None:
        """Note the tabs that indent; inside a text of several lines a tab belongs to the text."""
        if "\t" not in self.text:
            return
        inside = {line for block in self.blocks for line in block}
        for place, line in enumerate(self.text.split("\n")):
            if "\t" in line[: len(line) - len(line.lstrip())] and line.strip() and place not in inside:
                self.mistakes.append(Mistake(self.file, place + 1, "", "a tab indents this line: use spaces"))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
