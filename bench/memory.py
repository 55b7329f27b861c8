"""How much simulated members remember with `/review`: `python -m bench.memory`.

    A member begins 2 topics a day until all are begun, and answers every day what is due, at most 20. What they really
    remember is a memory of its own, which sees whether they knew; the bot's sees only which choice they pressed. Who
    does not know guesses one of four rightly; who knows slips in 3 of 100. Of a topic just studied 80 of 100 know the
    first question. Recall is the mean probability to remember when asked again; known at the end is the mean
    probability to remember a topic on the last day. Then a year of daily reviews in every zone of the tz database, at
    hours around which clocks change: the dates have to rise by one each day, whatever the clocks do.

It prints percentages and counts, the same on every machine.
"""

import argparse
import random  # noqa: TID251 - a fixed seed for each member
import statistics
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.core.recall import MAX_REVIEWS, Evidence, Memory, predicted_recall, remember, study_date

TOPICS, DAYS, BEGIN_A_DAY, BEGIN = 51, 90, 2, date(2027, 1, 1)
GUESS, SLIP, STUDIED = 0.25, 0.03, 0.80
DAY = timedelta(days=1)
HOURS = (time(0, 30), time(1, 30), time(4), time(23, 30))


@dataclass(frozen=True, slots=True)
class Course:
    """What came of one member: shares from 0 to 1, and the answers of each day."""

    recall: float
    known: float
    answers: tuple[int, ...]


def course(seed: int, away: range = range(0)) -> Course:
    """Return what comes of a member who does not answer on the days `away`."""
    generator = random.Random(seed)
    truth: dict[int, Memory] = {}
    seen: dict[int, Memory] = {}
    recalls: list[float] = []
    answers: list[int] = []
    for number in range(DAYS):
        day = BEGIN + number * DAY
        due = [topic for topic, memory in seen.items() if memory.due_on <= day]
        asked = sorted(due, key=lambda topic: predicted_recall(seen[topic], day))[:MAX_REVIEWS]
        fresh = range(len(seen), min(len(seen) + BEGIN_A_DAY, TOPICS, len(seen) + MAX_REVIEWS - len(asked)))
        if number in away:
            asked, fresh = [], range(0)
        for topic in (*asked, *fresh):
            if topic in truth:
                recalls.append(predicted_recall(truth[topic], day))
            knows = generator.random() < (recalls[-1] if topic in truth else STUDIED)
            right = generator.random() >= SLIP if knows else generator.random() < GUESS
            truth[topic] = remember(truth.get(topic), _evidence(right=knows), day)
            seen[topic] = remember(seen.get(topic), _evidence(right=right), day)
        answers.append(len(asked) + len(fresh))
    end = BEGIN + DAYS * DAY
    known = sum(predicted_recall(memory, end) for memory in truth.values()) / TOPICS
    return Course(statistics.mean(recalls), known, tuple(answers))


def _evidence(*, right: bool) -> Evidence:
    return Evidence.RIGHT if right else Evidence.WRONG


def broken_days(zone: ZoneInfo, at: time, year: int) -> list[date]:
    """Return the days of `year` on which a review at local time `at` in `zone` is not one date after yesterday's.

    A date that a zone skipped altogether is not one of them: nobody lived it.
    """
    broken = []
    days = [date(year, 1, 1) + DAY * number for number in range(366)]
    lived = [day for day in days if _wall(day, at, zone).date() == day]
    for yesterday, today in pairwise(lived):
        dates = [study_date(_instant(day, at, zone), zone) for day in (yesterday, today)]
        if dates[1] - dates[0] != today - yesterday:
            broken.append(today)
    return broken


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _wall(day: date, at: time, zone: ZoneInfo) -> datetime:
    return _instant(day, at, zone).astimezone(zone)


def main(seeds: int, year: int) -> None:
    """Measure and print."""
    print(__doc__)
    print(f"{TOPICS} topics, {DAYS} days, mean of {seeds} members\n")
    print(f"{'':24}{'recall':>8}{'known':>8}{'answers a day':>15}{'most':>6}")
    for name, away in (("every day", range(0)), ("two weeks away", range(40, 54))):
        courses = [course(seed, away) for seed in range(seeds)]
        recall, known = (100 * statistics.mean(getattr(one, what) for one in courses) for what in ("recall", "known"))
        load = statistics.mean(statistics.mean(one.answers) for one in courses)
        print(f"{name:24}{recall:7.1f}%{known:7.1f}%{load:15.1f}{max(max(one.answers) for one in courses):6}")
    zones = sorted(zoneinfo.available_timezones() - {"Factory", "localtime"})
    broken = [(name, at, day) for name in zones for at in HOURS for day in broken_days(ZoneInfo(name), at, year)]
    print(f"\n{len(zones)} zones, {year}, reviews at {', '.join(f'{at:%H:%M}' for at in HOURS)}: ", end="")
    print(f"{len(broken)} days on which a change of clocks makes something due twice or skips it")
    for name, at, day in broken[:10]:
        print(f"  {name} at {at:%H:%M} on {day}")
    print("\naims: recall 86 %, known 93 %, at most 5 answers a day and never over 20, no day broken")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--members", type=int, default=30, help="members to simulate (default: 30)")
    parser.add_argument("--year", type=int, default=2027, help="the year to walk through (default: 2027)")
    options = parser.parse_args()
    main(options.members, options.year)
