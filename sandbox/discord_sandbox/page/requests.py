"""What a tab can ask for, each by its verb."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime, timedelta

from discord_sandbox.interactions.life import TOKEN_LIFE, Interaction
from discord_sandbox.member.acting import Member
from discord_sandbox.member.answer import Answer
from discord_sandbox.member.deeds import slash_deed
from discord_sandbox.mishaps import NotAnswered, NotPossible
from discord_sandbox.page.asked import NOTHING_LIKE_IT, Asked
from discord_sandbox.page.sight import commands_for, message_json
from discord_sandbox.page.tab import Tab
from discord_sandbox.page.things import find_message, options_of, picks_of
from discord_sandbox.wire import Json

PAGE = 50
LONGEST = 2000
FARTHEST = timedelta(days=366)
A_MOMENT = timedelta(milliseconds=100)

Verb = Callable[[Tab, Asked], Coroutine[None, None, Json]]


async def become(tab: Tab, asked: Asked) -> Json:
    """Be somebody: who has that name, else the first of the scene. Gives all that the page shows but messages."""
    floor, name = tab.floor, asked.text("name")
    tab.user = next((one.user for one in floor.people if one.user.name == name), floor.people[0].user)
    tab.forms.clear()
    return {
        "scene": floor.scene_json(),
        "world": tab.state(),
        "clock": floor.clock_json(),
        "troubles": floor.troubles.to_json(),
    }


async def history(tab: Tab, asked: Asked) -> Json:
    """Give a page of a channel's messages, oldest first: the newest, or those `before` one."""
    # Discord forgets private answers when the chat is opened anew; those that can still be answered stay.
    oldest = tab.floor.sandbox.clock.now() - TOKEN_LIFE
    everything = tab.channel(asked).visible_to(tab.user.id)
    visible = [message for message in everything if message.private_to is None or message.sent_at >= oldest]
    if asked.has("before"):
        before = asked.id("before")
        visible = [message for message in visible if message.id < before]
    return {"messages": [message_json(one) for one in visible[-PAGE:]], "more": len(visible) > PAGE}


async def commands(tab: Tab, asked: Asked) -> Json:
    """Give the slash commands that the reader can use in a channel."""
    return {"commands": commands_for(tab.floor.sandbox.world, tab.user, tab.channel(asked))}


async def say(tab: Tab, asked: Asked) -> Json:
    """Write a message."""
    text = asked.text("text").strip()
    if not 0 < len(text) <= LONGEST:
        raise NotPossible(f"A message has 1 to {LONGEST} characters; this has {len(text)}.")
    member = tab.member(asked)
    replied = find_message(member.channel, asked, "reply_to") if asked.has("reply_to") else None
    await member.say(text, within=0, reply_to=replied)
    return {}


async def slash(tab: Tab, asked: Asked) -> Json:
    """Use a slash command. Gives the interaction's id; an event tells later what came of it."""
    member = tab.member(asked)
    command = asked.text("command")
    options = options_of(member, command, asked.named("options"))
    interaction = member.stage.interactions.open(slash_deed(member, command, options))
    tab.start(_deliver(tab, member, interaction))
    return {"interaction": str(interaction.id)}


async def autocomplete(tab: Tab, asked: Asked) -> Json:
    """Give what the bot offers for the last of the options."""
    member = tab.member(asked)
    command = asked.text("command")
    return {"choices": await member.autocomplete(command, **options_of(member, command, asked.named("options")))}


async def press(tab: Tab, asked: Asked) -> Json:
    """Press a button."""
    answer = _message_answer(tab, asked)
    return _outcome(tab, await answer.press(asked.text("custom_id")))


async def choose(tab: Tab, asked: Asked) -> Json:
    """Pick from a select."""
    answer = _message_answer(tab, asked)
    custom_id = asked.text("custom_id")
    select = next((one for one in answer.selects if one.custom_id == custom_id), None)
    if select is None:
        raise NotPossible(NOTHING_LIKE_IT)
    picked = picks_of(answer.member, select.component, asked.texts("values"))
    return _outcome(tab, await answer.choose(custom_id, *picked))


async def submit(tab: Tab, asked: Asked) -> Json:
    """Send a form off."""
    answer = tab.forms.get(asked.text("form"))
    if answer is None:
        raise NotPossible("This form is no longer open.")
    outcome = _outcome(tab, await answer.submit(asked.named("values")))
    tab.forms.pop(asked.text("form"), None)
    return outcome


async def travel(tab: Tab, asked: Asked) -> Json:
    """Move the clock, by seconds or to an instant."""
    if not asked.has("seconds"):
        return await _travel(tab, asked.instant("to"))
    seconds = min(asked.number("seconds"), 2 * FARTHEST.total_seconds())
    return await _travel(tab, tab.floor.sandbox.clock.now() + timedelta(seconds=seconds))


async def travel_to_next_post(tab: Tab, asked: Asked) -> Json:  # noqa: ARG001 - one shape for all verbs
    """Move the clock to the next scheduled post."""
    find = tab.floor.scene.powers.next_post
    at = await find() if find else None
    if at is None:
        raise NotPossible("Nothing is scheduled. An organiser can change that with a command.")
    return await _travel(tab, at)


async def strike(tab: Tab, asked: Asked) -> Json:
    """Let something go wrong."""
    await tab.floor.troubles.strike(asked.text("name"))
    tab.floor.tell_troubles()
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


def _message_answer(tab: Tab, asked: Asked) -> Answer:
    member = tab.member(asked)
    return Answer(member, find_message(member.channel, asked, "message"))


def _outcome(tab: Tab, answer: Answer) -> Json:
    modal = answer.modal
    if modal is None or answer.interaction is None:
        return {"form": None}
    form_id = str(answer.interaction.id)
    tab.forms[form_id] = answer
    return {"form": {"id": form_id, **modal.body}}


async def _travel(tab: Tab, to: datetime) -> Json:
    floor = tab.floor
    clock = floor.sandbox.clock
    if not -A_MOMENT < to - clock.now() <= FARTHEST:
        raise NotPossible("The clock goes forward only, and at most a year at a time.")
    go: Callable[[datetime], Awaitable[object]] = floor.scene.powers.travel or _leap(tab)
    async with floor.travelling:
        await go(to)
    floor.tell_all("CLOCK", floor.clock_json())
    return floor.clock_json()


def _leap(tab: Tab) -> Callable[[datetime], Awaitable[object]]:
    async def leap(to: datetime) -> None:
        clock = tab.floor.sandbox.clock
        # The clock runs on meanwhile.
        if to - clock.now() > A_MOMENT:
            clock.jump(to)

    return leap
