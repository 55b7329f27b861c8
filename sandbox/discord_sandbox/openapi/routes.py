"""The paths of an OpenAPI document, and what the operations on them take in path, query and body."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

Schema = dict[str, Any]
Compile = Callable[[str], Draft202012Validator]
"""Makes the validator for the schema at a JSON pointer of the document."""

BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class Route:
    """One path of the document with the operations on it."""

    def __init__(self, template: str, item: Schema, compiled: Compile) -> None:
        self.template = template
        self.steps = template.strip("/").split("/")
        self.open = [step.startswith("{") for step in self.steps]
        pointer = f"/paths/{escaped(template)}"
        shared = parameters_of(item, pointer)
        self.operations = {
            method: Operation(operation, f"{pointer}/{method}", shared, compiled)
            for method, operation in item.items()
            if method != "parameters"
        }

    def matches(self, steps: Sequence[str]) -> bool:
        """Return whether the concrete path `steps` could be this one."""
        return len(steps) == len(self.steps) and all(
            is_open or step == own for is_open, step, own in zip(self.open, steps, self.steps, strict=True)
        )

    def values(self, steps: Sequence[str]) -> dict[str, str]:
        """Return what the concrete path `steps` says for the names in the template."""
        pairs = zip(self.open, steps, self.steps, strict=True)
        return {own.strip("{}"): step for is_open, step, own in pairs if is_open}


class Parameter:
    """One named value in the path or query."""

    def __init__(self, description: Schema, pointer: str) -> None:
        self.where: str = description["in"]
        self.name: str = description["name"]
        self.required: bool = description.get("required", False)
        self.pointer = f"{pointer}/schema"
        self._type = description["schema"].get("type")

    def read(self, value: str) -> object:
        """Read `value` as the type that the schema asks for; as the text itself when it is none."""
        # The document writes booleans as true and false; the API has always taken 1 and 0 as well.
        if self._type == "boolean":
            return BOOLEANS.get(value.lower(), value)
        if self._type == "integer" and re.fullmatch("-?[0-9]{1,20}", value):
            return int(value)
        return [value] if self._type == "array" else value


class Operation:
    """One method on one path."""

    def __init__(self, operation: Schema, pointer: str, shared: Sequence[Parameter], compiled: Compile) -> None:
        parameters = [*shared, *parameters_of(operation, pointer)]
        self._parameters = {(parameter.where, parameter.name): parameter for parameter in parameters}
        self._request: Schema | None = operation.get("requestBody")
        self._pointer = pointer
        self._compile = compiled
        self._compiled: dict[str, Draft202012Validator] = {}

    def violations(self, path: Mapping[str, str], query: Mapping[str, str], body: object) -> Iterator[str]:
        """Return what is wrong, each with its place."""
        yield from self._in_parameters("path", path)
        yield from self._in_parameters("query", query)
        if body is None:
            if self._request is not None and self._request.get("required"):
                yield "body: is missing"
        elif self._body is None:
            yield "body: takes none"
        else:
            yield from (wrong("body", error) for error in self._body.iter_errors(body))

    def _in_parameters(self, where: str, values: Mapping[str, str]) -> Iterator[str]:
        for name, value in values.items():
            parameter = self._parameters.get((where, name))
            if parameter is None:
                yield f"{where}.{name}: is not known"
                continue
            validator = self._validator(parameter.pointer)
            yield from (wrong(f"{where}.{name}", error) for error in validator.iter_errors(parameter.read(value)))
        for parameter in self._parameters.values():
            if parameter.where == where and parameter.required and parameter.name not in values:
                yield f"{where}.{parameter.name}: is missing"

    def _validator(self, pointer: str) -> Draft202012Validator:
        if pointer not in self._compiled:
            self._compiled[pointer] = self._compile(pointer)
        return self._compiled[pointer]

    @cached_property
    def _body(self) -> Draft202012Validator | None:
        if self._request is None:
            return None
        # The document describes the files of a multipart form as if they stood beside the JSON; Discord documents
        # the JSON as `payload_json`, which is what comes here and is described the same as a body of its own.
        kinds = self._request["content"]
        kind = "application/json" if "application/json" in kinds else next(iter(kinds))
        return self._compile(f"{self._pointer}/requestBody/content/{escaped(kind)}/schema")


def parameters_of(item: Schema, pointer: str) -> list[Parameter]:
    """Return the parameters that stand at `pointer`."""
    return [Parameter(parameter, f"{pointer}/parameters/{n}") for n, parameter in enumerate(item.get("parameters", ()))]


def escaped(step: str) -> str:
    """Write a key as a step of a JSON pointer, in a URI's fragment."""
    return step.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def wrong(place: str, error: ValidationError) -> str:
    """Write an error with its place: `body.embeds.0.title: 'xxx … xxx' is too long`."""
    steps = "".join(f".{step}" for step in error.absolute_path)
    message = error.message if len(error.message) <= 200 else f"{error.message[:100]} … {error.message[-90:]}"
    return f"{place}{steps}: {message}"
