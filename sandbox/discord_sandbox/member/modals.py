"""Modals: the forms that open over the chat, read and filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.rest.normalization import walk

_ACTION_ROW, _TEXT_INPUT, _TEXT_DISPLAY, _LABEL = 1, 4, 10, 18
_RADIO_GROUP, _CHECKBOX = 21, 23
_MAX_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a modal, as it is shown."""

    custom_id: str
    label: str
    value: str
    required: bool
    component: Json


@dataclass(frozen=True, slots=True)
class Modal:
    """A form that waits to be filled in."""

    custom_id: str
    title: str
    fields: tuple[Field, ...]
    body: Json

    @classmethod
    def of(cls, body: Json) -> "Modal":
        """Read the modal that an application opened."""
        parts = [(component, top) for top in body["components"] for component in walk([top])]
        fields = tuple(_field(component, top) for component, top in parts if "custom_id" in component)
        return cls(body["custom_id"], body["title"], fields, body)

    def submission(self, values: Mapping[str, object], *, validate: bool = True) -> Json:
        """Return the `data` of the submit; `values` by custom_id or label. Raises NotPossible for a bad form."""
        filled = {field.custom_id: values.get(field.custom_id, values.get(field.label)) for field in self.fields}
        if validate:
            known = {name for field in self.fields for name in (field.custom_id, field.label)}
            for name in values:
                if name not in known:
                    raise NotPossible(f"the form has no field {name!r}; it has {', '.join(filled)}")
            for field in self.fields:
                _check(field, filled[field.custom_id])
        components = [_submitted(component, filled) for component in self.body["components"]]
        return {"custom_id": self.custom_id, "components": components}


def _field(component: Json, top: Json) -> Field:
    return Field(
        custom_id=component["custom_id"],
        label=str(component.get("label") or top.get("label") or ""),
        value=str(component.get("value") or ""),
        required=bool(component.get("required", True)),
        component=component,
    )


def _check(field: Field, value: object) -> None:
    if value is None or value == "":
        if field.required and not field.value and field.component["type"] == _TEXT_INPUT:
            raise NotPossible(f"the field {field.label!r} must be filled in")
        return
    if field.component["type"] == _TEXT_INPUT:
        least = field.component.get("min_length") or 0
        most = field.component.get("max_length") or _MAX_TEXT
        if not least <= len(str(value)) <= most:
            raise NotPossible(f"the field {field.label!r} takes {least} to {most} characters, got {len(str(value))}")


def _submitted(component: Json, filled: Mapping[str, object]) -> Json:
    shown: Json = {"type": component["type"], "id": component.get("id", 0)}
    if component["type"] == _ACTION_ROW:
        shown["components"] = [_submitted(child, filled) for child in component["components"]]
    elif component["type"] == _LABEL:
        shown["component"] = _submitted(component["component"], filled)
    elif component["type"] != _TEXT_DISPLAY:
        shown["custom_id"] = component["custom_id"]
        shown.update(_value(component, filled.get(component["custom_id"])))
    return shown


def _value(component: Json, value: object) -> Json:
    if component["type"] == _TEXT_INPUT:
        return {"value": str(value) if value is not None else str(component.get("value") or "")}
    if component["type"] in {_RADIO_GROUP, _CHECKBOX}:
        return {"value": value}
    if value is None:
        return {"values": []}
    return {"values": [str(value)] if isinstance(value, str) else value}
