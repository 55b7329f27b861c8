"""How organisers edit a topic of a roadmap that they brought, its questions, and what members said against those."""

from dataclasses import replace

import discord

from bot.content.edits import HOW_TO_WRITE, choices_text
from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.roadmap import Question
from bot.features.library import embeds
from bot.features.library.handlers.roadmaps import read_number
from bot.features.library.service import editing
from bot.features.library.service.live_versions import Taken
from bot.ui.forms import SEPARATOR, form, text_field
from bot.ui.response import Response
from bot.ui.text import clip
from bot.ui.theme import WARNING, Item, button, error_embed, make_embed, option, rows, select, selects

LATE = error_embed("That took too long", "Press the button again.")
TOO_OLD = "This form is too old for me. Open it again with /library edit."
SHOWN_FLAGS = 15


async def edit(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Show what can be changed of a topic."""
    shown = await editing.topic_to_edit(app, request, argument)
    topic = shown.topic
    buttons: list[Item] = [
        button("Texts and links", "lib-edit-texts", topic.id, emoji="✏️", style=discord.ButtonStyle.primary),
        button("Add a question", "lib-q-add", topic.id, emoji="➕"),
    ]
    options = [option(question.question, question.id) for question in topic.quiz]
    menus = selects("Change a question", options, "lib-q")
    return Response(embeds.own_topic(shown), rows(*menus, buttons)).for_roadmap(shown.brought.number)


async def edit_texts(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Open the form with the texts of a topic."""
    shown = await editing.topic_to_edit(app, request, topic_id)
    topic = shown.topic
    links = "\n".join(f"{resource.title} {resource.url}" for resource in topic.resources)
    fields = [
        text_field("title", "Title", "Up to 60 characters", topic.title, most=60),
        text_field("summary", "Summary", "One sentence, up to 200 characters", topic.summary, most=200, required=False),
        text_field("explanation", "Text", "Up to 2,000 characters", topic.explanation, most=2000, required=False),
        text_field(
            "links", "Links", "Up to 8, one to a line: its name, a blank, its https address", links, required=False
        ),
    ]
    modal = form("Edit a topic", "lib-edit-save", fields, topic.id, shown.brought.version)
    return Response(LATE, modal=modal, new_message=True).for_roadmap(shown.brought.number)


async def save_texts(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Make the version in which a topic has the texts that were filled in."""
    topic_id, version, texts = _filled(filled, 4)
    return _saved(app, await editing.edit(app, request, topic_id, version, texts), topic_id)


async def add_question(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Open the form for one more question of a topic."""
    shown = await editing.topic_to_edit(app, request, topic_id)
    modal = form("Add a question", "lib-q-new", _question_fields(None), shown.topic.id, shown.brought.version)
    return Response(LATE, modal=modal, new_message=True).for_roadmap(shown.brought.number)


async def save_new_question(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Make the version in which a topic has one more question."""
    topic_id, version, texts = _filled(filled, 3)
    return _saved(app, await editing.add_question(app, request, topic_id, version, texts), topic_id)


async def question(app: AppContext, request: RequestContext, question_id: str) -> Response:
    """Show a question as its author sees it, with what members said against it."""
    shown = await editing.question_to_edit(app, request, question_id)
    own = shown.question.id
    buttons: list[Item] = [
        button("Change it", "lib-q-edit", own, emoji="✏️", style=discord.ButtonStyle.primary),
        button("Remove it", "lib-q-drop", own, emoji="🗑️"),
    ]
    if shown.flagged:
        buttons.append(button("Set aside", "lib-q-aside", own, emoji="🚩"))
    back = button("Back to topic", "lib-edit", shown.topic.id, emoji="↩️")
    return Response(embeds.own_question(shown), rows(buttons, [back])).for_roadmap(shown.brought.number)


async def edit_question(app: AppContext, request: RequestContext, question_id: str) -> Response:
    """Open the form with a question."""
    shown = await editing.question_to_edit(app, request, question_id)
    fields = _question_fields(shown.question)
    modal = form("Change a question", "lib-q-save", fields, shown.question.id, shown.brought.version)
    return Response(LATE, modal=modal, new_message=True).for_roadmap(shown.brought.number)


async def save_question(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Make the version in which a question reads as it was filled in."""
    question_id, version, texts = _filled(filled, 3)
    done = await editing.change_question(app, request, question_id, version, texts)
    return _saved(app, done, done.roadmap.questions[question_id][0].id)


async def ask_to_remove(app: AppContext, request: RequestContext, question_id: str) -> Response:
    """Ask whether a question is to go."""
    shown = await editing.question_to_edit(app, request, question_id)
    yes = button("Yes, remove it", "lib-q-gone", question_id, shown.brought.version, style=discord.ButtonStyle.danger)
    keep = button("Keep it", "lib-q", question_id)
    text = f"{clip(shown.question.question, 300)}\n\nNobody is asked it any more. Answers that were given still count."
    return Response(make_embed("Remove this question?", text, colour=WARNING), rows([yes, keep])).for_roadmap(
        shown.brought.number
    )


async def remove_question(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Make the version without a question."""
    question_id, _, version = argument.partition(":")
    shown = await editing.question_to_edit(app, request, question_id)
    return _saved(app, await editing.remove_question(app, request, question_id, read_number(version)), shown.topic.id)


async def set_aside(app: AppContext, request: RequestContext, question_id: str) -> Response:
    """Set aside what members said against a question."""
    await editing.set_flags_aside(app, request, question_id)
    return (await question(app, request, question_id)).with_notice("Set aside: the question stays as it is.")


async def flags(app: AppContext, request: RequestContext, _text: str) -> Response:
    """List the questions that members found something wrong with."""
    flagged = (await editing.flagged_questions(app, request))[:SHOWN_FLAGS]
    options = [
        option(shown.question.question, f"{shown.brought.number}:{shown.question.id}", shown.topic.title)
        for shown in flagged
    ]
    menu: list[Item] = [select("Open a question", options, "lib-flag")] if options else []
    return Response(embeds.flagged(flagged), rows(menu))


async def open_flagged(app: AppContext, request: RequestContext, picked: str) -> Response:
    """Show a question that was flagged, of whichever roadmap it is."""
    number, _, question_id = picked.partition(":")
    return await question(app, replace(request, roadmap_number=read_number(number)), question_id)


def _saved(app: AppContext, done: Taken, topic_id: str) -> Response:
    buttons = [
        button("Back to topic", "lib-edit", topic_id, emoji="↩️"),
        button("Versions", "lib-versions", done.roadmap.id),
    ]
    return Response(embeds.saved(done), rows(buttons)).for_roadmap(app.guilds.number_named(done.roadmap.id))


def _filled(filled: str, number: int) -> tuple[str, int, list[str]]:
    """Return what a form of so many texts is about, of which version, and the texts."""
    argument, *texts = filled.split(SEPARATOR)
    about, _, version = argument.partition(":")
    if len(texts) != number:
        raise StudyError(TOO_OLD)
    return about, read_number(version), texts


def _question_fields(question: Question | None) -> list[discord.ui.Label[discord.ui.Modal]]:
    """Return the fields of the form for a question, empty for a new one."""
    text, choices, why = (question.question, choices_text(question), question.why) if question else ("", "", "")
    return [
        text_field("question", "Question", "Up to 700 characters", text, most=700),
        text_field("choices", "Choices", HOW_TO_WRITE, choices, most=1_100),
        text_field(
            "why", "Why is it right?", "Up to 500 characters; shown with the answer", why, most=500, required=False
        ),
    ]
