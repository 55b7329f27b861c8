"""What each verb of this feature answers, whether it came as a command, a button or in chat."""

import re
from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.context import AppContext
from bot.core.errors import EmptyResultError
from bot.core.member import RequestContext
from bot.core.progress import Tally, TopicState, tally
from bot.core.text_normalization import escape_markdown
from bot.features.progress import embeds, service
from bot.ui.card import card
from bot.ui.payload_rules import CONTENT
from bot.ui.pictures import Picture, calendar_picture, map_picture, weeks_picture
from bot.ui.response import Response, with_picture
from bot.ui.suggestions import MAX_SUGGESTED
from bot.ui.text import clip
from bot.ui.theme import Item, button, make_embed, option, rows, selects

MENTION = re.compile(r"<@!?(\d{15,20})>")


async def done(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Mark topics as done."""
    return _marked(await service.mark_topics(app, request, argument, TopicState.DONE))


async def start(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Mark topics as started."""
    return _marked(await service.mark_topics(app, request, argument, TopicState.STARTED))


async def skip(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Mark topics as skipped."""
    return _marked(await service.mark_topics(app, request, argument, TopicState.SKIPPED))


async def done_section(app: AppContext, request: RequestContext, section_id: str) -> Response:
    """Mark all that is left of a section as done, once it was confirmed."""
    return _marked(await service.mark_section(app, request, section_id, TopicState.DONE))


async def start_section(app: AppContext, request: RequestContext, section_id: str) -> Response:
    """Mark all that is open of a section as started, once it was confirmed."""
    return _marked(await service.mark_section(app, request, section_id, TopicState.STARTED))


async def skip_section(app: AppContext, request: RequestContext, section_id: str) -> Response:
    """Mark all that is open of a section as skipped, once it was confirmed."""
    return _marked(await service.mark_section(app, request, section_id, TopicState.SKIPPED))


async def undo(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Take back the last act, or the last thing done with one topic."""
    return _taken_back(await service.take_back(app, request, argument))


async def undo_act(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Take back the act whose answer carried the button."""
    return _taken_back(await service.take_back_act(app, request, argument))


async def card_done(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Mark the topic of a card as done and show the card so."""
    return _on_card(await service.mark_topics(app, request, topic_id, TopicState.DONE))


async def card_start(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Mark the topic of a card as started and show the card so."""
    return _on_card(await service.mark_topics(app, request, topic_id, TopicState.STARTED))


async def card_undo(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Take back the last thing done with the topic of a card and show the card so."""
    shown = await service.take_back(app, request, topic_id)
    if shown.topic is None:
        return _taken_back(shown)
    return card(shown.roadmap, shown.topic, shown.states, note=shown.note).with_notice(embeds.undo_notice(shown))


async def progress(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show the learner's own progress; in chat, words after the verb change nothing."""
    return _report(await service.report(app, request, request.user_id))


async def progress_of(app: AppContext, request: RequestContext, user_id: int, name: str) -> Response:
    """Show the progress of a member, one's own included."""
    if user_id == request.user_id:
        return await progress(app, request, "")
    return Response(embeds.report(await service.report(app, request, user_id), name))


async def member(app: AppContext, request: RequestContext, text: str) -> Response:
    """Show the progress of somebody who is mentioned in words, within the rules of who may see what."""
    mentioned = MENTION.search(text)
    if mentioned is None:
        raise EmptyResultError(
            "I only know members by mention: write “progress of @name”, or use /progress and pick them."
        )
    if int(mentioned[1]) == request.user_id:
        return await progress(app, request, "")
    shown = await service.report(app, request, int(mentioned[1]))
    line = _line(tally(shown.roadmap.order, shown.states))
    return Response(embeds.report(shown, "this member"), in_channel=line)


async def share(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show one's own progress to the whole channel."""
    shown = await service.report(app, request, request.user_id)
    return Response(embeds.report(shown, request.name), ephemeral=False)


async def share_streak(app: AppContext, request: RequestContext, days: str) -> Response:
    """Tell the whole channel how many days in a row one has studied."""
    reached = await service.streak_to_share(app, request, days)
    return Response(embeds.shared_streak(request.name, reached), ephemeral=False)


async def share_section(app: AppContext, request: RequestContext, section_id: str) -> Response:
    """Tell the whole channel that one has finished a section."""
    section = await service.section_to_share(app, request, section_id)
    return Response(embeds.shared_section(request.name, section), ephemeral=False)


async def map_of(app: AppContext, request: RequestContext, user_id: int, name: str) -> Response:
    """Show the roadmap of a member as a picture, with the same in words under it."""
    shown = await service.report(app, request, user_id)
    own = user_id == request.user_id
    sections = [option(section.title, section.id, "", section.emoji or None) for section in shown.roadmap.sections]
    rest: list[Item] = [
        button("Calendar", "calendar", emoji="📅"),
        button("Weeks", "weeks", emoji="📊"),
        button("Share", "share-map"),
    ]
    words = embeds.map_in_words(shown, None if own else name)
    answer = Response(words, rows(*selects("Open a section", sections, "section"), rest if own else []))
    picture = map_picture(shown.roadmap, shown.states, shown.shown, name)
    line = _line(tally(shown.roadmap.order, shown.states))
    return replace(await with_picture(app.pictures, request.user_id, answer, picture), in_channel=line)


async def own_map(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show one's own roadmap as a picture."""
    return await map_of(app, request, request.user_id, request.name)


async def share_map(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show the picture of one's own roadmap to the whole channel."""
    shown = await service.report(app, request, request.user_id)
    picture = map_picture(shown.roadmap, shown.states, shown.shown, request.name)
    answer = Response(embeds.map_in_words(shown, request.name), ephemeral=False)
    return await with_picture(app.pictures, request.user_id, answer, picture)


async def calendar(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show one's active days of a year."""
    shown = await service.report(app, request, request.user_id)
    picture = calendar_picture(shown.days, shown.streak.frozen, shown.today, request.name)
    return await with_picture(app.pictures, request.user_id, _beside(picture, "Weeks", "weeks", "📊"), picture)


async def weeks(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show one's active days of each of the last weeks."""
    shown = await service.report(app, request, request.user_id)
    picture = weeks_picture(shown.days, shown.today, request.name)
    return await with_picture(app.pictures, request.user_id, _beside(picture, "Calendar", "calendar", "📅"), picture)


def _beside(picture: Picture, label: str, verb: str, emoji: str) -> Response:
    """Return the words of a picture, with buttons back to the map and to the other one."""
    back = button("Map", "map", emoji="🖼️")
    return Response(
        make_embed(picture.title, escape_markdown(picture.alt)), rows([back, button(label, verb, emoji=emoji)])
    )


def _marked(shown: service.MarkResult) -> Response:
    buttons: list[Item] = []
    if shown.changed:
        buttons.append(button("Undo", "undo-act", f"{shown.action_id:x}", emoji="↩️"))
    if len(shown.changed) == 1 and shown.kind is TopicState.STARTED:
        buttons.append(button("Open topic", "topic", shown.changed[0].id, style=discord.ButtonStyle.primary))
    elif up := shown.following:
        buttons.append(button(f"Next: {up.topic.title}", "topic", up.topic.id, style=discord.ButtonStyle.primary))
    if sections := shown.finished_sections:
        buttons.append(button("Share", "share-section", sections[-1].id, emoji="🏁"))
    if shown.streak_days:
        buttons.append(button("Share", "share-streak", shown.streak_days, emoji="🔥"))
    undo = buttons[:1] if shown.changed else []
    # What was not marked is told in the channel too: they are the words that somebody has just written there.
    line = _line(shown.sums, undo, _offers(shown), embeds.not_marked(shown))
    return Response(embeds.outcome(shown), rows(buttons, _offers(shown)), in_channel=line)


def _offers(shown: service.MarkResult) -> list[Item]:
    """Return a button for each topic that an unclear part of the list may have meant."""
    offered = dict.fromkeys(topic for unclear in shown.listed.unclear for topic in unclear.topics)
    verb = service.VERBS[shown.kind]
    return [button(topic.title, verb, topic.id, emoji="❔") for topic in list(offered)[:MAX_SUGGESTED]]


def _on_card(shown: service.MarkResult) -> Response:
    topic = (*shown.changed, *shown.unchanged)[0]
    notice = f"{embeds.notice(shown)} · {shown.sums.covered} of {shown.sums.total}"
    return card(shown.roadmap, topic, shown.states, note=shown.note).with_notice(
        "\n".join([notice, *embeds.cheers(shown)])
    )


def _taken_back(shown: service.UndoResult) -> Response:
    buttons: list[Item] = [button("Open topic", "topic", shown.topic.id)] if shown.topic else []
    line = _line(tally(shown.roadmap.order, shown.states))
    return Response(embeds.taken_back(shown), rows([*buttons, button("Next", "next")]), in_channel=line)


def _report(shown: service.ProgressReport) -> Response:
    buttons = [button("Next", "next"), button("Roadmap", "roadmap", emoji="🗺️"), button("Map", "map", emoji="🖼️")]
    buttons += [button("3 a day?", "what-if", emoji="🔮"), button("Share", "share-progress")]
    line = _line(tally(shown.roadmap.order, shown.states))
    return Response(embeds.report(shown, None), rows(buttons), in_channel=line)


def _line(sums: Tally, buttons: Sequence[Item] = (), offers: Sequence[Item] = (), more: str = "") -> Response:
    """Return what a channel sees of somebody's progress: how far they are, and a button to see the rest for oneself."""
    text = f"{sums.covered} of {sums.total}\n{more}".strip()
    view = rows([*buttons, button("My progress", "progress")], offers)
    return Response(content=clip(text, CONTENT), view=view, ephemeral=False)
