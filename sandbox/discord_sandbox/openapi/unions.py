"""A JSON Schema validator that looks into the one branch of a union that fits, for speed and for clear errors."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

Schema = dict[str, Any]
NULL: Schema = {"type": "null"}


def union_validator(schemas: Mapping[str, Schema]) -> type[Draft202012Validator]:
    """Make the validator class for a document whose `components` name `schemas`."""

    def union(validator: Any, branches: list[Schema], instance: object, _: Schema) -> Iterable[ValidationError]:
        # Of Discord's unions at most one branch can fit, so that `oneOf` and `anyOf` mean the same.
        if all("const" in branch for branch in branches):
            return among([branch["const"] for branch in branches], instance)
        if instance is None and NULL in branches:
            return ()
        fitting = [branch for branch in branches if branch != NULL and may_be(named(branch, schemas), instance)]
        if len(fitting) == 1:
            return descended(validator, instance, fitting[0])
        if any(validator.evolve(schema=branch).is_valid(instance) for branch in fitting):
            return ()
        if not fitting:
            return unknown_type(instance)
        return (error for branch in fitting for error in validator.descend(instance, branch))

    kind: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call] # jsonschema leaves it untyped
        Draft202012Validator, {"oneOf": union, "anyOf": union}
    )
    return kind


def descended(validator: Any, instance: object, branch: Schema) -> Iterable[ValidationError]:
    """Return the errors of `instance` under one branch."""
    errors: Iterable[ValidationError] = validator.descend(instance, branch)
    return errors


def among(constants: list[object], instance: object) -> Iterator[ValidationError]:
    """Ask for one of the constants."""
    if isinstance(instance, bool) or instance not in constants:
        yield ValidationError(f"{instance!r} is none of {constants}")


def unknown_type(instance: object) -> Iterator[ValidationError]:
    """Say that no branch is for such a thing."""
    kind = instance.get("type") if isinstance(instance, dict) else instance
    yield ValidationError(f"type {kind!r} is none of those that may stand here")


def named(branch: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Return the schema that a branch refers to, or the branch itself."""
    reference = branch.get("$ref")
    return branch if reference is None else schemas[reference.rpartition("/")[2]]


def may_be(branch: Schema, instance: object) -> bool:
    """Return whether the branch's own list of types lets `instance` in; without such a list it does."""
    kinds = branch.get("properties", {}).get("type", {}).get("enum")
    return kinds is None or not isinstance(instance, dict) or instance.get("type") in kinds
