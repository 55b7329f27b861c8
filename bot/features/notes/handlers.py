"""What each verb of this feature answers, whether it came as a command or a button."""

import discord

from bot.context import AppContext
from bot.core.member import RequestContext
from bot.core.notes import MAX_NOTE
from bot.features.notes import embeds, service
from bot.features.notes.service import OwnNote
from bot.ui.forms import form, text_field
from bot.ui.response import Response
from bot.ui.theme import Item, button, error_embed, rows

LATE = ("That took too long", "Press the button again.")


async def write(app: AppContext, request: RequestContext, argument: str, typed: str) -> Response:
    """Keep a note, or show it when nothing was typed."""
    if not typed.strip():
        return await show(app, request, argument)
    return _note(await service.write(app, request, argument, typed)).with_notice("✅ Note saved.")


async def show(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Show the note on a topic."""
    return _note(await service.read(app, request, argument))


async def edit(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Open a form with the note as it is."""
    shown = await service.read(app, request, topic_id)
    hint = f"Up to {MAX_NOTE:,} characters; only you see it."
    field = text_field("text", "Your note", hint, shown.text, most=MAX_NOTE, required=False)
    # An app keeps what was typed into a form of the same custom_id: each gets one of its own.
    modal = form(f"Note on {shown.topic.title}"[:45], "note-save", [field], f"{request.id:x}", shown.topic.id)
    return Response(error_embed(*LATE), modal=modal, new_message=True)


async def save(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Keep what was filled in: the press's id and the topic, then a line `text=…`; an empty one deletes the note."""
    argument, _, line = filled.partition("\n")
    topic_id = argument.partition(":")[2]
    typed = line.removeprefix("text=")
    if not typed.strip():
        return await delete(app, request, topic_id)
    return await write(app, request, topic_id, typed)


async def delete(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Delete the note on a topic."""
    return _note(await service.delete(app, request, topic_id)).with_notice("🗑️ Note deleted.")


def _note(shown: OwnNote) -> Response:
    buttons: list[Item] = []
    if not shown.is_retired:
        label = "Edit" if shown.text else "Write it"
        buttons.append(button(label, "note-edit", shown.topic.id, emoji="✏️", style=discord.ButtonStyle.primary))
    if shown.text:
        buttons.append(button("Delete", "note-delete", shown.topic.id, style=discord.ButtonStyle.danger))
    if not shown.is_retired:
        buttons.append(button("Back to topic", "topic", shown.topic.id, emoji="↩️"))
    return Response(embeds.note(shown), rows(buttons))
