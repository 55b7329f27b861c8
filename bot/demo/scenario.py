"""Five weeks of a study group, lived through Waymark's own commands before the demo opens."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from discord_sandbox import Member

from bot.context import AppContext
from bot.core.roadmap import Roadmap
from bot.demo.learners import HABITS, StudyPattern
from bot.demo.messages import Line, lines
from bot.demo.people import ORGANISER, People
from bot.demo.practice import practise
from bot.demo.time_travel import Journey
from bot.demo.together import answer_posted, race

LENGTH = timedelta(days=35)
PROMPT_DAYS = "mon,wed,fri"
QUESTION_DAYS, QUESTION_WEEKDAYS = "tue,thu", frozenset({1, 3})
POSTS_AT = "09:00"
NOON, EVENING = time(12, 15), time(20, 30)
ANSWERING_DAYS = 14
"""For so many days they have answered the question of the day."""
GROUP = ("Grace", "Ada", "Radia", "Alan", "Katherine", "Linus", "Mary")
"""Those who answer it, and who race; the first of them starts the race."""
JUST_NOW = timedelta(minutes=2)
ANSWER_WITHIN = 10.0
ANSWERS = 2
"""Questions that somebody answers in a session, at most."""

FIRST_ROADMAP = "python-django"
"""What the demo's people talk about; with another roadmap they study it all the same, and say less."""

Act = Callable[[], Awaitable[object]]


class Story:
    """Everything that happened until `now` (aware) in the zone of the first server, to the bot of `app`."""

    def __init__(self, app: AppContext, cast: People, roadmap: Roadmap, zone: ZoneInfo, now: datetime) -> None:
        self._app = app
        self._roadmap = roadmap
        self._cast = cast
        self._zone = zone
        self._now = now
        self._acts: dict[datetime, list[Act]] = defaultdict(list)

    async def play(self, journey: Journey) -> None:
        """Let it happen, each act at its own time; at the end the clock stands at `now`."""
        await self._set_up()
        today = self._now.astimezone(self._zone).date()
        for habit in HABITS:
            self._plan_studies(habit, today)
        self._plan_together(today, journey)
        for line in lines() if self._roadmap.id == FIRST_ROADMAP else ():
            self._plan(today - timedelta(days=line.ago), line.at, self._saying(line))
        for instant in sorted(self._acts):
            await journey.go(instant)
            await asyncio.gather(*(act() for act in self._acts[instant]))
        await journey.go(self._now)

    async def _set_up(self) -> None:
        organiser = self._cast.people[ORGANISER]
        plan = partial(organiser.slash, "schedule add", time=POSTS_AT)
        await organiser.slash("setup", zone=self._zone.key)
        await plan(kind="prompt", channel=self._cast.study, days=PROMPT_DAYS)
        await plan(kind="question", channel=self._cast.study, days=QUESTION_DAYS)
        await plan(kind="leaderboard", channel=self._cast.leaderboard)

    def _plan_together(self, today: date, journey: Journey) -> None:
        cast, group = self._cast, [self._cast.people[name] for name in GROUP]
        for ago in range(ANSWERING_DAYS):
            if (day := today - timedelta(days=ago)).weekday() in QUESTION_WEEKDAYS:
                self._plan(day, NOON, lambda: answer_posted(group, cast.study, self._roadmap))
        yesterday = today - timedelta(days=1)
        self._plan(yesterday, EVENING, lambda: race(group, cast.general, self._roadmap, journey))

    def _plan(self, day: date, at: time, act: Act) -> None:
        instant = datetime.combine(day, at, self._zone)
        if instant < self._now - JUST_NOW:
            self._acts[instant].append(act)

    def _plan_studies(self, habit: StudyPattern, today: date) -> None:
        member = self._cast.people[habit.name]
        for day in habit.sessions(today):
            self._plan(day, habit.at, lambda: _study(self._app, member, habit.topics))

    def _saying(self, line: Line) -> Act:
        cast = self._cast
        channel = cast.guild.channel(line.channel)
        names = {name: member.mention for name, member in cast.people.items()}
        channels = {f"#{channel.name}": channel.mention for channel in cast.guild.channels.values()}
        text = line.text.format_map(names | channels)
        within = ANSWER_WITHIN if text.startswith("@") else 0
        return lambda: cast.people[line.name].in_channel(channel).say(text, within=within)


async def _study(app: AppContext, member: Member, topics: int) -> None:
    """Answer what is due, then do the next topics, as one does who looks what is next and marks it.

    Who has done everything only answers what is due.
    """
    await practise(app, member, ANSWERS)
    for _ in range(topics):
        following = await member.slash("next")
        if "Done" not in following.buttons and following.buttons[-1].startswith("Next"):
            following = await following.press(following.buttons[-1])  # something is rusty, and what is new is behind it
        if "Done" not in following.buttons:
            return
        await following.press("Done")
