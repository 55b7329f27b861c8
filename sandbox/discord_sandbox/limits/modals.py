"""What Discord refuses in a modal, the form that opens over the chat."""

from discord_sandbox.limits.component_tree import check_tree
from discord_sandbox.limits.components import ACTION_ROW, ID, TEXT, TEXT_DISPLAY
from discord_sandbox.limits.form_errors import FormErrors, at, refusal, too_large, too_small
from discord_sandbox.limits.schemas import Body, ObjectSchema, by_type
from discord_sandbox.limits.selects import CUSTOM_ID, SELECTS, options_fit, values_in_order
from discord_sandbox.limits.validators import Validator, boolean, choice, each, integer, text

TEXT_INPUT, LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 4, 18, 19, 21, 22, 23
MAX_COMPONENTS = 5
MAX_TYPED = 4000


def lengths_in_order(body: Body) -> FormErrors:
    """Refuse an input that asks for more characters at least than at most."""
    most = body.get("max_length")
    if most is not None and (body.get("min_length") or 0) > most:
        return at("min_length", errors=too_large(most))
    return {}


def checkboxes_fit(body: Body) -> FormErrors:
    """Refuse a checkbox group that a person could not fill in; without a maximum all its boxes may be ticked."""
    count = len(body["options"])
    least, most = body.get("min_values"), body.get("max_values")
    if least == 0 and body.get("required", True) is not False:
        return at("min_values", errors=too_small(1))
    filled = {"min_values": 1 if least is None else least, "max_values": count if most is None else most}
    return options_fit({**body, **filled})


def radios_fit(body: Body) -> FormErrors:
    """Refuse radio options with the same value, and more than one that is chosen in advance."""
    return options_fit({**body, "min_values": None, "max_values": None})


def in_a_modal(shape: ObjectSchema) -> Validator:
    """Return the validator for a select in a modal, where nothing can be disabled."""

    def check(body: object) -> FormErrors:
        errors = shape(body)
        if not errors and isinstance(body, dict) and body.get("disabled"):
            return at("disabled", errors=refusal("COMPONENT_CANNOT_BE_DISABLED", "Cannot be disabled in a modal"))
        return errors

    return check


INPUT_FIELDS: dict[str, Validator] = {
    "id": ID,
    "custom_id": CUSTOM_ID,
    "style": choice(1, 2),
    "label": text(45, least=1),
    "min_length": integer(0, MAX_TYPED),
    "max_length": integer(1, MAX_TYPED),
    "required": boolean,
    "value": text(MAX_TYPED),
    "placeholder": text(100),
}
LABELLED_INPUT = ObjectSchema(INPUT_FIELDS, needs=("custom_id", "style"), fits=lengths_in_order)
INPUT_IN_A_ROW = ObjectSchema(INPUT_FIELDS, needs=("custom_id", "style", "label"), fits=lengths_in_order)
ROW = ObjectSchema(
    {"id": ID, "components": each(by_type({TEXT_INPUT: INPUT_IN_A_ROW}), most=1, least=1)}, needs=("components",)
)

OPTION = ObjectSchema(
    {"label": text(100, least=1), "value": text(100, least=1), "description": text(100), "default": boolean},
    needs=("label", "value"),
)
MARKED = {"id": ID, "custom_id": CUSTOM_ID, "required": boolean}
COUNTED = {**MARKED, "min_values": integer(0, 10), "max_values": integer(1, 10)}
LABELLED: dict[int, Validator] = {
    TEXT_INPUT: LABELLED_INPUT,
    **{kind: in_a_modal(shape) for kind, shape in SELECTS.items()},
    FILE_UPLOAD: ObjectSchema(COUNTED, needs=("custom_id",), fits=values_in_order),
    RADIO_GROUP: ObjectSchema(
        {**MARKED, "options": each(OPTION, most=10, least=2)}, needs=("custom_id", "options"), fits=radios_fit
    ),
    CHECKBOX_GROUP: ObjectSchema(
        {**COUNTED, "options": each(OPTION, most=10, least=1)}, needs=("custom_id", "options"), fits=checkboxes_fit
    ),
    CHECKBOX: ObjectSchema({"id": ID, "custom_id": CUSTOM_ID, "default": boolean}, needs=("custom_id",)),
}
LABELS = ObjectSchema(
    {"id": ID, "label": text(45, least=1), "description": text(100, least=1), "component": by_type(LABELLED)},
    needs=("label", "component"),
)


def fits_together(body: Body) -> FormErrors:
    """Refuse a modal whose inputs share an id."""
    errors = check_tree(body["components"])
    return at("components", errors=errors) if errors else {}


MODAL = ObjectSchema(
    {
        "custom_id": CUSTOM_ID,
        "title": text(45, least=1),
        "components": each(by_type({ACTION_ROW: ROW, LABEL: LABELS, TEXT_DISPLAY: TEXT}), MAX_COMPONENTS, least=1),
    },
    needs=("custom_id", "title", "components"),
    fits=fits_together,
)


def check_modal(data: Body) -> FormErrors:
    """Return what Discord refuses in the modal `data` (the `data` of a callback of type 9)."""
    return MODAL(data)
