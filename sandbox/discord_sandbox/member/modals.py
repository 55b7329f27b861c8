"""Modals: the forms that open over the chat, read and filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.member.picks import forged_values, picked_values
from discord_sandbox.member.resolving import Resolved
from discord_sandbox.member.uploads import Uploaded
from discord_sandbox.rest.normalization import walk

_ACTION_ROW, _TEXT_DISPLAY, _LABEL = 1, 10, 18
_MAX_TEXT = 4000


class _FieldType(IntEnum):
    """Discord's numbers for the fields that are no selects."""

    TEXT_INPUT = 4
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX = 23


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

    def submission(self, values: Mapping[str, object], resolved: Resolved, *, validate: bool = True) -> Json:
        """Return the `data` of the submit; `values` by custom_id or label. Raises NotPossible for a bad form.

        With `validate` off it is whatever `values` say, unknown fields left out.
        """
        if validate:
            known = {name for field in self.fields for name in (field.custom_id, field.label)}
            for name in values:
                if name not in known:
                    names = ", ".join(field.custom_id for field in self.fields)
                    raise NotPossible(f"the form has no field {name!r}; it has {names}")
        filled = {
            field.custom_id: _filled(field, values.get(field.custom_id, values.get(field.label)), resolved)
            if validate
            else _forged(field, values.get(field.custom_id, values.get(field.label)), resolved)
            for field in self.fields
        }
        components = [_submitted(component, filled) for component in self.body["components"]]
        data: Json = {"custom_id": self.custom_id, "components": components}
        if resolved.to_json():
            data["resolved"] = resolved.to_json()
        return data


def _field(component: Json, top: Json) -> Field:
    return Field(
        custom_id=component["custom_id"],
        label=str(component.get("label") or top.get("label") or ""),
        value=str(component.get("value") or ""),
        required=bool(component.get("required", True)),
        component=component,
    )


def _submitted(component: Json, filled: Mapping[str, Json]) -> Json:
    shown: Json = {"type": component["type"], "id": component.get("id", 0)}
    if component["type"] == _ACTION_ROW:
        shown["components"] = [_submitted(child, filled) for child in component["components"]]
    elif component["type"] == _LABEL:
        shown["component"] = _submitted(component["component"], filled)
    elif component["type"] != _TEXT_DISPLAY:
        shown |= {"custom_id": component["custom_id"], **filled[component["custom_id"]]}
    return shown


def _filled(field: Field, value: object, resolved: Resolved) -> Json:
    """Return what a person leaves in a field: what they put in, else what was in it; raises NotPossible."""
    match field.component["type"]:
        case _FieldType.TEXT_INPUT:
            return {"value": _text(field, field.value if value is None else str(value))}
        case _FieldType.CHECKBOX:
            ticked = field.component.get("default", False) if value is None else value
            if not isinstance(ticked, bool):
                raise NotPossible(f"the box {field.label!r} is ticked or not, which {value!r} is neither")
            return {"value": ticked}
        case _FieldType.RADIO_GROUP:
            return {"value": next(iter(_picks(field, value, resolved)), None)}
        case _FieldType.FILE_UPLOAD:
            return {"values": _files(field, value, resolved)}
    return {"values": _picks(field, value, resolved)}


def _text(field: Field, text: str) -> str:
    least = field.component.get("min_length") or 0
    most = field.component.get("max_length") or _MAX_TEXT
    if not text and field.required:
        raise NotPossible(f"the field {field.label!r} must be filled in")
    if text and not least <= len(text) <= most:
        raise NotPossible(f"the field {field.label!r} takes {least} to {most} characters, got {len(text)}")
    return text


def _files(field: Field, value: object, resolved: Resolved) -> list[str]:
    things = list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
    files = [thing for thing in things if isinstance(thing, Uploaded)]
    if len(files) < len(things):
        raise NotPossible(f"the field {field.label!r} takes files: hand over an Upload")
    least, most = (1 if (given := field.component.get(key)) is None else given for key in ("min_values", "max_values"))
    if not (field.required or files):
        least = 0
    if not least <= len(files) <= most:
        raise NotPossible(f"the field {field.label!r} takes a file: {least} to {most} of them, got {len(files)}")
    return [resolved.add(file) for file in files]


def _picks(field: Field, value: object, resolved: Resolved) -> list[str]:
    if value is None:
        chosen = [option["value"] for option in field.component.get("options") or () if option.get("default")]
        chosen += [default["id"] for default in field.component.get("default_values") or ()]
        if chosen:
            return chosen
    picked = list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
    if not picked and not field.required:
        return []
    return picked_values(field.label, field.component, picked, resolved)


def _forged(field: Field, value: object, resolved: Resolved) -> Json:
    if field.component["type"] == _FieldType.TEXT_INPUT:
        return {"value": field.value if value is None else str(value)}
    if field.component["type"] in {_FieldType.RADIO_GROUP, _FieldType.CHECKBOX}:
        return {"value": value}
    things = value if isinstance(value, list | tuple) else [] if value is None else [value]
    return {"values": forged_values(things, resolved)}
