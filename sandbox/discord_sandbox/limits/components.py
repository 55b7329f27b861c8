"""What Discord refuses in the components of a message, in both of its layouts: rows below a text, or Components V2."""

from discord_sandbox.limits.buttons import BUTTON, BUTTONS
from discord_sandbox.limits.component_tree import check_tree
from discord_sandbox.limits.form_errors import FormErrors, at, bad_length, refusal
from discord_sandbox.limits.schemas import Body, ObjectSchema, by_type
from discord_sandbox.limits.selects import SELECTS
from discord_sandbox.limits.urls import PICTURE, url
from discord_sandbox.limits.validators import Fields, boolean, choice, each, integer, text

ACTION_ROW, SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 9, 10, 11, 12, 13, 14, 17
MAX_ROWS = 5
MAX_COMPONENTS = 40


def select_stands_alone(body: Body) -> FormErrors:
    """Refuse a row in which something stands beside a select, which is five buttons wide."""
    components = body["components"]
    if len(components) > 1 and any(component["type"] in SELECTS for component in components):
        wide = refusal("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
        return at("components", 1, errors=wide)
    return {}


ID = integer(0, 2**31 - 1)
MEDIA = ObjectSchema({"url": PICTURE}, needs=("url",))
SHOWN_MEDIA: Fields = {"id": ID, "media": MEDIA, "description": text(1024, least=1), "spoiler": boolean}

ROW = ObjectSchema(
    {"id": ID, "components": each(by_type({BUTTON: BUTTONS, **SELECTS}), most=5, least=1)},
    needs=("components",),
    fits=select_stands_alone,
)
TEXT = ObjectSchema({"id": ID, "content": text(4000, least=1)}, needs=("content",))
IN_A_SECTION = by_type({TEXT_DISPLAY: TEXT})
BESIDE_A_SECTION = by_type({BUTTON: BUTTONS, THUMBNAIL: ObjectSchema(SHOWN_MEDIA, needs=("media",))})
IN_A_CONTAINER = {
    ACTION_ROW: ROW,
    SECTION: ObjectSchema(
        {"id": ID, "components": each(IN_A_SECTION, most=3, least=1), "accessory": BESIDE_A_SECTION},
        needs=("components", "accessory"),
    ),
    TEXT_DISPLAY: TEXT,
    GALLERY: ObjectSchema(
        {"id": ID, "items": each(ObjectSchema(SHOWN_MEDIA, needs=("media",)), most=10, least=1)}, needs=("items",)
    ),
    FILE: ObjectSchema(
        {"id": ID, "file": ObjectSchema({"url": url("attachment")}, needs=("url",)), "spoiler": boolean},
        needs=("file",),
    ),
    SEPARATOR: ObjectSchema({"id": ID, "divider": boolean, "spacing": choice(1, 2)}),
}
BOX = ObjectSchema(
    {
        "id": ID,
        "components": each(by_type(IN_A_CONTAINER), MAX_COMPONENTS, least=1),
        "accent_color": integer(0, 0xFFFFFF),
        "spoiler": boolean,
    },
    needs=("components",),
)
ROWS = each(by_type({ACTION_ROW: ROW}), MAX_ROWS)
LAYOUT = each(by_type({**IN_A_CONTAINER, CONTAINER: BOX}), MAX_COMPONENTS)


def check_rows(value: object) -> FormErrors:
    """Return what Discord refuses in the components of a message with a text: at most five rows."""
    if isinstance(value, list) and len(value) > MAX_ROWS:
        return bad_length(1, MAX_ROWS)
    return ROWS(value) or check_tree(value)


def check_layout(value: object) -> FormErrors:
    """Return what Discord refuses in the components of a message that is made of components alone (V2)."""
    return LAYOUT(value) or check_tree(value)
