"""What each verb of this room answers, whether it came as a command, a button or in chat."""

import discord

from bot.core.member import Act
from bot.core.progress import TopicState
from bot.features.progress import embeds, service
from bot.study import Study
from bot.ui.answer import Answer
from bot.ui.card import card
from bot.ui.theme import Item, button, rows


async def done(study: Study, act: Act, asked: str) -> Answer:
    """Mark topics as done."""
    return _marked(await service.mark_topics(study, act, asked, TopicState.DONE))


async def start(study: Study, act: Act, asked: str) -> Answer:
    """Mark topics as started."""
    return _marked(await service.mark_topics(study, act, asked, TopicState.STARTED))


async def skip(study: Study, act: Act, asked: str) -> Answer:
    """Mark topics as skipped."""
    return _marked(await service.mark_topics(study, act, asked, TopicState.SKIPPED))


async def undo(study: Study, act: Act, asked: str) -> Answer:
    """Take back the last act, or the last thing done with one topic."""
    return _taken_back(await service.take_back(study, act, asked))


async def undo_act(study: Study, act: Act, asked: str) -> Answer:
    """Take back the act whose answer carried the button."""
    return _taken_back(await service.take_back_act(study, act, asked))


async def card_done(study: Study, act: Act, topic_id: str) -> Answer:
    """Mark the topic of a card as done and show the card so."""
    return _on_card(await service.mark_topics(study, act, topic_id, TopicState.DONE))


async def card_start(study: Study, act: Act, topic_id: str) -> Answer:
    """Mark the topic of a card as started and show the card so."""
    return _on_card(await service.mark_topics(study, act, topic_id, TopicState.STARTED))


async def card_undo(study: Study, act: Act, topic_id: str) -> Answer:
    """Take back the last thing done with the topic of a card and show the card so."""
    shown = await service.take_back(study, act, topic_id)
    if shown.topic is None:
        return _taken_back(shown)
    return card(shown.roadmap, shown.topic, shown.states).with_notice(embeds.undo_notice(shown))


async def progress(study: Study, act: Act, _text: str) -> Answer:
    """Show the learner's own progress; in chat, words after the verb change nothing."""
    return _report(await service.report(study, act, act.user_id))


async def progress_of(study: Study, act: Act, user_id: int, name: str) -> Answer:
    """Show the progress of a member, one's own included."""
    if user_id == act.user_id:
        return await progress(study, act, "")
    return Answer(embeds.report(await service.report(study, act, user_id), name))


async def share(study: Study, act: Act, _text: str) -> Answer:
    """Show one's own progress to the whole channel."""
    shown = await service.report(study, act, act.user_id)
    return Answer(embeds.report(shown, act.name), private=False)


def _marked(shown: service.Outcome) -> Answer:
    buttons: list[Item] = []
    if shown.changed:
        buttons.append(button("Undo", "undo-act", f"{shown.act_id:x}", emoji="↩️"))
    if len(shown.changed) == 1 and shown.kind is TopicState.STARTED:
        buttons.append(button("Open topic", "topic", shown.changed[0].id, style=discord.ButtonStyle.primary))
    elif up := shown.following:
        buttons.append(button(f"Next: {up.topic.title}", "topic", up.topic.id, style=discord.ButtonStyle.primary))
    return Answer(embeds.outcome(shown), rows(buttons))


def _on_card(shown: service.Outcome) -> Answer:
    topic = (*shown.changed, *shown.unchanged)[0]
    notice = f"{embeds.notice(shown)} · {shown.sums.done} of {shown.sums.total}"
    return card(shown.roadmap, topic, shown.states).with_notice(notice)


def _taken_back(shown: service.TakenBack) -> Answer:
    buttons: list[Item] = [button("Open topic", "topic", shown.topic.id)] if shown.topic else []
    return Answer(embeds.taken_back(shown), rows([*buttons, button("Next", "next")]))


def _report(shown: service.Report) -> Answer:
    buttons = [button("Next", "next"), button("Roadmap", "roadmap", emoji="🗺️"), button("Share", "share-progress")]
    return Answer(embeds.report(shown, None), rows(buttons))
