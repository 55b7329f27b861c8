"""What a channel is told of the question of the day: how many have answered, and in the end how they were spread."""

import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.background import BackgroundTasks
from bot.context import AppContext
from bot.core.errors import DatabaseUnavailableError
from bot.core.posted_question import asking_of
from bot.core.send_result import NotSent, Unknown
from bot.store import posted_questions as store
from bot.ui.question import posted_message
from bot.ui.withdrawal import ready_to_post

log = logging.getLogger(__name__)

RETRY, GIVE_UP = timedelta(minutes=1), timedelta(hours=6)
"""How often a message that Discord does not take is tried again, and for how long after its day."""


class QuestionClock:
    """Changes the messages of posted questions whose answers are not told yet, each beside the others."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._tasks = BackgroundTasks()

    async def tick(self) -> None:
        """Begin what is due."""
        async with self._app.database.reading() as connection:
            due = await store.due_questions(connection, self._app.clock())
        for posted_id in due:
            self._tasks.start_once(("posted question", posted_id), partial(self._tell, posted_id))

    async def close(self, grace: float = 0.0) -> None:
        """Let what is under way finish within `grace` seconds."""
        await self._tasks.close(grace)

    async def _tell(self, posted_id: int) -> None:
        app, now = self._app, self._app.clock()
        try:
            async with app.database.writing() as connection:
                posted = await store.claim_question(connection, posted_id, now)
                if posted is None or posted.message_id is None:
                    return
                spread = await store.spread_of(connection, posted)
                if posted.revealed_at is None and posted.may_reveal(sum(spread.values()), now):
                    await store.reveal(connection, posted.id, now)
                    await store.settle(connection, posted.id)
                    posted = replace(posted, revealed_at=now)
        except DatabaseUnavailableError as failure:
            log.info("a question of the day waits for the database", extra={"reason": str(failure)})
            return
        asking, _ = asking_of(app.library.roadmaps.get(posted.roadmap_id), app.library.default, posted)
        number = app.guilds.number_named(posted.roadmap_id)
        message = ready_to_post(posted_message(posted, asking, spread), app.library, posted.roadmap_id, number)
        # Should the sender have to look for its post, it goes by the token.
        draft = message.with_token(posted.run_token)
        result = await app.ports.channel_sender.edit(posted.channel_id, posted.message_id or 0, draft)
        failed = isinstance(result, NotSent | Unknown) and now < posted.until + GIVE_UP
        async with app.database.writing_once() as connection:
            again_at = app.clock() + RETRY if failed else None
            await store.note_edit(connection, posted.id, app.clock(), again_at=again_at)
