"""Roadmaps handed out as files."""

import asyncio

from bot.content.exporters import as_file
from bot.context import AppContext
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import TopicState
from bot.features.library.service.shelves import find_offered


async def export(app: AppContext, request: RequestContext, typed: str, kind: str) -> tuple[str, bytes]:
    """Return the name and bytes of a roadmap's file; StudyError for what cannot be exported so."""
    roadmap = await find_offered(app, request, typed)
    states = await app.progress.states(LearnerKey(request.user_id, roadmap.id)) if kind == "checklist" else {}
    done = {topic_id for topic_id, state in states.items() if state in (TopicState.DONE, TopicState.KNOWN)}
    # In a thread, since a long roadmap takes a while.
    return await asyncio.to_thread(as_file, roadmap, kind, done, request.at)
