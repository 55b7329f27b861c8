"""Where members act: an interaction goes out to the application, and its answer is waited for."""

import asyncio
from dataclasses import dataclass, field

from discord_sandbox.exceptions import NotAnswered
from discord_sandbox.gateway import Gateway
from discord_sandbox.interactions.model import Interaction, ReplyType
from discord_sandbox.interactions.registry import Interactions
from discord_sandbox.interactions_endpoint import InteractionsEndpoint
from discord_sandbox.signals import Signal
from discord_sandbox.world import World


@dataclass(slots=True)
class Driver:
    """What members act on. `patience` is how many real seconds they wait for a deferred answer to come.

    `site` is the address of the server, where files that they hand over can be fetched.
    """

    world: World
    interactions: Interactions
    gateway: Gateway
    endpoint: InteractionsEndpoint
    patience: float = 30.0
    site: str = ""
    changed: Signal = field(default_factory=Signal)

    def __post_init__(self) -> None:
        self.world.events.listen(lambda _: self.changed.fire())

    def send(self, interaction: Interaction) -> None:
        """Hand an interaction to the application; again, if it was before."""
        if self.endpoint.url is not None:  # then none comes by the gateway
            self.endpoint.send(interaction)
            return
        guild = interaction.channel.guild
        self.gateway.send_interaction(guild.id if guild else None, interaction.payload)

    async def wait(self, interaction: Interaction) -> None:
        """Wait for what the member gets to see; raises NotAnswered when that is nothing."""
        if not interaction.settled.done():
            await asyncio.wait([interaction.settled], timeout=self.patience)
        if interaction.reply is None:
            raise NotAnswered(f"The application did not respond to {described(interaction)}")
        if interaction.waits_for_edit and interaction.reply is ReplyType.DEFERRED_MESSAGE:
            raise NotAnswered(f"The application is still thinking about {described(interaction)}")


def described(interaction: Interaction) -> str:
    """Say what a member did, in a few words."""
    data = interaction.data
    if "name" in data:
        return f"/{data['name']} {data.get('options', '')}".rstrip()
    return f"{interaction.type.name.lower()} {data.get('custom_id')!r}"
