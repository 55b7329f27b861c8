"""Who takes part in a test of the page: a server of its own, and members whom nobody has met before."""

from itertools import count

from discord_sandbox import Member, Permission, Sandbox
from discord_sandbox.page.page import Page
from discord_sandbox.permissions import NONE
from discord_sandbox.world.guilds import Guild

NUMBERS = count(1)


class Company:
    """A sandbox, the page on it, and a server."""

    def __init__(self, sandbox: Sandbox, page: Page, guild: Guild | None = None) -> None:
        self.sandbox = sandbox
        self.page = page
        self.guild = guild or sandbox.guild

    def anew(self) -> "Company":
        """Return the same with a new server, with the bot in it and a channel #study."""
        guild = self.sandbox.add_guild(f"Server {next(NUMBERS)}")
        guild.add_text_channel("study")
        return Company(self.sandbox, self.page, guild)

    def join(self, name: str, *, permissions: Permission = NONE) -> Member:
        """Let somebody new join; the handle is unique, the name that others read is `name`."""
        member = self.sandbox.member(f"{next(NUMBERS)}-{name.lower()}", guild=self.guild, permissions=permissions)
        assert member.membership is not None
        member.membership.nick = name
        return member
