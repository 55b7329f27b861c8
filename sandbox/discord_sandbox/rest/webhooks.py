"""/webhooks/{application}/{token}: follow-ups of an interaction, and edits of its first answer."""

from discord_sandbox.errors import FOLLOW_UP_LIMIT, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, ApiError
from discord_sandbox.interactions.model import Interaction
from discord_sandbox.interactions.payload import interaction_metadata
from discord_sandbox.json_codec import Json
from discord_sandbox.limits import INTERACTION_FLAGS
from discord_sandbox.rest.call import Call
from discord_sandbox.rest.message_builder import check_edit, check_new, edit_message, new_message
from discord_sandbox.rest.routes import Routes
from discord_sandbox.world.model import REPLY, Message, MessageFlag
from discord_sandbox.world.payloads import message_json, sent_message_json

routes = Routes(need_token=False)
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = _WEBHOOK + "/messages/@original"
_MESSAGE = _WEBHOOK + "/messages/{message_id}"
# Where only the user has installed the application, not the server.
_MAX_FOLLOW_UPS = 5


@routes.post(_WEBHOOK)
def create_followup(call: Call) -> Json:
    """Send a follow-up; right after a deferral it fills in the deferred message instead."""
    interaction = _interaction(call)
    body = call.form()
    if interaction.waits_for_edit and interaction.original is not None:
        return _edit(call, interaction, interaction.original)
    _count_followup(interaction)
    check_new(call, body, INTERACTION_FLAGS)
    private = int(body.get("flags") or 0) & MessageFlag.EPHEMERAL
    channel = interaction.channel
    message = new_message(call, channel, body, interaction.user.id if private else None)
    message.interaction = interaction_metadata(interaction)
    if interaction.original is not None:
        message.type, message.replies_to = REPLY, interaction.original
        message.interaction["original_response_message_id"] = str(interaction.original.id)
    interaction.followups.append(call.world.post(message))
    interaction.settle()
    return sent_message_json(message)


@routes.get(_ORIGINAL)
def get_original(call: Call) -> Json:
    """Return the first answer."""
    return message_json(_original(_interaction(call)))


@routes.patch(_ORIGINAL)
def edit_original(call: Call) -> Json:
    """Edit the first answer; a deferred one is there from now on."""
    interaction = _interaction(call)
    return _edit(call, interaction, _original(interaction))


@routes.delete(_ORIGINAL)
def delete_original(call: Call) -> None:
    """Delete the first answer."""
    interaction = _interaction(call)
    call.world.delete(_original(interaction))
    interaction.settle()


@routes.get(_MESSAGE)
def get_followup(call: Call) -> Json:
    """Return a message of this interaction."""
    return message_json(_named(call, _interaction(call)))


@routes.patch(_MESSAGE)
def edit_followup(call: Call) -> Json:
    """Edit a message of this interaction."""
    interaction = _interaction(call)
    return _edit(call, interaction, _named(call, interaction))


@routes.delete(_MESSAGE)
def delete_followup(call: Call) -> None:
    """Delete a message of this interaction."""
    call.world.delete(_named(call, _interaction(call)))


def _interaction(call: Call) -> Interaction:
    if call.id("webhook_id") != call.world.application.id:
        raise ApiError(UNKNOWN_WEBHOOK)
    return call.backend.interactions.by_token(call.params["webhook_token"])


def _original(interaction: Interaction) -> Message:
    if interaction.original is None or interaction.original.deleted:
        raise ApiError(UNKNOWN_MESSAGE)
    return interaction.original


def _named(call: Call, interaction: Interaction) -> Message:
    wanted = call.id("message_id")
    for message in (interaction.original, *interaction.followups):
        if message is not None and message.id == wanted and not message.deleted:
            return message
    raise ApiError(UNKNOWN_MESSAGE)


def _edit(call: Call, interaction: Interaction, message: Message) -> Json:
    body = call.form()
    check_edit(call, message, body)
    edit_message(call, message, body)
    message.flags &= ~MessageFlag.LOADING
    interaction.edited = interaction.edited or message is interaction.message
    call.world.edited(message)
    if message is interaction.original:
        interaction.settle()
    return message_json(message)


def _count_followup(interaction: Interaction) -> None:
    guild = interaction.channel.guild
    if guild is not None and guild.me is None and len(interaction.followups) >= _MAX_FOLLOW_UPS:
        raise ApiError(FOLLOW_UP_LIMIT)
