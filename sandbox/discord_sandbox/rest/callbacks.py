"""/interactions/{id}/{token}/callback: the first answer to an interaction."""

from discord_sandbox.errors import invalid_field
from discord_sandbox.interactions.model import Interaction, InteractionType, ReplyType
from discord_sandbox.interactions.payload import interaction_metadata
from discord_sandbox.json_codec import Json
from discord_sandbox.limits import INTERACTION_FLAGS, FormErrors, check_autocomplete, check_modal
from discord_sandbox.rest.call import Call
from discord_sandbox.rest.message_builder import check_edit, check_new, edit_message, new_message
from discord_sandbox.rest.normalization import stored_components
from discord_sandbox.rest.routes import Routes
from discord_sandbox.world.commands import CHAT_INPUT
from discord_sandbox.world.model import CHAT_INPUT_COMMAND, CONTEXT_MENU_COMMAND, REPLY, Message, MessageFlag
from discord_sandbox.world.payloads import message_json

routes = Routes(need_token=False)

_ON_COMMANDS = frozenset({ReplyType.MESSAGE, ReplyType.DEFERRED_MESSAGE, ReplyType.MODAL})
_ON_COMPONENTS = _ON_COMMANDS | {ReplyType.DEFERRED_UPDATE, ReplyType.UPDATE}
_FITTING: dict[InteractionType, frozenset[ReplyType]] = {
    InteractionType.COMMAND: _ON_COMMANDS,
    InteractionType.COMPONENT: _ON_COMPONENTS,
    InteractionType.AUTOCOMPLETE: frozenset({ReplyType.CHOICES}),
    InteractionType.MODAL_SUBMIT: _ON_COMPONENTS - {ReplyType.MODAL},
}
_NEED_A_MESSAGE = frozenset({ReplyType.DEFERRED_UPDATE, ReplyType.UPDATE})


@routes.post("/interactions/{interaction_id}/{interaction_token}/callback")
def create_interaction_response(call: Call) -> Json | None:
    """Answer an interaction: 204, or with `with_response` what came of it."""
    interactions = call.backend.interactions
    interaction = interactions.to_acknowledge(call.id("interaction_id"), call.params["interaction_token"])
    body = call.form()
    reply = _reply_type(body, interaction)
    data: Json = body.get("data") or {}
    if not isinstance(data, dict):
        raise invalid_field("data", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    _ANSWERS[reply](call, interaction, data)
    interactions.acknowledge(interaction, reply)
    if call.query.get("with_response", "").lower() not in {"1", "true"}:
        return None
    return _callback_json(interaction)


def _reply_type(body: Json, interaction: Interaction) -> ReplyType:
    fitting = _FITTING[interaction.type]
    if interaction.message is None:
        fitting -= _NEED_A_MESSAGE
    value = body.get("type")
    if not isinstance(value, int) or value not in fitting:
        allowed = ", ".join(str(int(reply)) for reply in sorted(fitting))
        raise invalid_field("type", "BASE_TYPE_CHOICES", f"Value must be one of ({allowed}) for this interaction.")
    return ReplyType(value)


def _message(call: Call, interaction: Interaction, data: Json) -> None:
    check_new(call, data, INTERACTION_FLAGS, under="data")
    _post(call, interaction, data)


def _defer(call: Call, interaction: Interaction, data: Json) -> None:
    flags = data.get("flags") or 0
    if not isinstance(flags, int) or flags & ~MessageFlag.EPHEMERAL:
        raise invalid_field("data.flags", "MESSAGE_FLAGS_INVALID", "Only EPHEMERAL can be set on a deferred answer.")
    _post(call, interaction, {"flags": flags | MessageFlag.LOADING})


def _post(call: Call, interaction: Interaction, data: Json) -> None:
    private = int(data.get("flags") or 0) & MessageFlag.EPHEMERAL
    channel = interaction.channel
    message = new_message(call, channel, data, interaction.user.id if private else None)
    message.interaction = interaction_metadata(interaction)
    message.type = _message_type(interaction)
    message.replies_to = interaction.message
    interaction.original = call.world.post(message)


def _message_type(interaction: Interaction) -> int:
    if interaction.type == InteractionType.COMMAND:
        return CHAT_INPUT_COMMAND if interaction.data["type"] == CHAT_INPUT else CONTEXT_MENU_COMMAND
    return REPLY if interaction.message is not None else 0


def _update(call: Call, interaction: Interaction, data: Json) -> None:
    message = _source(interaction)
    check_edit(call, message, data, under="data")
    edit_message(call, message, data)
    interaction.original, interaction.edited = call.world.edited(message), True


def _defer_update(call: Call, interaction: Interaction, data: Json) -> None:  # noqa: ARG001 - one shape for all answers
    interaction.original = _source(interaction)


def _source(interaction: Interaction) -> Message:
    if interaction.message is None:
        raise AssertionError("only interactions with a message get here")
    return interaction.message


def _choices(call: Call, interaction: Interaction, data: Json) -> None:
    _check(call, check_autocomplete(data))
    interaction.choices = list(data.get("choices") or [])


def _modal(call: Call, interaction: Interaction, data: Json) -> None:
    _check(call, check_modal(data))
    interaction.modal = {**data, "components": stored_components(data["components"], {}, call.world.snowflakes)}


def _check(call: Call, errors: FormErrors) -> None:
    if call.backend.strict and errors:
        call.refuse({"data": errors})


_ANSWERS = {
    ReplyType.MESSAGE: _message,
    ReplyType.DEFERRED_MESSAGE: _defer,
    ReplyType.DEFERRED_UPDATE: _defer_update,
    ReplyType.UPDATE: _update,
    ReplyType.CHOICES: _choices,
    ReplyType.MODAL: _modal,
}


def _callback_json(interaction: Interaction) -> Json:
    shown: Json = {
        "id": str(interaction.id),
        "type": int(interaction.type),
        "channel_id": str(interaction.channel.id),
    }
    if interaction.channel.guild is not None:
        shown["guild_id"] = str(interaction.channel.guild.id)
    answer: Json = {"interaction": shown}
    message = interaction.original
    if message is not None:
        shown["response_message_id"] = str(message.id)
        shown["response_message_loading"] = message.loading
        shown["response_message_ephemeral"] = message.private_to is not None
        if interaction.reply in {ReplyType.MESSAGE, ReplyType.UPDATE}:
            answer["resource"] = {"type": int(interaction.reply), "message": message_json(message)}
    return answer
