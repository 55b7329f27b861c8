"""The components of a message as a terminal shows them: rows of buttons, selects, and the parts of Components V2."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from discord_sandbox.transcript.columns import clean, columns, file_name, wrapped
from discord_sandbox.transcript.controls import BUTTON, SELECTS, STRING_SELECT, Numbers
from discord_sandbox.transcript.embeds import BAR, barred
from discord_sandbox.transcript.prose import prose
from discord_sandbox.transcript.render_context import RenderContext

ROW, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 9, 10, 11, 12, 13, 14, 17
GAP = "  "

Component = Mapping[str, Any]


class ComponentLines:
    """Puts the components of one message into lines, counting buttons and options as it goes."""

    def __init__(self, reader: RenderContext) -> None:
        self._reader = reader
        self._width = reader.width
        self._numbers = Numbers()
        self._kinds: dict[int, Callable[[Component], list[str]]] = {
            ROW: lambda row: self.row(row["components"]),
            SECTION: self._section,
            TEXT: lambda text: prose(text["content"], self._reader, self._width),
            THUMBNAIL: lambda thumbnail: [picture(thumbnail)],
            GALLERY: lambda gallery: [picture(item) for item in gallery["items"]],
            FILE: lambda file: [f"[file: {file_name(file['file']['url'])}]"],
            SEPARATOR: lambda separator: ["─" * min(24, self._width) if separator.get("divider", True) else ""],
            CONTAINER: self._container,
        }

    def lines(self, components: Sequence[Component]) -> list[str]:
        """Return the lines of components that stand below each other."""
        shown: list[str] = []
        for component in components:
            unknown = [f"[component {component['type']}]"]
            render = self._kinds.get(component["type"])
            shown += unknown if render is None else render(component)
        return shown

    def row(self, components: Sequence[Component]) -> list[str]:
        """Return a row: its buttons beside each other as far as they fit, or its select."""
        lines: list[str] = []
        for component in components:
            if component["type"] == BUTTON:
                self._beside(lines, clean(self._numbers.button(component)))
            else:
                lines += self._select(component)
        return lines

    def _beside(self, lines: list[str], button: str) -> None:
        if lines and columns(lines[-1]) + len(GAP) + columns(button) <= self._width:
            lines[-1] += GAP + button
        else:
            lines.append(button)

    def _select(self, select: Component) -> list[str]:
        prompt = clean(select.get("placeholder") or f"Choose {SELECTS.get(select['type'], 'one')}")
        if select.get("disabled"):
            return [f"▾ {prompt} (disabled)"]
        options = self._numbers.options(select["options"]) if select["type"] == STRING_SELECT else []
        return [f"▾ {prompt}", *(line for option in options for line in wrapped(clean(option), self._width, " " * 8))]

    def _section(self, section: Component) -> list[str]:
        texts = self.lines(section["components"])
        accessory = section["accessory"]
        return texts + (self.row([accessory]) if accessory["type"] == BUTTON else [picture(accessory)])

    def _container(self, container: Component) -> list[str]:
        self._width -= len(BAR)
        lines = self.lines(container["components"])
        self._width += len(BAR)
        return barred(lines)


def picture(component: Component) -> str:
    """Say what picture is there: its description, or the name of its file."""
    return f"[picture: {clean(component.get('description') or file_name(component['media']['url']))}]"
