"""A test post: what a schedule would post now, in its channel, without a mention."""

from dataclasses import replace

from bot.core.calendar import local_date
from bot.core.delivery import Delivery
from bot.core.member import Act
from bot.core.occurrence import Run
from bot.core.post import Occurrence
from bot.core.schedule import Schedule
from bot.study import Study

NO_RUN = 0
"""The id of an occurrence that is none."""


async def try_out(study: Study, schedule: Schedule, act: Act) -> Delivery | None:
    """Post a test of `schedule` for an organiser's `act`, once even if the act is delivered twice.

    None when there would be nothing to post. No run is written down, and the walk through the topics does not move on.
    """
    run = Run(local_date(act.at, schedule.zone), act.at)
    made = await study.composers[schedule.kind](study, await study.place(act), schedule, Occurrence(NO_RUN, run))
    if made is None:
        return None
    named = f"<@&{schedule.role_id}> {made.content}" if schedule.role_id else made.content
    test = replace(made, content=named, silent=schedule.silent).noted("A test post: nobody was notified.")
    return await study.poster.post(schedule.channel_id, test, f"t{act.id:x}-{schedule.id:x}")
