"""Changes that organisers make to a topic of a roadmap that they brought, each a version of its own."""

from collections.abc import Sequence

from bot.content.brought import with_texts
from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.roadmap import Topic
from bot.features.library.service.live_versions import OVERTAKEN, Taken, live_content, make_version, now_live
from bot.features.library.service.shelves import find_own


async def topic_to_edit(app: AppContext, request: RequestContext, asked: str) -> tuple[Topic, int]:
    """Return a topic of the roadmap that the server brought and studies, by id or title, and the live version."""
    own = await find_own(app, request, "")
    wanted, topics = asked.strip().casefold(), app.library.roadmaps[own.roadmap_id]
    if topic := next((one for one in topics if wanted in (one.id, one.title.casefold())), None):
        return topic, own.version
    raise StudyError(f"{own.title} has no such topic: pick one from the list that Discord offers.")


async def edit(app: AppContext, request: RequestContext, topic_id: str, version: int, texts: Sequence[str]) -> Taken:
    """Make a version in which a topic has other `texts`: title, summary, explanation and links, a link to a line."""
    own = await find_own(app, request, "")
    if own.version != version:
        raise StudyError(OVERTAKEN)
    async with app.database.writing() as connection:
        content = with_texts(await live_content(connection, own), topic_id, *texts)
        await make_version(connection, request, content, own.roadmap_id, version + 1, "edited here")
    return await now_live(app, request, own.roadmap_id, version + 1)
