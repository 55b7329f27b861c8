"""What no client of Discord would send: interactions with made-up contents, or that come twice, late, from anywhere."""

from collections.abc import Mapping

from discord_sandbox import Answer, Member, Sandbox
from discord_sandbox.exceptions import NotAnswered
from discord_sandbox.interactions.model import Interaction, InteractionType
from discord_sandbox.interactions.registry import UserAction
from discord_sandbox.world.model import Message, MessageFlag


def forge(
    member: Member,
    kind: InteractionType,
    data: Mapping[str, object],
    *,
    message: Message | None = None,
    **changes: object,
) -> Interaction:
    """Make an interaction of any contents, not yet sent; `changes` replace keys of the whole payload."""
    action = UserAction(kind, member.user, member.channel, dict(data), message)
    interaction = member.driver.interactions.open(action)
    interaction.payload.update(changes)
    return interaction


def forge_command(member: Member, name: str, *options: Mapping[str, object]) -> Interaction:
    """Make a slash command of any name with any options."""
    data = {"id": "1", "name": name, "type": 1, "options": [dict(one) for one in options]}
    return forge(member, InteractionType.COMMAND, data)


def forge_typing(member: Member, name: str, *options: Mapping[str, object]) -> Interaction:
    """Make the typing into an option of a slash command."""
    data = {"id": "1", "name": name, "type": 1, "options": [dict(one) for one in options]}
    return forge(member, InteractionType.AUTOCOMPLETE, data)


def forge_form(member: Member, custom_id: str, **fields: str) -> Interaction:
    """Make the submission of a form that nobody opened."""
    lines = [
        {"type": 18, "id": at, "component": {"type": 4, "id": 100 + at, "custom_id": name, "value": value}}
        for at, (name, value) in enumerate(fields.items(), start=1)
    ]
    return forge(member, InteractionType.MODAL_SUBMIT, {"custom_id": custom_id, "components": lines})


def private_message_of(member: Member, custom_id: str) -> Message:
    """Make a private answer to `member` with one button, as if a command of theirs had brought it."""
    world = member.driver.world
    shown = {"type": 2, "id": 2, "custom_id": custom_id, "style": 2, "label": "theirs"}
    return Message(
        world.snowflakes.next(),
        member.channel,
        world.bot,
        components=[{"type": 1, "id": 1, "components": [shown]}],
        flags=MessageFlag.EPHEMERAL,
        private_to=member.id,
        interaction={
            "id": "1",
            "type": 2,
            "name": "topic",
            "user": member.user.to_json(),
            "authorizing_integration_owners": {},
        },
        application_id=world.application.id,
    )


async def got(member: Member, interaction: Interaction) -> Answer | None:
    """Send an interaction and give what the member sees of it; None when that is nothing."""
    try:
        return await member.deliver(interaction)
    except NotAnswered:
        return None


def first_answers(sandbox: Sandbox, interaction_id: int) -> list[int]:
    """Give the types of the first answers to an interaction that the bot tried to give."""
    tried = [one for one in sandbox.requests if one.path.startswith(f"/interactions/{interaction_id}/")]
    return [one.body["type"] for one in tried if isinstance(one.body, dict)]


def is_plain(answer: Answer) -> None:
    """Hold that an answer is for its reader alone, says something, and blames nobody's code."""
    assert answer.private
    assert answer.text.strip()
    assert "that broke" not in answer.text
    assert "Traceback" not in answer.text
    assert "\u202e" not in answer.text
