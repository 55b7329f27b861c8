"""Planning posts with /schedule add: what is kept, and what its card says."""

from datetime import time
from zoneinfo import ZoneInfo

from discord_sandbox import Member, Permission, Sandbox
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel
from scheduling import LOCAL, expected, instants_in, planned


async def test_a_new_schedule_says_what_it_does_and_its_next_three_posts(
    olga: Member, study: Channel, sandbox: Sandbox
) -> None:
    answer = await planned(olga, study, time="18:30", zone="Asia/Kathmandu")
    assert answer.private
    assert study.mention in str(answer.embeds)
    for part in ("18:30 daily", "Asia/Kathmandu", "Nobody is mentioned", "At most 6h late", "in roadmap order"):
        assert part in answer.text
    assert instants_in(answer) == expected(sandbox.clock.now(), time(18, 30), LOCAL)


async def test_a_leaderboard_comes_on_the_first_day_of_the_week_by_default(
    olga: Member, study: Channel, sandbox: Sandbox
) -> None:
    answer = await planned(olga, study, kind="leaderboard")
    assert "09:00 on Monday" in answer.text
    assert "At most 2d late" in answer.text
    assert instants_in(answer) == expected(sandbox.clock.now(), time(9), ZoneInfo("UTC"), frozenset({0}))


async def test_every_option_is_kept(olga: Member, study: Channel, guild: Guild) -> None:
    role = guild.add_role("learners", mentionable=True)
    answer = await planned(
        olga,
        study,
        days="fri,mon",
        zone="Berlin",
        late="90m",
        role=role,
        silent=True,
        sections="security, 1",
        order="shuffled",
    )
    assert role.mention in str(answer.embeds)
    parts = (
        "on Monday and Friday",
        "Europe/Berlin",
        "90m late",
        "without a sound",
        "Basic Skills and Security",
        "shuffled",
    )
    for part in parts:
        assert part in answer.text


async def test_a_quiet_week_of_a_leaderboard_can_be_left_out(olga: Member, study: Channel) -> None:
    assert "gets a kind word" in (await planned(olga, study, kind="leaderboard")).text
    assert "gets no post" in (await planned(olga, study, kind="leaderboard", quiet_week="skip")).text


async def test_a_thread_and_an_announcement_channel_take_posts(olga: Member, study: Channel, guild: Guild) -> None:
    thread = guild.add_thread(study, "talk")
    assert thread.mention in str((await planned(olga, thread)).embeds)


async def test_a_role_that_would_not_be_notified_is_taken_with_a_word_of_advice(sandbox: Sandbox) -> None:
    guild = sandbox.add_guild("Quiet", bot_permissions=None)
    channel = guild.add_text_channel("study")
    guild.everyone.permissions &= ~Permission.MENTION_EVERYONE
    role = guild.add_role("learners")
    guild.invite_bot()
    olga = sandbox.member(f"olga-{guild.id}", guild=guild, permissions=Permission.MANAGE_GUILD)
    answer = await planned(olga, channel, role=role)
    assert "Planned" in answer.content
    assert "named but not notified" in answer.text


async def test_weeks_in_another_zone_than_the_post_are_pointed_out(olga: Member, study: Channel) -> None:
    answer = await planned(olga, study, kind="leaderboard", zone="Asia/Kathmandu")
    assert "time zone, UTC" in " ".join(answer.text.split())
    assert "Weeks end" not in (await planned(olga, study, kind="leaderboard")).text
