"""What /schedule add refuses, with the words that say what would be right; nothing is kept."""

from functools import partial

import pytest
from discord_sandbox import Member, NotPossible, Permission, Sandbox
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel, Event
from discord_sandbox.world.payloads import channel_json
from scheduling import count_of, planned


async def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(olga: Member, study: Channel) -> None:
    answer = await planned(olga, study, time="9", days="funday", zone="EST", late="soon", sections="cooking")
    assert answer.private
    text = " ".join(answer.text.replace("│", " ").split())
    for part in ("Say which 9 it is", "“funday”", "America/New_York", "90m, 6h or 2d", "Basic Skills"):
        assert part in text
    assert await count_of(olga) == 0


async def test_what_was_typed_comes_back_to_be_mended(olga: Member, study: Channel) -> None:
    answer = await planned(olga, study, time="9", days="mon-fri", zone="`Berln`")
    assert "/schedule add kind:Study prompt time:9 days:mon-fri zone:Berln" in str(answer.embeds)
    await planned(olga, study)
    answer = await olga.slash("schedule edit", schedule="1", time="25:00", late="2h")
    assert "/schedule edit schedule:1 time:25:00 late:2h" in str(answer.embeds)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"time": "25:00"}, "00:00 to 23:59"),
        ({"time": "9"}, "09:00"),
        ({"time": ""}, "like 09:30"),
        ({"zone": "Mars/Olympus"}, "no such time zone"),
        ({"zone": "CET"}, "abbreviation"),
        ({"zone": "+02:00"}, "offset"),
        ({"days": "someday"}, "mon,wed,fri"),
        ({"late": "1m"}, "5 minutes"),
        ({"late": "30d"}, "a week late"),
        ({"order": "backwards"}, "roadmap, shuffled"),
        ({"kind": "poem"}, "Study prompt, Weekly leaderboard"),
        ({"quiet_week": "skip"}, "leave it out"),
        ({"kind": "leaderboard", "sections": "security"}, "leave them out"),
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
    sandbox: Sandbox, olga: Member, study: Channel, guild: Guild
) -> None:
    thread = guild.add_thread(study, "old")
    gone = Event("THREAD_DELETE", partial(channel_json, thread), guild=guild, channel=thread)
    sandbox.world.events.publish(gone)
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
    assert "is above Waymark" in (await planned(olga, study, role=staff)).text
    assert "did not ask" in (await planned(olga, study, role=guild.everyone)).text
    assert await count_of(olga) == 0


async def test_no_more_than_twenty_five_schedules(olga: Member, study: Channel) -> None:
    for minute in range(25):
        assert "Planned" in (await planned(olga, study, time=f"10:{minute:02}")).text
    answer = await planned(olga, study)
    assert "as many as there can be" in answer.text
    listed = await olga.slash("schedule list")
    assert "25 schedules" in listed.text
    assert len(listed.selects[0].options) == 25
