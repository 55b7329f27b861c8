"""Looking topics up, as members do."""

from discord_sandbox import Member


async def test_a_topic_opens_by_its_name(ada: Member) -> None:
    answer = await ada.slash("topic", name="middleware")
    assert answer.private
    assert answer.embeds[0]["title"] == "Middleware"
    for part in ("Open", "🔒 Builds on", "get_response"):
        assert part in answer.text
    assert answer.buttons[:6] == ["Done", "Start", "Share", "Previous", "Next", "Quiz me"]
    assert answer.buttons[6:] == ["More", "Example", "Pitfalls", "Exercise"]


async def test_a_typing_error_opens_it_too(ada: Member) -> None:
    assert (await ada.slash("topic", name="midleware")).embeds[0]["title"] == "Middleware"


async def test_several_near_ones_become_buttons_that_open_them(ada: Member) -> None:
    answer = await ada.slash("topic", name="authentication")
    assert "Did you mean" in answer.text
    assert 1 < len(answer.buttons) <= 5
    opened = await answer.press("DRF Authentication")
    assert opened.embeds[0]["title"] == "DRF Authentication"


async def test_nothing_near_says_how_to_go_on(ada: Member) -> None:
    answer = await ada.slash("topic", name="pineapple pizza")
    assert answer.private
    assert "/search" in answer.text
    assert "/roadmap" in answer.text


async def test_the_card_follows_what_is_done_with_its_buttons(ada: Member) -> None:
    card = await ada.slash("topic", name="csrf")
    started = await card.press("Start")
    assert started.edited
    assert "Started" in started.text
    assert started.buttons[:2] == ["Done", "Undo"]
    done = await started.press("Done")
    assert "+10" in done.content
    assert "1 of 51" in done.content
    undone = await done.press("Undo")
    assert "Started" in undone.text
    assert (await undone.press("Undo")).buttons[:2] == ["Done", "Start"]


async def test_previous_and_next_walk_the_roadmap(ada: Member) -> None:
    card = await ada.slash("topic", name="syntax-variables")
    assert card.button("Previous")["disabled"]
    after = await card.press("Next")
    assert after.edited
    assert after.embeds[0]["title"] == "Control Flow"
    assert (await after.press("Previous")).embeds[0]["title"] == "Syntax & Variables"


async def test_example_and_pitfalls_lead_back_to_the_card(ada: Member) -> None:
    card = await ada.slash("topic", name="middleware")
    example = await card.press("Example")
    assert "```python" in example.embeds[0]["description"]
    assert (await example.press("Back to topic")).embeds[0]["title"] == "Middleware"
    assert "⚠️" in (await card.press("Pitfalls")).text


async def test_what_is_behind_a_card_is_connected(ada: Member) -> None:
    card = await ada.slash("topic", name="middleware")
    more = await card.press("More")
    assert more.button("More")["disabled"]
    assert "Key points" in more.text
    assert "https://" in str(more.embeds[0]["fields"])
    exercise = await more.press("Exercise")
    assert "One solution" in exercise.text
    assert "⚠️" in (await (await exercise.press("Example")).press("Pitfalls")).text


async def test_what_to_know_first_is_named_and_opens(ada: Member) -> None:
    card = await ada.slash("topic", name="drf-serializers")
    assert "🔒 Builds on" in card.text
    more = await card.press("More")
    opened = await more.choose("Open what to know first", "querysets")
    assert opened.embeds[0]["title"] == "QuerySets"


async def test_the_last_topic_of_a_section_is_worth_a_word(ada: Member) -> None:
    await ada.slash("done", topic="csrf, xss, sql-injection")
    last = await (await ada.slash("done", topic="security best practices")).press("Mark 1 topic as done")
    assert "Section finished: Security Best Practices" in last.text


async def test_share_shows_the_card_to_the_channel_without_anyones_state(ada: Member, grace: Member) -> None:
    card = await ada.slash("topic", name="csrf")
    shared = await (await card.press("Done")).press("Share")
    assert not shared.private
    assert "Shared by ada" in shared.content
    assert "Done ·" not in shared.text
    theirs = await shared.press("Done", by=grace)
    assert theirs.private
    assert "1 of 51" in theirs.text
    assert shared.message in grace.see()


async def test_prerequisites_carry_a_mark_for_those_done(ada: Member) -> None:
    assert "▫️ Views" in (await (await ada.slash("topic", name="middleware")).press("More")).text
    await ada.slash("done", topic="views")
    assert "✅ Views" in (await (await ada.slash("topic", name="middleware")).press("More")).text


async def test_search_finds_words_inside_topics_and_opens_them(ada: Member) -> None:
    answer = await ada.slash("search", words="select_related")
    assert "select_related" in answer.text
    assert (await answer.choose("Open a topic", "querysets")).embeds[0]["title"] == "QuerySets"
    assert "different words" in (await ada.slash("search", words="zzzzqqq")).text


async def test_the_roadmap_leads_from_section_to_topic(ada: Member) -> None:
    await ada.slash("done", topic="sql-basics")
    overview = await ada.slash("roadmap")
    assert "1 of 51" in overview.text
    section = await overview.choose("Open a section", "databases-orm")
    assert "✅ SQL Basics" in section.text
    assert "Backend Developer" in (await section.press("All sections")).text
    section = await overview.choose("Open a section", "databases-orm")
    assert (await section.choose("Open a topic", "models")).embeds[0]["title"] == "Models"
    assert "Security" in (await ada.slash("roadmap", section="security")).embeds[0]["title"]
    assert "Pick one of these" in (await ada.slash("roadmap", section="cooking", validate=False)).text


async def test_next_names_the_first_open_topic_and_why(ada: Member) -> None:
    first = await ada.slash("next")
    assert "Syntax & Variables" in first.text
    assert "needs nothing else" in first.text
    skipped = await first.press("Skip")
    assert "skipped" in skipped.text
    assert "Control Flow" in (await ada.slash("next")).text
    await ada.slash("start", topic="csrf")
    assert "You have started it" in (await ada.slash("next")).text


async def test_autocomplete_offers_the_best_first_with_state_and_section(ada: Member) -> None:
    await ada.slash("done", topic="middleware")
    choices = await ada.autocomplete("topic", name="midd")
    assert choices[0] == ("✅ Middleware · Django Advanced Features", "middleware")
    assert len(await ada.autocomplete("topic", name="d")) <= 25


async def test_autocomplete_of_nothing_offers_what_is_next(ada: Member) -> None:
    await ada.slash("done", topic="syntax-variables")
    assert (await ada.autocomplete("topic", name=""))[0][1] == "control-flow"


async def test_autocomplete_of_several_completes_the_last(ada: Member) -> None:
    choices = await ada.autocomplete("done", topic="csrf, xs")
    assert choices[0][1] == "csrf, xss"
