"""Deletes everything about the people who asked for it, once their days to take it back are over."""

import logging

from bot.context import AppContext
from bot.core.member import LearnerKey
from bot.store.personal_data import delete_personal_data
from bot.store.users import users_to_delete

log = logging.getLogger(__name__)


class Deletions:
    """A tick that deletes whose time has come, a person in a transaction, from every table and memory."""

    def __init__(self, app: AppContext) -> None:
        self._app = app

    async def tick(self) -> None:
        """Delete whose time has come; two processes that do it at once delete nothing twice."""
        async with self._app.database.reading() as connection:
            due = await users_to_delete(connection, self._app.clock())
        for user_id in due:
            async with self._app.database.writing() as connection:
                deleted = await delete_personal_data(connection, user_id, self._app.clock())
            self._forget(user_id)
            log.info("a person's data was deleted", extra={"rows": deleted})

    def _forget(self, user_id: int) -> None:
        app = self._app
        app.guilds.forget_user(user_id)
        app.members.forget_user(user_id)
        app.progress.forget(LearnerKey(user_id, roadmap_id) for roadmap_id in app.library.roadmaps)
        app.leaderboards.changed([user_id])
