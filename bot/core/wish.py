"""What an organiser asks of a schedule, in their own words, and the plan that follows from it."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from bot.core.reading import Reading
from bot.core.roadmap import Roadmap
from bot.core.schedule import Plan, QuietWeek, ScheduleKind, TopicOrder
from bot.core.schedule_input import parse_days, parse_late, parse_time
from bot.core.sections import parse_sections
from bot.core.zones import parse_zone

AnyPlan = TypeVar("AnyPlan", bound=Plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for; None for what was left out. `no_role` takes away the role that is mentioned."""

    channel_id: int | None = None
    time: str | None = None
    days: str | None = None
    zone: str | None = None
    late: str | None = None
    role_id: int | None = None
    no_role: bool = False
    silent: bool | None = None
    sections: str | None = None
    order: TopicOrder | None = None
    quiet_week: QuietWeek | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for."""
        return self == Wish()


def planned(plan: AnyPlan, wish: Wish, roadmap: Roadmap) -> AnyPlan:
    """Return `plan` with what was wished for changed; StudyError with everything that is wrong with the wish."""
    reading = Reading()
    _check_kind(plan.kind, wish, reading)
    role_id = plan.role_id if wish.role_id is None else wish.role_id
    changed = replace(
        plan,
        channel_id=plan.channel_id if wish.channel_id is None else wish.channel_id,
        at=reading.of(wish.time, parse_time, plan.at),
        days=reading.of(wish.days, parse_days, plan.days),
        zone=reading.of(wish.zone, parse_zone, plan.zone),
        late=reading.of(wish.late, parse_late, plan.late),
        role_id=None if wish.no_role else role_id,
        silent=plan.silent if wish.silent is None else wish.silent,
        sections=reading.of(wish.sections, partial(parse_sections, roadmap), plan.sections),
        order=wish.order or plan.order,
        quiet_week=wish.quiet_week or plan.quiet_week,
    )
    reading.check()
    return changed


def _check_kind(kind: ScheduleKind, wish: Wish, reading: Reading) -> None:
    if kind is ScheduleKind.LEADERBOARD and not (wish.sections is None and wish.order is None):
        reading.complain("Sections and order are for prompts: leave them out for a leaderboard.")
    if kind is ScheduleKind.PROMPT and wish.quiet_week is not None:
        reading.complain("A quiet week is for leaderboards: leave it out for a prompt.")
