"""The form of /setup: time, days, zone and the first day of the week."""

from zoneinfo import ZoneInfo

import pytest
from discord_sandbox import Member, Sandbox
from discord_sandbox.world.model import Channel
from scheduling import instants_in
from setup_panel import BOARD_FORM, BOARDS, FORM, PROMPTS, shown


async def test_the_form_sets_time_days_zone_and_week(olga: Member, study: Channel, sandbox: Sandbox) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    await panel.choose(BOARDS, study)
    form = await panel.press(FORM)
    assert form.modal
    assert [field.label for field in form.modal.fields] == [
        "Time of the posts",
        "Days of study prompts",
        "Day of the leaderboard",
        "Time zone of this server",
        "First day of the week",
    ]
    saved = await form.submit(
        time="18:30", zone="kathmandu", first_weekday=["sunday"], prompt_days=["monday", "friday"]
    )
    assert "Saved" in saved.content
    for part in ("Asia/Kathmandu", "Weeks begin on Sunday", "18:30 on Monday and Friday", "18:30 on Sunday"):
        assert part in shown(saved)
    local = sandbox.clock.now().astimezone(ZoneInfo("Asia/Kathmandu"))
    assert f"now {local:%H:}" in shown(saved)


async def test_the_form_asks_only_for_what_there_is(olga: Member) -> None:
    form = await (await olga.slash("setup")).press(FORM)
    assert form.modal
    assert [field.label for field in form.modal.fields] == ["Time zone of this server", "First day of the week"]


async def test_everything_wrong_in_the_form_is_said_and_nothing_is_saved(olga: Member, study: Channel) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    form = await panel.press(FORM)
    refused = await form.submit(time="25:00", zone="CET", first_weekday=["sunday"])
    for part in ("Nothing was saved", "00:00 to 23:59", "abbreviation"):
        assert part in refused.content
    for part in ("UTC, now", "Weeks begin on Monday", "09:00 daily"):
        assert part in shown(refused)


async def test_a_refused_form_comes_back_with_what_was_typed(olga: Member, study: Channel) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    form = await panel.press(FORM)
    refused = await form.submit(
        time="25:00", zone="Berlin | Mitte: `x`", first_weekday=["sunday"], prompt_days=["monday", "friday"]
    )
    again = await refused.press("Change what you typed")
    assert again.modal
    fields = {field.custom_id: field for field in again.modal.fields}
    assert fields["time"].value == "25:00"
    assert fields["zone"].value.startswith("Berlin")
    chosen = {
        name: [choice["value"] for choice in fields[name].component["options"] if choice.get("default")]
        for name in ("first_weekday", "prompt_days")
    }
    assert chosen == {"first_weekday": ["sunday"], "prompt_days": ["monday", "friday"]}
    saved = await again.submit(time="18:30", zone="Berlin")
    for part in ("Europe/Berlin, now", "Weeks begin on Sunday", "18:30 on Monday and Friday"):
        assert part in shown(saved)


@pytest.mark.parametrize("typed", ["x", "|||||", "1|2|3|zz|-1|99999", "|" * 70, "a|b|c|7f|7f|40"])
async def test_a_made_up_memory_of_a_form_still_opens_one(
    olga: Member, study: Channel, sandbox: Sandbox, typed: str
) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    form = await sandbox.forge_component(f"v1:setup-when:{typed}", by=olga)
    assert form.modal


async def test_the_board_has_a_time_and_day_of_its_own(olga: Member, study: Channel) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    assert BOARD_FORM not in panel.buttons
    panel = await panel.choose(BOARDS, study)
    form = await panel.press(BOARD_FORM)
    refused = await form.submit(board_time="8", board_days=["friday"])
    assert "Nothing was saved" in refused.content
    again = await refused.press("Change what you typed")
    assert again.modal
    assert [field.label for field in again.modal.fields] == ["Time of the leaderboard", "Day of the leaderboard"]
    assert again.modal.fields[0].value == "8"
    saved = await again.submit(board_time="8pm")
    assert "20:00 on Friday" in shown(saved)
    assert "09:00 daily" in shown(saved)
    form = await saved.press(FORM)
    assert form.modal
    assert form.modal.fields[0].label == "Time of study prompts"
    assert "20:00 on Friday" in shown(await form.submit(time="7am"))


async def test_the_zone_is_an_option_too(olga: Member, sandbox: Sandbox) -> None:
    offered = await olga.autocomplete("setup", zone="new yo")
    local = sandbox.clock.now().astimezone(ZoneInfo("America/New_York"))
    assert offered[0][1] == "America/New_York"
    assert f"{local:%H:}" in offered[0][0]
    assert "America/New_York, now" in (await olga.slash("setup", zone="America/New_York")).text
    refused = await olga.slash("setup", zone="Atlantis")
    assert "Nothing was saved" in refused.content
    assert "America/New_York, now" in refused.text


async def test_boards_count_in_the_new_zone_at_once(olga: Member) -> None:
    before = instants_in(await olga.slash("leaderboard"))
    await olga.slash("setup", zone="Asia/Kathmandu")
    after = instants_in(await olga.slash("leaderboard"))
    assert len(before) == len(after) == 1
    assert before != after


async def test_schedules_move_with_the_zone_unless_they_have_their_own(olga: Member, study: Channel) -> None:
    await olga.slash("schedule add", kind="prompt", channel=study, time="10:00")
    await olga.slash("schedule add", kind="prompt", channel=study, time="11:00", zone="Asia/Tokyo")
    before = instants_in(await olga.slash("schedule list"))
    await olga.slash("setup", zone="Asia/Kathmandu")
    after = instants_in(await olga.slash("schedule list"))
    assert before[:3] != after[:3]
    assert before[3:] == after[3:]


async def test_the_board_follows_the_first_day_of_the_week(olga: Member, study: Channel) -> None:
    panel = await olga.slash("setup")
    await panel.choose(BOARDS, study)
    saved = await (await panel.press(FORM)).submit(first_weekday=["saturday"])
    assert "09:00 on Saturday" in saved.text
