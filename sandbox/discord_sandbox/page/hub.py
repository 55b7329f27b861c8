"""What all tabs share: the sandbox, the scene, the faults, and a voice that reaches every tab."""

import asyncio
from collections.abc import Callable

from discord_sandbox.json_codec import Json
from discord_sandbox.page.faults_panel import FaultsPanel
from discord_sandbox.page.scene import Persona, Scene
from discord_sandbox.sandbox import Sandbox

Tell = Callable[[str, Json], None]
"""Sends an event to a tab: its name and what it says."""


class Hub:
    """Everything that is there once, however many tabs are open."""

    def __init__(self, sandbox: Sandbox, scene: Scene) -> None:
        self.sandbox = sandbox
        self.scene = scene
        self.listeners: list[Tell] = []
        self.travelling = asyncio.Lock()
        self.faults_panel = FaultsPanel(sandbox, scene.powers)
        sandbox.on_request(lambda _: self._tell_if_struck())

    @property
    def people(self) -> tuple[Persona, ...]:
        """Whom a reader can be; everybody but the bot, when the scene names nobody."""
        everybody = (Persona(user) for user in self.sandbox.world.users.values() if not user.bot)
        return self.scene.people or tuple(everybody)

    def tell_all(self, name: str, data: Json) -> None:
        """Send an event to every tab."""
        for tell in list(self.listeners):
            tell(name, data)

    def tell_faults(self) -> None:
        """Send every tab how things stand with the faults."""
        self.tell_all("FAULTS", self.faults_panel.to_json())

    def scene_json(self) -> Json:
        """Return what no reader changes."""
        powers = self.scene.powers
        return {
            "title": self.scene.title,
            "picture": self.scene.picture is not None,
            "people": [
                {
                    "id": str(persona.user.id),
                    "name": persona.user.name,
                    "shown": persona.user.display_name,
                    "note": persona.note,
                    "phone": persona.phone,
                }
                for persona in self.people
            ],
            "finds_next_post": powers.next_post is not None,
            "has_zones": powers.zone_of is not None,
        }

    def clock_json(self) -> Json:
        """Return the sandbox's time."""
        clock = self.sandbox.clock
        return {"now": clock.now().isoformat(timespec="milliseconds"), "running": clock.running}

    async def watch_bot(self) -> None:
        """Tell every tab when the bot comes and goes, for ever."""
        while True:
            await self.sandbox.gateway.connected()
            self.tell_all("BOT", {"online": True})
            await self.sandbox.gateway.disconnected()
            self.tell_all("BOT", {"online": False})

    def _tell_if_struck(self) -> None:
        if self.faults_panel.has_changed():
            self.tell_faults()
