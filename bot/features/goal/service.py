"""What a goal does: set by its owner alone, and beside it what somebody's pace and a few answers a day lead to."""

from dataclasses import dataclass, replace

from bot.context import AppContext
from bot.core.errors import EmptyResultError
from bot.core.forecast import Forecast, forecast, read_goal
from bot.core.member import RequestContext
from bot.core.progress import left_to_do
from bot.core.roadmap import Roadmap
from bot.core.simulation import Prospect, Study
from bot.store.progress import activity, states
from bot.store.users import save_user, user_settings

ANSWERS_A_DAY = 3
"""Answers a day that are simulated: what everybody has time for."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where somebody's way on a roadmap leads."""

    roadmap: Roadmap
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What becomes of what somebody remembers of a roadmap."""

    roadmap: Roadmap
    prospect: Prospect


async def goal_of(app: AppContext, request: RequestContext) -> int | None:
    """Return the person's goal in topics a week."""
    async with app.database.reading() as connection:
        return (await user_settings(connection, request.user_id)).weekly_goal


async def set_goal(app: AppContext, request: RequestContext, typed: str) -> Outlook:
    """Set the person's goal, the same on every roadmap; nothing typed takes it away. StudyError for no such number."""
    goal = read_goal(typed)
    async with app.recording(request) as connection:
        settings = await user_settings(connection, request.user_id)
        await save_user(connection, replace(settings, weekly_goal=goal), request.at)
    app.guilds.forget_user(request.user_id)
    return await forecast_of(app, request)


async def forecast_of(app: AppContext, request: RequestContext) -> Outlook:
    """Return where the person's way on the roadmap here leads."""
    context = await app.guilds.of(request)
    learner = context.learner(request)
    async with app.database.reading() as connection:
        held = await states(connection, learner)
        active = await activity(connection, learner)
        settings = await user_settings(connection, request.user_id)
    left = len(left_to_do(context.roadmap, held))
    first_weekday, today = context.settings.first_weekday, context.date_of(request)
    return Outlook(context.roadmap, forecast(left, active.finished, today, first_weekday, settings.weekly_goal))


async def what_if(app: AppContext, request: RequestContext) -> WhatIf:
    """Return what a few answers a day would do on the roadmap here, reckoned once on a day of study.

    EmptyResultError where there is nothing to answer; StudyError when it cannot be told right now.
    """
    context = await app.guilds.of(request)
    learner, day = context.learner(request), context.study_day_of(request)
    asked_about = [topic.id for topic in context.roadmap if topic.quiz]
    if not asked_about:
        raise EmptyResultError("This roadmap has no questions yet, so there is nothing to look ahead at.")
    if cached := app.simulations.kept(learner, day):
        return WhatIf(context.roadmap, cached)
    learning = await app.progress.learning(learner)
    memories = tuple(learning[topic_id].memory if topic_id in learning else None for topic_id in asked_about)
    study = Study(memories, day, ANSWERS_A_DAY, seed=request.user_id + day.toordinal())
    return WhatIf(context.roadmap, await app.simulations.prospect(learner, study))
