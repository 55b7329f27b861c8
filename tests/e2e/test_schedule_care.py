"""Looking after schedules: listed, edited, paused, resumed, removed, tested."""

from datetime import time
from zoneinfo import ZoneInfo

from discord_sandbox import Member, Permission, Sandbox
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel
from posting import Desk
from scheduling import LOCAL, count_of, expected, instants_in, number_of, planned


async def test_the_list_shows_each_with_its_next_three_posts(olga: Member, study: Channel, sandbox: Sandbox) -> None:
    assert "Nothing is scheduled" in (await olga.slash("schedule list")).text
    await planned(olga, study)
    await planned(olga, study, kind="leaderboard", time="18:00", days="sun")
    answer = await olga.slash("schedule list")
    now, utc = sandbox.clock.now(), ZoneInfo("UTC")
    sundays = expected(now, time(18), utc, frozenset({6}))
    assert instants_in(answer) == expected(now, time(9), utc) + sundays
    opened = await answer.choose(answer.selects[0].placeholder, next(iter(answer.selects[0].options)))
    assert "At most 6h late" in opened.text


async def test_editing_changes_what_is_named_and_nothing_else(olga: Member, study: Channel, sandbox: Sandbox) -> None:
    number = number_of(await planned(olga, study, zone="Asia/Kathmandu", late="3h"))
    answer = await olga.slash("schedule edit", schedule=number, time="07:15")
    assert "07:15 daily" in answer.text
    assert "At most 3h late" in answer.text
    assert instants_in(answer) == expected(sandbox.clock.now(), time(7, 15), LOCAL)
    assert "Say what to change" in (await olga.slash("schedule edit", schedule=number)).text


async def test_an_edit_to_what_it_is_already_says_so(olga: Member, study: Channel) -> None:
    number = number_of(await planned(olga, study))
    answer = await olga.slash("schedule edit", schedule=number, time="09:00")
    assert "nothing was changed" in answer.text
    assert "Changed" not in answer.text


async def test_a_bad_edit_changes_nothing(olga: Member, study: Channel) -> None:
    number = number_of(await planned(olga, study))
    await olga.slash("schedule edit", schedule=number, time="07:15", zone="Nowhere")
    assert "09:00 daily" in (await olga.slash("schedule list")).text


async def test_a_role_can_be_taken_away_again(olga: Member, study: Channel, guild: Guild) -> None:
    role = guild.add_role("learners", mentionable=True)
    number = number_of(await planned(olga, study, role=role))
    assert "Nobody is mentioned" in (await olga.slash("schedule edit", schedule=number, no_role=True)).text


async def test_pausing_and_resuming(olga: Member, study: Channel) -> None:
    number = number_of(await planned(olga, study))
    paused = await olga.slash("schedule pause", schedule=number)
    assert "Paused by an organiser" in paused.text
    assert instants_in(paused) == []
    assert "already paused" in (await olga.slash("schedule pause", schedule=number)).text
    assert len(instants_in(await olga.slash("schedule resume", schedule=number))) == 3
    again = await olga.slash("schedule resume", schedule=number)
    assert again.private
    assert "already running" in again.text


async def test_resuming_looks_at_the_channel_again(olga: Member, study: Channel, guild: Guild) -> None:
    assert guild.me
    number = number_of(await planned(olga, study))
    await olga.slash("schedule pause", schedule=number)
    study.deny(guild.me, Permission.SEND_MESSAGES)
    assert "❌ Send Messages" in (await olga.slash("schedule resume", schedule=number)).text
    study.allow(guild.me, Permission.SEND_MESSAGES)
    assert "goes on" in (await olga.slash("schedule resume", schedule=number)).text


async def test_removing(olga: Member, study: Channel) -> None:
    number = number_of(await planned(olga, study))
    asked = await olga.slash("schedule remove", schedule=number)
    assert "Pausing keeps both" in asked.text
    assert await count_of(olga) == 1
    assert "Removed" in (await asked.press("Remove it")).text
    assert "no schedule with that number" in (await olga.slash("schedule remove", schedule=number)).text
    assert await count_of(olga) == 0


async def test_the_button_asks_before_it_removes(olga: Member, study: Channel) -> None:
    card = await planned(olga, study)
    asked = await card.press("Remove")
    assert "Pausing keeps both" in asked.text
    assert "At most 6h late" in (await asked.press("Keep it")).text
    await (await card.press("Remove")).press("Remove it")
    assert await count_of(olga) == 0


async def test_a_test_post_mentions_nobody_and_leaves_no_trace(olga: Member, study: Channel, guild: Guild) -> None:
    role = guild.add_role("learners", mentionable=True)
    number = number_of(await planned(olga, study, role=role))
    answer = await olga.slash("schedule test", schedule=number)
    (posted,) = (one for one in study.messages if one.private_to is None)
    assert str(posted.id) in answer.text
    assert "Topic of the day" in posted.content
    assert "test" in posted.content
    assert not posted.mentions.role_ids
    assert "has not run yet" in (await olga.slash("schedule history", schedule=number)).text


async def test_a_test_that_cannot_be_posted_says_why(olga: Member, study: Channel, guild: Guild) -> None:
    assert guild.me
    number = number_of(await planned(olga, study))
    study.deny(guild.me, Permission.SEND_MESSAGES)
    answer = await olga.in_channel(guild.add_text_channel("office")).slash("schedule test", schedule=number)
    assert "did not reach" in answer.text
    assert "Send Messages" in answer.text


async def test_the_buttons_of_a_card_do_what_the_commands_do(olga: Member, study: Channel) -> None:
    card = await planned(olga, study)
    assert "Paused" in (await card.press("Pause")).text
    assert "goes on" in (await card.press("Resume")).text
    assert "has not run yet" in (await card.press("History")).text
    assert "At most 6h late" in (await card.press("Back")).text
    assert "1 schedule" in (await card.press("All schedules")).text


async def test_a_role_that_is_gone_is_told_and_not_mentioned(discord: Sandbox, desk: Desk) -> None:
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    study = discord.guild.add_text_channel("study")
    role = discord.guild.add_role("learners", mentionable=True)
    schedule = await desk.plan(study, role_id=role.id)
    assert "is gone" not in (await olga.slash("schedule list")).text
    discord.guild.remove_role(role)
    assert "role to mention is gone" in (await olga.slash("schedule list")).text
    assert (
        "role to mention is gone" in (await olga.slash("schedule edit", schedule=f"{schedule.id}", days="daily")).text
    )
    desk.reach(schedule)
    await desk.ended(schedule)
    (post,) = (one for one in study.messages if one.private_to is None)
    assert str(role.id) not in post.content
    assert post.content.startswith("📌")
