"""What organisers do with schedules, what they are told, and what is refused."""

import re
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.occurrence import runs
from bot.core.schedule import EVERY_DAY
from bot.sandbox import Answer, Member, NotPossible, Permission, Sandbox
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.events import Event
from bot.sandbox.world.guilds import Guild

NUMBERS = iter(range(1, 10_000))
LOCAL = ZoneInfo("Asia/Kathmandu")


@pytest.fixture
def olga(sandbox: Sandbox, guild: Guild) -> Member:
    """An organiser of the test's server."""
    return sandbox.member(f"olga-{next(NUMBERS)}", guild=guild, permissions=Permission.MANAGE_GUILD)


@pytest.fixture
def study(guild: Guild) -> Channel:
    return guild.channel("study")


async def planned(olga: Member, channel: Channel, **options: Any) -> Answer:
    """Plan a prompt at 09:00, unless `options` say otherwise."""
    usual: dict[str, Any] = {"kind": "prompt", "channel": channel, "time": "09:00"}
    return await olga.slash("schedule add", **(usual | options))


def number_of(answer: Answer) -> str:
    """Give the number of the schedule on a card."""
    found = re.search(r"(\d+)$", str(answer.embeds[0]["title"]))
    assert found
    return found[1]


def instants_in(answer: Answer) -> list[int]:
    """Give the instants that an answer shows as date and time, in seconds since 1970."""
    return [int(seconds) for seconds in re.findall(r"<t:(\d+):f>", str(answer.embeds))]


def expected(now: datetime, at: time, zone: ZoneInfo, days: frozenset[int] = EVERY_DAY) -> list[int]:
    return [int(run.at.timestamp()) for run in runs(now, 3, zone, at, days)]


async def count_of(olga: Member) -> int:
    """Count the schedules of the server."""
    answer = await olga.slash("schedule list")
    return len(answer.selects[0].options) if answer.selects else 0


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


async def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(olga: Member, study: Channel) -> None:
    answer = await planned(olga, study, time="9am", days="funday", zone="EST", late="soon", sections="cooking")
    assert answer.private
    text = " ".join(answer.text.replace("│", " ").split())
    for part in ("HH:MM of the 24-hour clock: 09:00", "“funday”", "America/New_York", "90m, 6h or 2d", "Basic Skills"):
        assert part in text
    assert await count_of(olga) == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"time": "25:00"}, "00:00 to 23:59"),
        ({"time": "9"}, "09:00"),
        ({"time": "9am"}, "09:00"),
        ({"time": ""}, "like 09:30"),
        ({"zone": "Mars/Olympus"}, "no such time zone"),
        ({"zone": "CET"}, "abbreviation"),
        ({"zone": "+02:00"}, "offset"),
        ({"days": "someday"}, "mon,wed,fri"),
        ({"late": "1m"}, "5 minutes"),
        ({"late": "30d"}, "a week late"),
        ({"order": "backwards"}, "roadmap, shuffled"),
        ({"kind": "poem"}, "prompt, leaderboard"),
        ({"quiet_week": "skip"}, "for leaderboards"),
        ({"kind": "leaderboard", "sections": "security"}, "for prompts"),
    ],
)
async def test_bad_words_are_told_what_would_be_right(
    olga: Member, study: Channel, options: dict[str, object], words: str
) -> None:
    answer = await planned(olga, study, validate=False, **options)
    assert answer.private
    assert words in answer.text
    assert await count_of(olga) == 0


async def test_only_what_takes_messages_takes_posts(olga: Member, guild: Guild) -> None:
    voice, category = guild.add_voice_channel("lounge"), guild.add_category("things")
    assert "is a voice channel" in (await planned(olga, voice, validate=False)).text
    assert "is a category" in (await planned(olga, category, validate=False)).text
    with pytest.raises(NotPossible, match="does not take a channel"):
        await planned(olga, voice)
    assert await count_of(olga) == 0


async def test_missing_permissions_are_told_one_by_one_with_the_cure(
    olga: Member, study: Channel, guild: Guild
) -> None:
    assert guild.me
    study.deny(guild.me, Permission.EMBED_LINKS | Permission.READ_MESSAGE_HISTORY)
    answer = await planned(olga, study)
    for part in (
        "✅ View Channel",
        "✅ Send Messages",
        "❌ Embed Links",
        "❌ Read Message History",
        "Permissions, add",
    ):
        assert part in answer.text
    study.allow(guild.me, Permission.EMBED_LINKS | Permission.READ_MESSAGE_HISTORY)
    assert "Planned" in (await planned(olga, study)).text


async def test_a_channel_that_the_bot_cannot_see_is_refused(
    olga: Member, study: Channel, guild: Guild, sandbox: Sandbox
) -> None:
    assert guild.me
    hidden = guild.add_text_channel("hidden")
    hidden.deny(guild.me, Permission.VIEW_CHANNEL)
    assert "❌ View Channel" in (await planned(olga, hidden)).text
    elsewhere = sandbox.add_guild("Elsewhere").add_text_channel("study")
    assert "cannot see that channel" in (await planned(olga, elsewhere, validate=False)).text
    assert await count_of(olga) == 0


async def test_an_archived_thread_that_the_gateway_did_not_tell_of_takes_posts(
    olga: Member, study: Channel, guild: Guild
) -> None:
    thread = guild.add_thread(study, "old")
    guild.world.events.publish(Event("THREAD_DELETE", thread.to_json, guild=guild, channel=thread))
    assert "Planned" in (await planned(olga, thread)).text


async def test_a_thread_needs_its_own_permission(olga: Member, study: Channel, guild: Guild) -> None:
    assert guild.me
    thread = guild.add_thread(study, "talk")
    study.deny(guild.me, Permission.SEND_MESSAGES_IN_THREADS)
    answer = await planned(olga, thread)
    assert "❌ Send Messages in Threads" in answer.text
    assert "the channel that the thread is in" in answer.text


async def test_roles_that_should_not_be_mentioned_are_refused(olga: Member, study: Channel, guild: Guild) -> None:
    staff = guild.add_role("staff")
    assert "stands above Waymark" in (await planned(olga, study, role=staff)).text
    assert "did not ask" in (await planned(olga, study, role=guild.everyone)).text
    assert await count_of(olga) == 0


async def test_a_role_that_would_not_be_notified_is_taken_with_a_word_of_advice(sandbox: Sandbox) -> None:
    guild = sandbox.add_guild("Quiet", bot_permissions=None)
    channel = guild.add_text_channel("study")
    guild.everyone.permissions &= ~Permission.MENTION_EVERYONE
    role = guild.add_role("learners")
    guild.invite_bot()
    olga = sandbox.member(f"olga-{next(NUMBERS)}", guild=guild, permissions=Permission.MANAGE_GUILD)
    answer = await planned(olga, channel, role=role)
    assert "Planned" in answer.content
    assert "named but not notified" in answer.text


async def test_weeks_in_another_zone_than_the_post_are_pointed_out(olga: Member, study: Channel) -> None:
    answer = await planned(olga, study, kind="leaderboard", zone="Asia/Kathmandu")
    assert "time zone, UTC" in " ".join(answer.text.split())
    assert "Weeks end" not in (await planned(olga, study, kind="leaderboard")).text


async def test_no_more_than_twenty_five_schedules(olga: Member, study: Channel) -> None:
    for minute in range(25):
        assert "Planned" in (await planned(olga, study, time=f"10:{minute:02}")).text
    answer = await planned(olga, study)
    assert "as many as there can be" in answer.text
    listed = await olga.slash("schedule list")
    assert "25 schedules" in listed.text
    assert len(listed.selects[0].options) == 25


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
    assert "paused already" in (await olga.slash("schedule pause", schedule=number)).text
    assert len(instants_in(await olga.slash("schedule resume", schedule=number))) == 3
    again = await olga.slash("schedule resume", schedule=number)
    assert again.private
    assert "runs already" in again.text


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
    assert "Removed" in (await olga.slash("schedule remove", schedule=number)).text
    assert "no schedule of that number" in (await olga.slash("schedule remove", schedule=number)).text
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
    assert "did not get to" in answer.text
    assert "Send Messages" in answer.text


async def test_the_buttons_of_a_card_do_what_the_commands_do(olga: Member, study: Channel) -> None:
    card = await planned(olga, study)
    assert "Paused" in (await card.press("Pause")).text
    assert "goes on" in (await card.press("Resume")).text
    assert "has not run yet" in (await card.press("History")).text
    assert "At most 6h late" in (await card.press("Back")).text
    assert "1 schedule" in (await card.press("All schedules")).text


@pytest.mark.parametrize("verb", ["edit", "pause", "resume", "remove", "test", "history"])
async def test_schedules_of_another_server_are_out_of_reach(
    olga: Member, study: Channel, sandbox: Sandbox, verb: str
) -> None:
    number = number_of(await planned(olga, study))
    other = sandbox.add_guild("Other")
    other.add_text_channel("study")
    stranger = sandbox.member(f"stranger-{next(NUMBERS)}", guild=other, permissions=Permission.MANAGE_GUILD)
    options: dict[str, Any] = {"time": "10:00"} if verb == "edit" else {}
    answer = await stranger.slash(f"schedule {verb}", schedule=number, **options)
    assert "no schedule of that number" in answer.text
    assert (
        "no schedule of that number"
        in (await sandbox.forge_component(f"v1:schedule-remove:{number}", by=stranger)).text
    )
    assert "09:00 daily" in (await olga.slash("schedule list")).text


@pytest.mark.parametrize("named", ["", "first", "-1", "9" * 30, "１"])
async def test_a_schedule_is_named_by_its_number(olga: Member, named: str) -> None:
    answer = await olga.slash("schedule pause", validate=False, schedule=named)
    assert "/schedule list" in answer.text


async def test_members_without_the_permission_are_refused(
    olga: Member, ada: Member, study: Channel, guild: Guild, sandbox: Sandbox
) -> None:
    number = number_of(await planned(olga, study))
    with pytest.raises(NotPossible, match="MANAGE_GUILD"):
        await ada.slash("schedule list")
    for verb in ("schedule", "schedules", "schedule-remove", "schedule-pause", "schedule-test", "schedule-history"):
        answer = await sandbox.forge_component(f"v1:{verb}:{number}", by=ada)
        assert answer.private
        assert "Manage Server" in answer.text
    assert "09:00 daily" in (await olga.slash("schedule list")).text


async def test_who_may_no_longer_manage_is_refused_by_an_old_card(olga: Member, study: Channel) -> None:
    card = await planned(olga, study)
    assert olga.membership
    olga.membership.roles.clear()
    assert "Manage Server" in (await card.press("Pause")).text


async def test_it_belongs_to_servers(olga: Member, sandbox: Sandbox) -> None:
    with pytest.raises(NotPossible, match="direct messages"):
        await olga.dm.slash("schedule list")
    assert "belong to a server" in (await sandbox.forge_component("v1:schedules", by=olga.dm)).text


async def test_schedules_are_offered_by_what_they_do(olga: Member, ada: Member, study: Channel) -> None:
    await planned(olga, study)
    board = number_of(await planned(olga, study, kind="leaderboard"))
    assert len(await olga.autocomplete("schedule pause", schedule="")) == 2
    ((name, value),) = await olga.autocomplete("schedule pause", schedule="leader")
    assert name == f"Weekly leaderboard {board} · 09:00 on Monday"
    assert value == board


async def test_zones_are_offered_with_the_time_there(olga: Member, sandbox: Sandbox) -> None:
    now = sandbox.clock.now()
    ((name, value),) = await olga.autocomplete("schedule add", kind="prompt", zone="kathm")
    assert value == "Asia/Kathmandu"
    assert f"{now.astimezone(LOCAL):%H:}" in name


@pytest.mark.parametrize(
    ("option", "typed", "first"),
    [
        ("time", "", "09:00"),
        ("time", "9", "09:00"),
        ("time", "18:3", "18:30"),
        ("time", "07:07", "07:07"),
        ("days", "", "daily"),
        ("days", "mon", "mon,wed,fri"),
        ("days", "mon-thu", "mon-thu"),
        ("late", "6", "6h"),
        ("late", "45m", "45m"),
        ("sections", "", "all"),
        ("sections", "security, data", "security, databases-orm"),
    ],
)
async def test_what_is_offered_is_understood(olga: Member, study: Channel, option: str, typed: str, first: str) -> None:
    offered = await olga.autocomplete("schedule add", kind="prompt", **{option: typed})
    assert offered[0][1] == first
    assert "Planned" in (await planned(olga, study, **{option: offered[0][1]})).text
