"""What a tab can ask for, each by its verb."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from discord_sandbox.exceptions import NotAnswered, NotPossible
from discord_sandbox.interactions.model import TOKEN_LIFE, Interaction
from discord_sandbox.json_codec import Json
from discord_sandbox.member.actions import slash_action
from discord_sandbox.member.actor import Member
from discord_sandbox.member.answer import Answer
from discord_sandbox.page.request import NO_SUCH_THING, TabRequest
from discord_sandbox.page.resolve import find_message, form_values_of, options_of, picks_of
from discord_sandbox.page.tab import Tab
from discord_sandbox.page.views import commands_for, message_json

PAGE_SIZE = 50
MONDAY, NINE = 0, time(9)
MAX_JOURNEY = timedelta(days=366)
A_MOMENT = timedelta(milliseconds=100)

Verb = Callable[[Tab, TabRequest], Coroutine[None, None, Json]]


async def become(tab: Tab, request: TabRequest) -> Json:
    """Be somebody: who has that name, else the first of the scene. Returns all that the page shows but messages."""
    hub, name = tab.hub, request.text("name")
    tab.user = next((persona.user for persona in hub.people if persona.user.name == name), hub.people[0].user)
    tab.forms.clear()
    return {
        "scene": hub.scene_json(),
        "world": tab.state(),
        "clock": hub.clock_json(),
        "faults": hub.faults_panel.to_json(),
    }


async def history(tab: Tab, request: TabRequest) -> Json:
    """Return a page of a channel's messages, oldest first: the newest, or those `before` one."""
    # Discord forgets private answers when the chat is opened anew; those that can still be answered stay.
    oldest = tab.hub.sandbox.clock.now() - TOKEN_LIFE
    everything = tab.channel(request).visible_to(tab.user.id)
    visible = [message for message in everything if message.private_to is None or message.sent_at >= oldest]
    if request.has("before"):
        before = request.id("before")
        visible = [message for message in visible if message.id < before]
    return {"messages": [message_json(message) for message in visible[-PAGE_SIZE:]], "more": len(visible) > PAGE_SIZE}


async def commands(tab: Tab, request: TabRequest) -> Json:
    """Return the slash commands that the reader can use in a channel."""
    return {"commands": commands_for(tab.hub.sandbox.world, tab.user, tab.channel(request))}


async def say(tab: Tab, request: TabRequest) -> Json:
    """Write a message."""
    text = request.text("text").strip()
    member = tab.member(request)
    replied = find_message(member.channel, request, "reply_to") if request.has("reply_to") else None
    await member.say(text, within=0, reply_to=replied)
    return {}


async def slash(tab: Tab, request: TabRequest) -> Json:
    """Use a slash command. Returns the interaction's id; an event tells later what came of it."""
    member = tab.member(request)
    command = request.text("command")
    options = options_of(member, command, request.named("options"))
    interaction = member.driver.interactions.open(slash_action(member, command, options))
    tab.start(_deliver(tab, member, interaction))
    return {"interaction": str(interaction.id)}


async def autocomplete(tab: Tab, request: TabRequest) -> Json:
    """Return what the bot offers for the last of the options."""
    member = tab.member(request)
    command = request.text("command")
    return {"choices": await member.autocomplete(command, **options_of(member, command, request.named("options")))}


async def press(tab: Tab, request: TabRequest) -> Json:
    """Press a button."""
    answer = _message_answer(tab, request)
    return _outcome(tab, await answer.press(request.text("custom_id")))


async def choose(tab: Tab, request: TabRequest) -> Json:
    """Pick from a select."""
    answer = _message_answer(tab, request)
    custom_id = request.text("custom_id")
    select = next((menu for menu in answer.selects if menu.custom_id == custom_id), None)
    if select is None:
        raise NotPossible(NO_SUCH_THING)
    picked = picks_of(answer.member, select.component, request.texts("values"))
    return _outcome(tab, await answer.choose(custom_id, *picked))


async def submit(tab: Tab, request: TabRequest) -> Json:
    """Send a form off."""
    answer = tab.forms.get(request.text("form"))
    if answer is None:
        raise NotPossible("This form is no longer open.")
    modal = answer.modal
    values = request.named("values")
    if modal is not None:
        values = form_values_of(answer.member, modal, values)
    outcome = _outcome(tab, await answer.submit(values))
    tab.forms.pop(request.text("form"), None)
    return outcome


async def travel(tab: Tab, request: TabRequest) -> Json:
    """Move the clock, by seconds or to an instant."""
    if not request.has("seconds"):
        return await _travel(tab, request.instant("to"))
    seconds = min(request.number("seconds"), 2 * MAX_JOURNEY.total_seconds())
    return await _travel(tab, tab.hub.sandbox.clock.now() + timedelta(seconds=seconds))


async def travel_to_monday(tab: Tab, request: TabRequest) -> Json:
    """Move the clock to the next Monday, nine o'clock: where the server of the channel is, else where the reader is."""
    place, zone_of = tab.channel(request).guild, tab.hub.scene.powers.zone_of
    guild = tab.hub.sandbox.world.guilds.get(place.id) if place else None
    zone = await zone_of(guild) if guild and zone_of else request.zone("zone")
    return await _travel(tab, next_monday(tab.hub.sandbox.clock.now(), zone))


def next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the first nine o'clock of a Monday in `zone` after the aware instant `now`, in UTC."""
    today = now.astimezone(zone).date()
    for days in range(8):
        nine = datetime.combine(today + timedelta(days=days), NINE, zone)
        if nine.weekday() == MONDAY and nine > now:
            return nine.astimezone(UTC)
    raise AssertionError("one of eight days is a Monday whose nine o'clock is to come")


async def travel_to_next_post(tab: Tab, request: TabRequest) -> Json:  # noqa: ARG001 - one shape for all verbs
    """Move the clock to the next scheduled post."""
    find = tab.hub.scene.powers.next_post
    at = await find() if find else None
    if at is None:
        raise NotPossible("Nothing is scheduled. An organiser can change that with a command.")
    return await _travel(tab, at)


async def strike(tab: Tab, request: TabRequest) -> Json:
    """Let something go wrong."""
    await tab.hub.faults_panel.strike(request.text("name"))
    tab.hub.tell_faults()
    return {}


VERBS: Mapping[str, Verb] = {
    "become": become,
    "history": history,
    "commands": commands,
    "say": say,
    "slash": slash,
    "autocomplete": autocomplete,
    "press": press,
    "choose": choose,
    "submit": submit,
    "travel": travel,
    "travel to monday": travel_to_monday,
    "travel to next post": travel_to_next_post,
    "strike": strike,
}


async def _deliver(tab: Tab, member: Member, interaction: Interaction) -> None:
    try:
        answer = await member.deliver(interaction)
    except NotAnswered:
        if interaction.reply is None:
            tab.tell("INTERACTION_FAILURE", {"id": str(interaction.id)})
        return
    tab.tell("INTERACTION_SUCCESS", {"id": str(interaction.id), **_outcome(tab, answer)})


def _message_answer(tab: Tab, request: TabRequest) -> Answer:
    member = tab.member(request)
    return Answer(member, find_message(member.channel, request, "message"))


def _outcome(tab: Tab, answer: Answer) -> Json:
    modal = answer.modal
    if modal is None or answer.interaction is None:
        return {"form": None}
    form_id = str(answer.interaction.id)
    tab.forms[form_id] = answer
    return {"form": {"id": form_id, **modal.body}}


async def _travel(tab: Tab, to: datetime) -> Json:
    hub = tab.hub
    clock = hub.sandbox.clock
    if not -A_MOMENT < to - clock.now() <= MAX_JOURNEY:
        raise NotPossible("The clock goes forward only, and at most a year at a time.")
    go: Callable[[datetime], Awaitable[object]] = hub.scene.powers.travel or _leap(tab)
    async with hub.travelling:
        await go(to)
    hub.tell_all("CLOCK", hub.clock_json())
    return hub.clock_json()


def _leap(tab: Tab) -> Callable[[datetime], Awaitable[object]]:
    async def leap(to: datetime) -> None:
        clock = tab.hub.sandbox.clock
        # The clock runs on meanwhile.
        if to - clock.now() > A_MOMENT:
            clock.jump(to)

    return leap
