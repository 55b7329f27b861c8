"""What a person cannot do in Discord, a member of the sandbox cannot do either."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from discord_sandbox import Answer, Member, NotAnswered, NotPossible, Permission, Sandbox
from discord_sandbox.interactions.model import InteractionType
from discord_sandbox.interactions.registry import UserAction
from discord_sandbox.world.model import Channel, ChannelType
from form_bodies import Body, command, label, modal, option, row, select, text_input
from raw_client import RawGateway, RawRest, raw_gateway

OPTIONS = [
    {"type": 3, "name": "text", "description": "d"},
    {"type": 4, "name": "count", "description": "d"},
    {"type": 10, "name": "number", "description": "d"},
    {"type": 7, "name": "where", "description": "d"},
    {"type": 8, "name": "role", "description": "d"},
    {"type": 6, "name": "who", "description": "d"},
]


class Bot:
    """A bot of raw payloads: what it is asked is answered by `reply`."""

    def __init__(self, sandbox: Sandbox, rest: RawRest, gateway: RawGateway) -> None:
        self.sandbox = sandbox
        self.rest = rest
        self.gateway = gateway
        self.asked: list[Body] = []
        self.arrived = asyncio.Event()
        self.reply: Body | None = {"type": 4, "data": {"content": "ok"}}

    async def serve(self) -> None:
        while True:
            interaction = await self.gateway.event("INTERACTION_CREATE")
            self.asked.append(interaction)
            self.arrived.set()
            if self.reply is not None:
                path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
                assert (await self.rest("POST", path, self.reply)).status == 204

    async def shows(self, member: Member, *components: Body) -> Answer:
        """Return what a member sees when the bot answers with `components`."""
        self.reply = {"type": 4, "data": {"content": "pick", "components": [row(*components)]}}
        answer = await member.slash("topic")
        self.reply = {"type": 4, "data": {"content": "picked"}}
        return answer

    async def asks(self, member: Member, *components: Body) -> Answer:
        """Return the form that opens for a member."""
        self.reply = {"type": 9, "data": modal(*components)}
        answer = await member.slash("topic")
        self.reply = {"type": 4, "data": {"content": "submitted"}}
        return answer

    @property
    def values(self) -> list[Any]:
        """What the last submitted form has in its fields, in order."""
        fields = [top["component"] for top in self.asked[-1]["data"]["components"]]
        return [field.get("value", field.get("values")) for field in fields]


@pytest.fixture
async def bot(quiet: Sandbox, rest: RawRest) -> AsyncIterator[Bot]:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        made = Bot(quiet, rest, gateway)
        path = f"/applications/{quiet.application_id}/commands"
        assert (await rest("PUT", path, [command(options=OPTIONS)])).status == 200
        await quiet.gateway.connected()
        serving = asyncio.ensure_future(made.serve())
        yield made
        serving.cancel()


@pytest.fixture
def ada(quiet: Sandbox) -> Member:
    return quiet.member("ada")


# Selects.


@pytest.mark.parametrize(
    ("picked", "reason"),
    [
        (["Topic 9"], "does not offer 'Topic 9'"),
        (["Topic 0", "Topic 1", "Topic 2"], "takes 1 to 2 values, not 3"),
        ([], "takes 1 to 2 values, not 0"),
        (["Topic 0", "topic-0"], "takes nothing twice"),
    ],
)
async def test_only_what_a_list_offers_is_picked_and_no_more(
    bot: Bot, ada: Member, picked: list[str], reason: str
) -> None:
    card = await bot.shows(ada, select(3, max_values=2))
    before = len(bot.asked)
    with pytest.raises(NotPossible, match=reason):
        await card.choose("v1:open", *picked)
    assert len(bot.asked) == before
    assert (await card.choose("v1:open", "Topic 0", "topic-2")).content == "picked"


@pytest.mark.parametrize("kind", [5, 6, 7, 8])
async def test_people_roles_and_channels_of_elsewhere_are_not_offered(bot: Bot, ada: Member, kind: int) -> None:
    elsewhere = bot.sandbox.add_guild("Elsewhere")
    elsewhere.add_text_channel("hall")
    stranger = bot.sandbox.member("stranger", guild=elsewhere)
    others: list[Any] = [stranger, stranger.user, elsewhere.add_role("x"), elsewhere.channel("hall"), "1", str(ada.id)]
    card = await bot.shows(ada, {"type": kind, "custom_id": "who", "max_values": 3})
    for thing in others:
        with pytest.raises(NotPossible, match="'who'"):
            await card.choose("who", thing)


async def test_lists_of_people_and_channels_count_too(bot: Bot, ada: Member) -> None:
    grace, linus = bot.sandbox.member("grace"), bot.sandbox.member("linus")
    card = await bot.shows(ada, {"type": 5, "custom_id": "who"})
    with pytest.raises(NotPossible, match="takes 1 to 1 values, not 2"):
        await card.choose("who", grace.user, linus.user)
    card = await bot.shows(ada, {"type": 5, "custom_id": "who", "min_values": 2, "max_values": 2})
    with pytest.raises(NotPossible, match="nothing twice"):
        await card.choose("who", grace.user, grace.user)
    assert (await card.choose("who", grace.user, linus)).content == "picked"


async def test_a_channel_select_offers_its_types_and_what_the_member_sees(bot: Bot, ada: Member) -> None:
    guild = bot.sandbox.guild
    voice, hidden = guild.add_voice_channel("voice"), guild.add_text_channel("hidden")
    hidden.deny(guild.everyone, Permission.VIEW_CHANNEL)
    card = await bot.shows(ada, {"type": 8, "custom_id": "where", "channel_types": [0]})
    with pytest.raises(NotPossible, match="of the type VOICE"):
        await card.choose("where", voice)
    with pytest.raises(NotPossible, match="does not offer"):
        await card.choose("where", hidden)
    assert (await card.choose("where", guild.channel("general"))).content == "picked"


async def test_bad_input_can_still_be_sent_on_purpose(bot: Bot, ada: Member) -> None:
    card = await bot.shows(ada, select(3))
    await card.choose("v1:open", "nonsense", "nonsense", validate=False)
    assert bot.asked[-1]["data"]["values"] == ["nonsense", "nonsense"]


# Forms.


async def test_a_form_is_sent_once(bot: Bot, ada: Member) -> None:
    form = await bot.asks(ada, label())
    assert (await form.submit(answer="x")).content == "submitted"
    with pytest.raises(NotPossible, match="no longer open"):
        await form.submit(answer="y")


async def test_a_form_that_was_not_answered_can_be_sent_again(bot: Bot, ada: Member) -> None:
    form = await bot.asks(ada, label())
    bot.reply = None
    bot.arrived.clear()
    sending = asyncio.ensure_future(form.submit(answer="x"))
    await bot.arrived.wait()
    bot.sandbox.clock.advance(timedelta(seconds=4))
    with pytest.raises(NotAnswered):
        await sending
    bot.reply = {"type": 4, "data": {"content": "submitted"}}
    assert (await form.submit(answer="x")).content == "submitted"


GROUP = {"type": 22, "custom_id": "pick", "options": [option(n) for n in range(3)]}
RADIO = {"type": 21, "custom_id": "pick", "options": [option(n) for n in range(3)]}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        (text_input(custom_id="pick"), "", "must be filled in"),
        (text_input(custom_id="pick", required=False, min_length=3), "ab", "takes 3 to 4000 characters"),
        (text_input(custom_id="pick"), "x" * 4001, "takes 0 to 4000 characters"),
        (select(3, custom_id="pick"), None, "takes 1 to 1 values, not 0"),
        (select(3, custom_id="pick"), ["Topic 0", "Topic 1"], "takes 1 to 1 values, not 2"),
        (select(3, custom_id="pick", required=False), "Topic 9", "does not offer"),
        ({"type": 5, "custom_id": "pick"}, [], "takes 1 to 1 values, not 0"),
        ({"type": 5, "custom_id": "pick"}, "1", "takes a User"),
        (RADIO, None, "takes 1 to 1 values, not 0"),
        (RADIO, ["Topic 0", "Topic 1"], "takes 1 to 1 values, not 2"),
        (RADIO, "Topic 9", "does not offer"),
        (GROUP, None, "takes 1 to 3 values, not 0"),
        (GROUP | {"min_values": 2}, ["Topic 0"], "takes 2 to 3 values, not 1"),
        (GROUP | {"max_values": 2}, ["Topic 0", "Topic 1", "Topic 2"], "takes 1 to 2 values, not 3"),
        (GROUP, ["Topic 0", "topic-0"], "nothing twice"),
        ({"type": 23, "custom_id": "pick"}, "yes", "ticked or not"),
        ({"type": 19, "custom_id": "pick"}, None, "takes a file"),
    ],
)
async def test_a_form_is_sent_only_when_it_is_filled_in(
    bot: Bot, ada: Member, field: Body, value: object, reason: str
) -> None:
    form = await bot.asks(ada, label(field))
    with pytest.raises(NotPossible, match=reason):
        await form.submit(pick=value)
    assert len(bot.asked) == 1


@pytest.mark.parametrize(
    ("field", "value", "sent"),
    [
        (text_input(custom_id="pick", required=False, min_length=3), "", ""),
        (text_input(custom_id="pick", value="as it was"), None, "as it was"),
        (select(3, custom_id="pick"), "Topic 1", ["topic-1"]),
        (select(3, custom_id="pick", required=False), None, []),
        ({"type": 3, "custom_id": "pick", "options": [option(0), option(1, default=True)]}, None, ["topic-1"]),
        (RADIO, "topic-2", "topic-2"),
        (RADIO | {"required": False}, None, None),
        (GROUP, ["Topic 0", "Topic 2"], ["topic-0", "topic-2"]),
        ({"type": 23, "custom_id": "pick"}, None, False),
        ({"type": 23, "custom_id": "pick", "default": True}, None, True),
        ({"type": 19, "custom_id": "pick", "required": False, "min_values": 0}, None, []),
    ],
)
async def test_a_form_carries_what_was_put_in_or_left(
    bot: Bot, ada: Member, field: Body, value: object, sent: object
) -> None:
    form = await bot.asks(ada, label(field))
    assert (await form.submit(pick=value)).content == "submitted"
    assert bot.values == [sent]


async def test_people_in_a_form_are_resolved(bot: Bot, ada: Member) -> None:
    grace = bot.sandbox.member("grace")
    form = await bot.asks(ada, label({"type": 5, "custom_id": "pick"}))
    await form.submit(pick=grace)
    assert bot.values == [[str(grace.id)]]
    assert list(bot.asked[-1]["data"]["resolved"]["users"]) == [str(grace.id)]


# Commands.


@pytest.mark.parametrize(
    "options",
    [
        {"count": 2**53 + 1},
        {"count": -(2**53) - 1},
        {"number": 1e300},
        {"number": float("nan")},
        {"number": float("inf")},
        {"text": ""},
        {"text": "x" * 6001},
    ],
)
async def test_an_option_holds_what_a_client_can_send(bot: Bot, ada: Member, options: dict[str, Any]) -> None:
    with pytest.raises(NotPossible, match=r"m(ax|in)_(value|length)"):
        await ada.slash("topic", **options)
    assert bot.asked == []


async def test_the_longest_and_largest_values_are_sent(bot: Bot, ada: Member) -> None:
    assert (await ada.slash("topic", text="x" * 6000, count=2**53, number=-(2.0**53))).content == "ok"


async def test_channels_and_roles_of_elsewhere_are_no_options(bot: Bot, ada: Member) -> None:
    elsewhere = bot.sandbox.add_guild("Elsewhere")
    hall, role = elsewhere.add_text_channel("hall"), elsewhere.add_role("x")
    hidden = bot.sandbox.guild.add_text_channel("hidden")
    hidden.deny(bot.sandbox.guild.everyone, Permission.VIEW_CHANNEL)
    for options in ({"where": hall}, {"role": role}, {"where": hidden}):
        with pytest.raises(NotPossible, match="does not offer"):
            await ada.slash("topic", **options)
    stranger = bot.sandbox.member("stranger", guild=elsewhere)
    assert (await ada.slash("topic", who=stranger)).content == "ok"  # a user can be named by id


# Places.


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001])
async def test_a_message_has_something_in_it_and_an_end(ada: Member, text: str) -> None:
    with pytest.raises(NotPossible, match="1 to 2000 characters"):
        await ada.say(text, within=0)
    assert ada.see() == []


ACTIONS: dict[str, Callable[[Member], Any]] = {
    "say": lambda member: member.say("hello", within=0),
    "slash": lambda member: member.slash("topic"),
    "autocomplete": lambda member: member.autocomplete("topic", text="x"),
    "prepare": lambda member: member.prepare_slash("topic"),
    "act": lambda member: member.act(
        UserAction(InteractionType.COMMAND, member.user, member.channel, {"id": "1", "name": "topic", "type": 1})
    ),
}


@pytest.fixture
def closed(quiet: Sandbox) -> list[Channel]:
    """Places that are not for Ada."""
    hidden = quiet.guild.add_text_channel("hidden")
    hidden.deny(quiet.guild.everyone, Permission.VIEW_CHANNEL)
    owner = quiet.world.owner
    return [
        hidden,
        quiet.guild.add_thread(hidden, "below", owner=owner),
        quiet.guild.add_thread(quiet.general, "private", owner=owner, private=True),
        quiet.member("grace").dm.channel,
        quiet.add_guild("Elsewhere").add_text_channel("hall"),
    ]


@pytest.mark.parametrize("action", ACTIONS)
async def test_nobody_acts_where_they_cannot_see(bot: Bot, ada: Member, closed: list[Channel], action: str) -> None:
    for channel in closed:
        with pytest.raises(NotPossible, match="cannot see"):
            await ACTIONS[action](ada.in_channel(channel))
        with pytest.raises(NotPossible, match="cannot see"):
            ada.in_channel(channel).see()
    assert bot.asked == []


async def test_a_private_thread_is_for_those_who_were_added_and_those_who_manage_threads(bot: Bot, ada: Member) -> None:
    guild = bot.sandbox.guild
    thread = guild.add_thread(bot.sandbox.general, "private", owner=bot.sandbox.world.owner, private=True)
    manager = bot.sandbox.member("mo", permissions=Permission.MANAGE_THREADS)
    assert manager.in_channel(thread).see() == []
    assert (await bot.rest("GET", f"/channels/{thread.id}")).code == 50001
    assert (await bot.rest("GET", f"/guilds/{guild.id}/threads/active")).body["threads"] == []
    guild.add_to_thread(thread, ada.user)
    guild.add_to_thread(thread, bot.sandbox.world.bot)
    await ada.in_channel(thread).say("hello", within=0)
    assert (await bot.rest("GET", f"/channels/{thread.id}")).body["type"] == ChannelType.PRIVATE_THREAD
    assert (await ada.in_channel(thread).slash("topic")).content == "ok"


async def test_a_locked_thread_is_for_those_who_manage_threads(bot: Bot, ada: Member) -> None:
    thread = bot.sandbox.guild.add_thread(bot.sandbox.general, "locked")
    manager = bot.sandbox.member("mo", permissions=Permission.MANAGE_THREADS)
    thread.locked = True
    for action in ("say", "slash"):
        with pytest.raises(NotPossible, match="locked"):
            await ACTIONS[action](ada.in_channel(thread))
    await manager.in_channel(thread).say("closing this", within=0)
    assert [message.content for message in ada.in_channel(thread).see()] == ["closing this"]


async def test_writing_opens_a_closed_thread_again(quiet: Sandbox, ada: Member) -> None:
    thread = quiet.guild.add_thread(quiet.general, "closed")
    thread.archived = True
    await ada.in_channel(thread).say("once more", within=0)
    assert not thread.archived


async def test_a_category_holds_no_messages(quiet: Sandbox, ada: Member) -> None:
    with pytest.raises(NotPossible, match="holds no messages"):
        await ada.in_channel(quiet.guild.add_category("Rooms")).say("hello", within=0)


async def test_nobody_answers_what_they_cannot_see(quiet: Sandbox, ada: Member) -> None:
    hidden = quiet.guild.add_text_channel("hidden")
    owner = Member(ada.driver, quiet.world.owner, hidden)
    await owner.say("psst", within=0)
    hidden.deny(quiet.guild.everyone, Permission.VIEW_CHANNEL)
    with pytest.raises(NotPossible, match="cannot see"):
        await ada.say("what?", within=0, reply_to=hidden.messages[-1])
