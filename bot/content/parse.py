"""One file's value -> its model, or what is wrong with it at which line."""

from functools import cache
from typing import TypeVar

from pydantic import ValidationError

from bot.content.mistakes import Mistake
from bot.content.models import Model
from bot.content.source import Place, Source, Value
from bot.content.wording import Schema, words

AnyModel = TypeVar("AnyModel", bound=Model)


@cache
def json_schema(model: type[Model]) -> Schema:
    """Return the JSON Schema of `model`; making it takes longer than loading a topic."""
    return model.model_json_schema()


def parse(source: Source, model: type[AnyModel]) -> tuple[AnyModel | None, list[Mistake]]:
    """Hold the value of `source` against `model`; gives no model when there are mistakes."""
    empty = [source.mistake(place, "is empty: write a value or take the key out") for place in _empty(source.value)]
    try:
        return model.model_validate(source.value), empty
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
    told = [source.mistake(error["loc"], words(error, json_schema(model))) for error in errors]
    known = {mistake.path for mistake in told}
    return None, [*told, *(mistake for mistake in empty if mistake.path not in known)]


def _empty(value: dict[str, Value]) -> list[Place]:
    """Find the keys without a value that the model would take for absent ones."""
    return [(key,) for key, held in value.items() if held is None]
