"""How roadmaps are listed, brought, taken, switched, gone back on and handed out."""

from collections.abc import Awaitable
from dataclasses import dataclass

import discord

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext, require_manage_guild
from bot.features.library import embeds
from bot.features.library.service import drafts, editing, files, live_versions, posts, shelves
from bot.features.library.service.drafts import Preview
from bot.features.library.service.live_versions import Taken
from bot.ui.forms import SEPARATOR, form, text_field
from bot.ui.response import Attachment, Response
from bot.ui.text import timestamp
from bot.ui.theme import WARNING, Item, button, error_embed, make_embed, option, rows, select

LATE = ("That took too long", "Use /library bring again.")
PASTED = "pasted.md"
"""What a text is called that was not in a file."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A file that came with a command: its name, where it can be fetched, and its size in bytes."""

    name: str
    url: str
    size: int


async def shelf(app: AppContext, request: RequestContext, _text: str) -> Response:
    """List the roadmaps that may be studied here."""
    shown = await shelves.shelf(app, request)
    options = [
        option(roadmap.title, roadmap.id, roadmap.summary) for roadmap in shown.roadmaps if roadmap.id != shown.studied
    ]
    menu: list[Item] = [select("Study another one here", options, "lib-use")] if options else []
    if not request.can_manage_guild or request.guild_id is None:
        return Response(embeds.shelf(shown))
    buttons: list[Item] = [button("Bring one", "lib-bring", emoji="📥")]
    if flagged := len(await editing.flagged_questions(app, request)):
        buttons.append(button(f"Flagged questions ({flagged})", "lib-flags", emoji="🚩"))
    return Response(embeds.shelf(shown), rows(menu, buttons))


async def use(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Let the server study another roadmap."""
    roadmap = await shelves.use(app, request, argument)
    text = f"This server studies **{roadmap.markdown_title}** now. Progress on others stays, and so do their buttons."
    return Response(make_embed("Roadmap", text), rows([button("Roadmap", "roadmap", emoji="🗺️")]))


async def bring_file(app: AppContext, request: RequestContext, file: HandedOver) -> Response:
    """Show what a file would become."""
    return _preview(await drafts.bring_file(app, request, file.name, file.url, file.size))


async def ask_text(_app: AppContext, request: RequestContext, _text: str) -> Response:
    """Open the form for a text to paste."""
    require_manage_guild(request)
    hint = "Headings and a list of topics; for more, use the option `file`"
    fields = [text_field("text", "Your roadmap", hint)]
    return Response(
        error_embed(*LATE), modal=form("Bring a roadmap", "lib-paste", fields, request.id), new_message=True
    )


async def bring_text(app: AppContext, request: RequestContext, pasted: str) -> Response:
    """Show what a pasted text would become."""
    text = pasted.partition(SEPARATOR)[2]
    return _preview(await drafts.bring(app, request, PASTED, text.encode()))


async def preview(app: AppContext, request: RequestContext, draft: str) -> Response:
    """Show once more what a file would become."""
    return _preview(await drafts.preview(app, request, read_number(draft)))


async def switch(app: AppContext, request: RequestContext, draft: str) -> Response:
    """Take headings for topics instead of bullets, or the other way round."""
    try:
        return _preview(await drafts.switch(app, request, read_number(draft)))
    except StudyError as problem:
        return (await preview(app, request, draft)).with_notice(f"⚠️ {problem}")


async def same(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Keep that a topic is the one that there was."""
    return await _answered(app, request, argument, is_same=True)


async def new(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Keep that a topic is another one."""
    return await _answered(app, request, argument, is_same=False)


async def _answered(app: AppContext, request: RequestContext, argument: str, *, is_same: bool) -> Response:
    draft, _, topic_id = argument.partition(":")
    return _preview(await drafts.answer(app, request, read_number(draft), topic_id, is_same=is_same))


async def take(app: AppContext, request: RequestContext, draft: str) -> Response:
    """Make a file the live version."""
    return await _live(drafts.take(app, request, read_number(draft)))


async def drop(app: AppContext, request: RequestContext, draft: str) -> Response:
    """Forget a file that was brought."""
    await drafts.drop(app, request, read_number(draft))
    return Response(make_embed("Dropped", "The file is forgotten, and nothing has changed."))


async def versions(app: AppContext, request: RequestContext, argument: str) -> Response:
    """List the versions of a roadmap, and offer to go back."""
    roadmap, shown = await live_versions.versions(app, request, argument)
    lines = [
        f"{'▶️' if version.version == roadmap.version else '▫️'} **{version.version}** · {version.topics} topics · "
        f"{version.origin} · {timestamp(version.created_at)}"
        for version in shown[:15]
    ]
    options = [
        option(f"Version {version.version}", str(version.version), f"{version.topics} topics, {version.origin}")
        for version in shown
        if version.version != roadmap.version
    ]
    menu: list[Item] = [select("Go back to", options, "lib-back", roadmap.number)] if options else []
    return Response(make_embed("Versions", "\n".join(lines)), rows(menu))


async def go_back(app: AppContext, request: RequestContext, picked: str) -> Response:
    """Make an earlier version live again."""
    number, _, version = picked.partition(":")
    return await _live(live_versions.go_back(app, request, read_number(number), read_number(version)))


async def export(app: AppContext, request: RequestContext, argument: str, kind: str) -> Response:
    """Hand a roadmap on as a file."""
    name, data = await files.export(app, request, argument, kind)
    use_of_it = {
        "anki": "open it with Anki; opened again later, it changes texts and doubles nothing.",
        "checklist": "a list to tick on in any editor that knows Markdown.",
    }.get(kind, "edit it as you like; organisers bring it again with /library bring.")
    return Response(content=f"`{name}`: {use_of_it}", file=Attachment(name, data), new_message=True)


async def ask_to_withdraw(_app: AppContext, request: RequestContext, _text: str) -> Response:
    """Ask whether the post whose button was pressed is to go."""
    message_id = posts.post_to_withdraw(request)
    text = "It goes away for everybody in this channel. The topic stays on the roadmap: /library edit changes it."
    yes = button("Take it down", "lib-down-yes", message_id, style=discord.ButtonStyle.danger)
    return Response(make_embed("Take this post down?", text, colour=WARNING), rows([yes]), new_message=True)


async def withdraw(app: AppContext, request: RequestContext, message: str) -> Response:
    """Take a post away."""
    await posts.withdraw(app, request, read_number(message))
    return Response(make_embed("Taken down", "The post is gone from this channel."))


async def _live(work: Awaitable[Taken]) -> Response:
    done = await work
    buttons: list[Item] = [button("Versions", "lib-versions", done.roadmap.id)]
    if not done.is_studied:
        use_it = button("Use it here", "lib-use", done.roadmap.id, style=discord.ButtonStyle.primary)
        buttons.insert(0, use_it)
    return Response(embeds.taken(done), rows(buttons))


def _preview(shown: Preview) -> Response:
    draft = shown.draft.id
    if shown.settled.questions:
        now, was = shown.settled.questions[0]
        answers: list[Item] = [
            button("Same topic", "lib-same", draft, now.id, style=discord.ButtonStyle.primary),
            button("New topic", "lib-new", draft, now.id),
            button("Drop it", "lib-drop", draft),
        ]
        return Response(embeds.question(shown, now, was), rows(answers))
    buttons: list[Item] = [button("Take it", "lib-take", draft, style=discord.ButtonStyle.success)]
    if shown.brought.topics_are:
        other = "Bullets" if shown.brought.topics_are == "headings" else "Headings"
        buttons.append(button(f"{other} are topics", "lib-switch", draft, emoji="🔀"))
    return Response(embeds.preview(shown), rows([*buttons, button("Drop it", "lib-drop", draft)]))


def read_number(text: str) -> int:
    """Return the number in what a button carries; StudyError for a forged one."""
    if not text.isdecimal() or len(text) > 20:
        raise StudyError(drafts.GONE)
    return int(text)
