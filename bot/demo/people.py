"""Who is in the demo: two servers, a dozen people in the middle of the roadmap, and somebody who is new."""

from dataclasses import dataclass
from datetime import UTC, datetime

from discord_sandbox import Member, Permission, Sandbox
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel

FOUNDED = datetime(2025, 1, 6, 12, tzinfo=UTC)
"""Where the clock stands while everybody gathers, so that they have the same ids whenever a kept database is used."""

LEARNERS = ("Ada", "Grace", "Linus", "Radia", "Alan", "Barbara", "Dennis", "Katherine", "Edsger", "Mary")
ORGANISER, OWNER, NEWCOMER = "Margaret", "Hedy", "Noor"
IN_BOTH = ("Ada", "Grace", "Radia", ORGANISER)


@dataclass(frozen=True, slots=True)
class People:
    """The first server's channels and everybody in it, by name, in #general."""

    guild: Guild
    people: dict[str, Member]
    general: Channel
    study: Channel
    leaderboard: Channel
    lounge: Channel


def seed(sandbox: Sandbox, server_name: str = "Django Evenings") -> People:
    """Fill a new sandbox whose clock stands still at FOUNDED; `server_name` is that of its first server."""
    guild, general = sandbox.guild, sandbox.general
    guild.name = server_name
    owner = sandbox.world.owner
    owner.name, owner.display_name = OWNER.lower(), OWNER
    organisers = guild.add_role("Organisers", Permission.MANAGE_GUILD | Permission.MANAGE_CHANNELS)
    people = {name: sandbox.member(name) for name in LEARNERS}
    people[ORGANISER] = sandbox.member(ORGANISER, roles=[organisers])
    people[NEWCOMER] = sandbox.member(NEWCOMER)
    people[OWNER] = Member(sandbox.driver, owner, general)
    studying, leisure = guild.add_category("Studying"), guild.add_category("After hours")
    cast = People(
        guild,
        people,
        general,
        guild.add_text_channel("study", category=studying),
        guild.add_text_channel("leaderboard", category=studying),
        guild.add_text_channel("lounge", category=leisure),
    )
    back_room = guild.add_text_channel("organisers", category=leisure)
    back_room.deny(guild.everyone, Permission.VIEW_CHANNEL)
    back_room.allow(organisers, Permission.VIEW_CHANNEL)
    _add_second_server(sandbox)
    return cast


def _add_second_server(sandbox: Sandbox) -> None:
    """Add a server where nothing is set up yet, for those who want to try that."""
    cafe = sandbox.add_guild("Code Café")
    cafe.add_text_channel("lobby")
    cafe.add_text_channel("study-hall")
    organisers = cafe.add_role("Hosts", Permission.MANAGE_GUILD)
    for name in IN_BOTH:
        sandbox.member(name, guild=cafe, roles=[organisers] if name == ORGANISER else [])
