"""What each verb of this feature answers, whether it came as a command, a button or in chat."""

from collections.abc import Mapping
from dataclasses import replace

import discord

from bot.context import AppContext
from bot.core.errors import EmptyResultError
from bot.core.mastery import Shown
from bot.core.member import RequestContext
from bot.core.progress import States, TopicState
from bot.core.roadmap import Roadmap, Section
from bot.features.topics import embeds, service
from bot.ui.card import back_of_card, back_row, card, depth_row, shared_card
from bot.ui.response import Response
from bot.ui.text import display_name
from bot.ui.theme import STATE_EMOJI, STATE_WORD, Item, button, make_embed, option, rows, select, selects


async def topic(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Open the card of a topic, or else show the passages in which the words stand."""
    if topic_hits := await service.mentions(app, request, argument):
        return _found(argument, service.SearchResult(topic_hits, ()))
    return _card(await service.open_topic(app, request, argument))


async def before(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Open the card of the topic before this one."""
    return _card(await service.open_neighbour(app, request, topic_id, -1))


async def after(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Open the card of the topic after this one."""
    return _card(await service.open_neighbour(app, request, topic_id, 1))


async def share(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Show a topic's card to the whole channel."""
    opened = await service.open_topic(app, request, topic_id)
    is_brought = app.library.is_brought(opened.roadmap.id)
    return shared_card(opened.roadmap, opened.topic, display_name(request.name, 32), is_brought=is_brought)


async def more(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Show the back of a topic's card."""
    opened = await service.open_topic(app, request, topic_id)
    return back_of_card(opened.roadmap, opened.topic, opened.states or {})


async def exercise(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Show the exercises of a topic, each with one solution as a spoiler."""
    shown = (await service.open_topic(app, request, topic_id)).topic
    exercises = [prompt for prompt in shown.prompts if prompt.kind == "exercise"]
    if not exercises:
        raise EmptyResultError("This topic has no exercise yet.")
    return Response(embeds.exercises(shown, exercises), rows(depth_row(shown, "exercise"), back_row(shown)))


async def example(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Show a topic's example."""
    shown = (await service.open_topic(app, request, topic_id)).topic
    if shown.example is None:
        raise EmptyResultError("This topic has no example yet.")
    return Response(embeds.example(shown, shown.example), rows(depth_row(shown, "example"), back_row(shown)))


async def pitfalls(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Show a topic's pitfalls."""
    shown = (await service.open_topic(app, request, topic_id)).topic
    if not shown.pitfalls:
        raise EmptyResultError("This topic has no pitfalls yet.")
    return Response(embeds.pitfalls(shown), rows(depth_row(shown, "pitfalls"), back_row(shown)))


async def project(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Show what a project topic asks for."""
    shown = (await service.open_topic(app, request, topic_id)).topic
    if shown.project is None:
        raise EmptyResultError("This topic is not a project.")
    return Response(embeds.project(shown, shown.project), rows(depth_row(shown, "project"), back_row(shown)))


async def search(app: AppContext, request: RequestContext, words: str) -> Response:
    """Search the text of all topics."""
    result = await service.search(app, request, words)
    return replace(_found(words, result), in_channel=_found(words, replace(result, notes=())))


def _found(words: str, result: service.SearchResult) -> Response:
    topics = dict.fromkeys([*(topic for topic, _ in result.notes), *(hit.topic for hit in result.hits)])
    if not topics:
        return Response(make_embed("Nothing there", service.NOTHING_SPEAKS_OF_IT), new_message=True)
    menu = [option(topic.title, topic.id, topic.summary) for topic in topics]
    return Response(embeds.hits(words, result.hits, result.notes), rows([select("Open a topic", menu, "topic")]))


async def roadmap(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Show the roadmap, or one of its sections."""
    if argument.strip():
        return await section(app, request, argument)
    return roadmap_response(await service.stand(app, request))


def roadmap_response(standing: service.LearnerProgress) -> Response:
    """Return the message that shows a learner the whole roadmap."""
    menu = [
        option(section.title, section.id, section.summary, section.emoji or None)
        for section in standing.roadmap.sections
    ]
    up = standing.following
    buttons: list[Item] = [button(f"Next: {up.topic.title}", "topic", up.topic.id)] if up else []
    in_channel = Response(
        embeds.roadmap(standing.roadmap, None), rows(*selects("Open a section", menu, "section")), ephemeral=False
    )
    menus = selects("Open a section", menu, "section")
    return Response(embeds.roadmap(standing.roadmap, standing.states), rows(*menus, buttons), in_channel=in_channel)


async def section(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Show one section of the roadmap."""
    return section_response(*await service.find_section(app, request, argument))


def section_response(standing: service.LearnerProgress, shown: Section) -> Response:
    """Return the message that shows a learner one section."""
    back = button("All sections", "roadmap", emoji="🗺️")

    def answer(states: States | None, mastery: Mapping[str, Shown]) -> Response:
        menu = _menu(standing.roadmap, shown.topic_ids, states or {})
        embed = embeds.section(standing.roadmap, states, shown, mastery)
        return Response(embed, rows(*selects("Open a topic", menu, "topic"), [back]))

    return replace(answer(standing.states, standing.shown), in_channel=answer(None, {}))


async def following(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show what to study next, and why."""
    standing = await service.stand(app, request)
    up = standing.following
    if standing.rusty:
        buttons = [
            button("Quiz me", "quiz", standing.rusty.id, emoji="🎓", style=discord.ButtonStyle.primary),
            button("Open topic", "topic", standing.rusty.id),
        ]
        if up and up.topic is not standing.rusty:
            buttons.append(button(f"Next: {up.topic.title}", "topic", up.topic.id))
        return Response(embeds.rusty(standing, standing.rusty), rows(buttons))
    if up is None:
        to_roadmap = rows([button("Roadmap", "roadmap", emoji="🗺️")])
        line = Response(content="There is nothing left to study.", view=to_roadmap, ephemeral=False)
        return Response(embeds.finished(standing), to_roadmap, in_channel=line)
    buttons = [
        button("Open topic", "topic", up.topic.id, style=discord.ButtonStyle.primary),
        button("Done", "done", up.topic.id, emoji="✅", style=discord.ButtonStyle.success),
        button("Skip", "skip", up.topic.id),
    ]
    line = Response(content=f"Next: **{up.topic.markdown_title}**", view=rows(buttons[:1]), ephemeral=False)
    return Response(embeds.following(standing, up), rows(buttons), in_channel=line)


async def standing(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Say where whoever asks stands with a topic: in a channel in a line, which leads to the rest."""
    opened = await service.open_topic(app, request, argument)
    answer = _card(opened)
    if opened.states is None:
        return answer
    state = opened.states.get(opened.topic.id, TopicState.OPEN)
    line = f"{STATE_EMOJI[state]} **{opened.topic.markdown_title}**: {STATE_WORD[state].lower()}"
    buttons = rows([button("Open topic", "topic", opened.topic.id)])
    return replace(answer, in_channel=Response(content=line, view=buttons, ephemeral=False)).with_notice(line)


def _card(opened: service.TopicView) -> Response:
    answer = card(opened.roadmap, opened.topic, opened.states, opened.shown, opened.note)
    if opened.states is None:
        return answer.with_notice("Your progress cannot be read right now; try again in a minute.")
    return answer


def _menu(plan: Roadmap, topic_ids: tuple[str, ...], states: States) -> list[discord.SelectOption]:
    topics = [plan.topics[topic_id] for topic_id in topic_ids]
    return [
        option(topic.title, topic.id, topic.summary, STATE_EMOJI[states.get(topic.id, TopicState.OPEN)])
        for topic in topics
    ]
