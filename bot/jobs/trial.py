"""A test post: what a schedule would post now, in its channel, without a mention."""

from dataclasses import replace

from bot.context import AppContext
from bot.core.calendar import local_date
from bot.core.member import RequestContext
from bot.core.message_draft import Occurrence
from bot.core.recurrence import ScheduledRun
from bot.core.schedule import Schedule
from bot.core.send_result import SendResult
from bot.ui.custom_id import post_for_roadmap

NO_RUN = 0
"""The id of an occurrence that is none."""


async def try_out(app: AppContext, schedule: Schedule, request: RequestContext) -> SendResult | None:
    """Post a test of `schedule` for an organiser's `request`, once even if the act is delivered twice.

    None when there would be nothing to post. No run is written down, and the walk through the topics does not move on.
    """
    run = ScheduledRun(local_date(request.at, schedule.zone), request.at)
    context = await app.guilds.of(request)
    made = await app.composers[schedule.kind](app, context, schedule, Occurrence(NO_RUN, run))
    if made is None:
        return None
    named = f"<@&{schedule.role_id}> {made.content}" if schedule.role_id else made.content
    test = replace(made, content=named, silent=schedule.silent).noted("A test post: nobody was notified.")
    test = post_for_roadmap(test, app.guilds.number_of(context))
    return await app.ports.channel_sender.post(schedule.channel_id, test, f"t{request.id:x}-{schedule.id:x}")
