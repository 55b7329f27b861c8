"""The real client against the world: its cache follows what happens, and its calls are served."""

import asyncio
from collections.abc import AsyncIterator, Callable

import discord
import pytest
from discord_sandbox import Fault, Permission, Sandbox
from discord_sandbox.adapters.discordpy import running
from trial_bot import TrialBot

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


@pytest.fixture
async def bot(quiet: Sandbox) -> AsyncIterator[TrialBot]:
    bot = TrialBot(INTENTS)
    async with running(bot, quiet):
        await bot.wait_until_ready()
        yield bot


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the client has no event for what its cache holds
            await asyncio.sleep(0.001)


async def test_channels_threads_and_roles_come_and_go(quiet: Sandbox, bot: TrialBot) -> None:
    category = quiet.guild.add_category("Study")
    channel = quiet.guild.add_text_channel("prompts", category=category)
    thread = quiet.guild.add_thread(channel, "today")
    voice = quiet.guild.add_voice_channel("talk")
    role = quiet.guild.add_role("students")
    seen = bot.get_guild(quiet.guild.id)
    assert seen is not None
    await until(lambda: seen.get_role(role.id))
    assert [seen.get_channel_or_thread(one.id) is not None for one in (category, channel, thread, voice)] == [True] * 4
    channel.delete()
    await until(lambda: seen.get_channel(channel.id) is None)
    assert seen.get_thread(thread.id) is None


async def test_what_the_client_computes_is_what_the_sandbox_holds_it_to(quiet: Sandbox, bot: TrialBot) -> None:
    assert quiet.guild.me is not None
    quiet.general.deny(quiet.guild.me, Permission.SEND_MESSAGES)
    channel = bot.get_channel(quiet.general.id)
    assert isinstance(channel, discord.TextChannel)
    await until(lambda: not channel.permissions_for(channel.guild.me).send_messages)
    assert channel.permissions_for(channel.guild.me).view_channel
    with pytest.raises(discord.Forbidden, match="50013"):
        await channel.send("hello")


async def test_roles_change_and_go(quiet: Sandbox, bot: TrialBot) -> None:
    me = quiet.guild.me
    assert me is not None
    seen = bot.get_guild(quiet.guild.id)
    assert seen is not None
    quiet.guild.change_role(me.roles[0], Permission.MANAGE_MESSAGES)
    await until(lambda: seen.me.guild_permissions.manage_messages)
    role = quiet.guild.add_role("students")
    ada = quiet.member("ada", roles=[role])
    await until(lambda: seen.get_role(role.id))
    quiet.guild.remove_role(role)
    await until(lambda: seen.get_role(role.id) is None)
    assert ada.membership is not None
    assert ada.membership.roles == []


async def test_servers_are_joined_left_and_out_of_order(quiet: Sandbox, bot: TrialBot) -> None:
    other = quiet.add_guild("Other")
    await until(lambda: bot.get_guild(other.id))
    seen = bot.get_guild(other.id)
    assert seen is not None
    other.go_down()
    await until(lambda: seen.unavailable)
    other.come_back()
    await until(lambda: not seen.unavailable)
    other.kick_bot()
    await until(lambda: bot.get_guild(other.id) is None)


async def test_the_clients_calls_are_served(quiet: Sandbox, bot: TrialBot) -> None:
    ada = quiet.member("ada")
    guild = await bot.fetch_guild(quiet.guild.id)
    assert guild.name == "Server"
    assert [channel.name for channel in await guild.fetch_channels()] == ["general"]
    assert (await guild.fetch_member(ada.id)).display_name == "ada"
    assert (await bot.fetch_user(ada.id)).name == "ada"
    assert len(await bot.tree.fetch_commands()) == 11
    channel = await bot.fetch_channel(quiet.general.id)
    assert isinstance(channel, discord.TextChannel)
    sent = [await channel.send(str(number), nonce=f"n{number}") for number in range(3)]
    assert [message.content async for message in channel.history(after=sent[0], oldest_first=True)] == ["1", "2"]
    assert (await channel.fetch_message(sent[0].id)).author == bot.user
    await sent[1].edit(content="changed")
    await sent[2].delete()
    assert [message.content for message in ada.see()] == ["0", "changed"]
    opened = await (await bot.fetch_user(ada.id)).create_dm()
    await opened.send("psst")
    assert [message.content for message in ada.dm.see()] == ["psst"]


async def test_a_lost_answer_is_sent_again_and_posted_once(quiet: Sandbox, bot: TrialBot) -> None:
    quiet.faults.next("POST", "/channels/*/messages", Fault.status_after(502))
    channel = bot.get_channel(quiet.general.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send("once")
    assert [message.content for message in quiet.general.messages] == ["once"]
    assert [request.status for request in quiet.journal.matching("POST", "/channels/*/messages")] == [502, 200]


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_the_client_waits_out_a_rate_limit(quiet: Sandbox, bot: TrialBot, scope: str) -> None:
    quiet.faults.next("POST", "/channels/*/messages", Fault.rate_limited(scope, retry_after=0.01))
    channel = bot.get_channel(quiet.general.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send("once")
    assert [message.content for message in quiet.general.messages] == ["once"]


async def test_files_reach_the_member(quiet: Sandbox, bot: TrialBot) -> None:
    channel = bot.get_channel(quiet.general.id)
    assert isinstance(channel, discord.TextChannel)
    embed = discord.Embed(title="board").set_image(url="attachment://board.png")
    sent = await channel.send(embed=embed, file=discord.File(__file__, filename="board.png"))
    assert sent.attachments[0].filename == "board.png"
    assert sent.embeds[0].image.url == sent.attachments[0].url
