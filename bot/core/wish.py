"""What an organiser asks of a schedule, in their own words, and the plan that follows from it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from bot.core.errors import StudyError
from bot.core.roadmap import Roadmap
from bot.core.schedule import Plan, QuietWeek, ScheduleKind, TopicOrder
from bot.core.schedule_input import parse_days, parse_late, parse_time
from bot.core.sections import parse_sections
from bot.core.zones import parse_zone

AnyPlan = TypeVar("AnyPlan", bound=Plan)
Value = TypeVar("Value")


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


@dataclass(slots=True)
class _Reading:
    """Reads what was typed, and collects what is wrong with it."""

    problems: list[str] = field(default_factory=list)

    def of(self, text: str | None, parse: Callable[[str], Value], otherwise: Value) -> Value:
        if text is None:
            return otherwise
        try:
            return parse(text)
        except StudyError as problem:
            self.problems.append(str(problem))
            return otherwise


def planned(plan: AnyPlan, wish: Wish, roadmap: Roadmap) -> AnyPlan:
    """Give `plan` with what was wished for changed; StudyError with everything that is wrong with the wish."""
    reading = _Reading(_misplaced(plan.kind, wish))
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
    if reading.problems:
        raise StudyError(_together(reading.problems))
    return changed


def _misplaced(kind: ScheduleKind, wish: Wish) -> list[str]:
    if kind is ScheduleKind.LEADERBOARD and not (wish.sections is None and wish.order is None):
        return ["Sections and order are for prompts: leave them out for a leaderboard."]
    if kind is ScheduleKind.PROMPT and wish.quiet_week is not None:
        return ["A quiet week is for leaderboards: leave it out for a prompt."]
    return []


def _together(problems: list[str]) -> str:
    return problems[0] if len(problems) == 1 else "\n".join(f"• {one}" for one in problems)
