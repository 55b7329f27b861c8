"""Interactions as Discord sends them, with everything that the real ones carry."""

from discord_sandbox.interactions.model import Interaction, InteractionType
from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import NONE
from discord_sandbox.world import World
from discord_sandbox.world.access import permissions_in
from discord_sandbox.world.payloads import channel_json, member_json, message_json, partial_guild_json

ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024
IN_GUILD, IN_BOT_DM = 0, 1


def interaction_json(world: World, interaction: Interaction) -> Json:
    """Return the payload of INTERACTION_CREATE."""
    channel = interaction.channel
    guild = channel.guild
    me = guild.me if guild else None
    member_may = permissions_in(interaction.member, channel)
    payload: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application.id),
        "type": int(interaction.type),
        "data": interaction.data,
        "channel": {**channel_json(channel), "permissions": str(int(member_may))},
        "channel_id": str(channel.id),
        "token": interaction.token,
        "version": 1,
        "app_permissions": str(int(permissions_in(me, channel) if guild is None or me else NONE)),
        "locale": interaction.user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": integration_owners(interaction),
        "context": IN_GUILD if guild else IN_BOT_DM,
        "attachment_size_limit": ATTACHMENT_SIZE_LIMIT,
    }
    if guild is None:
        payload["user"] = interaction.user.to_json()
    else:
        payload["guild_id"] = str(guild.id)
        payload["guild"] = partial_guild_json(guild)
        payload["guild_locale"] = guild.preferred_locale
    if interaction.member is not None:
        payload["member"] = {**member_json(interaction.member), "permissions": str(int(member_may))}
    if interaction.message is not None:
        payload["message"] = message_json(interaction.message)
    return payload


def integration_owners(interaction: Interaction) -> Json:
    """Say who installed the application here: the server, or where it is not a member, the user."""
    guild = interaction.channel.guild
    if guild is None:
        return {"0": "0"}
    return {"0": str(guild.id)} if guild.me else {"1": str(interaction.user.id)}


def interaction_metadata(interaction: Interaction) -> Json:
    """Return what a message says about the interaction that it came from."""
    metadata: Json = {
        "id": str(interaction.id),
        "type": int(interaction.type),
        "user": interaction.user.to_json(),
        "authorizing_integration_owners": integration_owners(interaction),
    }
    if interaction.type == InteractionType.COMMAND:
        metadata["name"] = interaction.data["name"]
    if interaction.type == InteractionType.COMPONENT and interaction.message is not None:
        metadata["interacted_message_id"] = str(interaction.message.id)
    if interaction.came_from is not None:
        metadata["triggering_interaction_metadata"] = interaction_metadata(interaction.came_from)
    return metadata
