"""Races by the clock: a round is closed in the database, counted, told, and the next one asked; then the places.

Each step can be done once more by whoever comes after a crash: it is written down only when it is done.
"""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from operator import attrgetter

from bot.background import BackgroundTasks
from bot.context import AppContext
from bot.core import race as rules
from bot.core.asking import answer_with
from bot.core.errors import DatabaseUnavailableError
from bot.core.mastery import AnswerKind
from bot.core.member import LearnerKey, RequestContext
from bot.core.message_draft import MessageDraft
from bot.core.race import AskedRound, Race, Round
from bot.core.recall import study_date
from bot.core.send_result import Missing, Rejected, Sent
from bot.store import race_presses, races
from bot.store.answers import record_answer
from bot.ui import race as shown
from bot.ui.custom_id import post_for_roadmap

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=25)
"""How long a process has a race to itself, longer than a request to Discord takes."""
RETRY = timedelta(seconds=5)
"""When a question is posted once more that Discord did not take."""
COUNTED_AT_ONCE = 20
"""Answers that are recorded in one transaction: more would keep members' own writes waiting."""


@dataclass(frozen=True, slots=True)
class Leased:
    """A race that this process has to itself, with its rounds."""

    race: Race
    rounds: tuple[Round, ...]

    @property
    def last_opened(self) -> Round:
        """The round that was opened last."""
        return [round_ for round_ in self.rounds if round_.opened_at][-1]

    @property
    def following(self) -> Round | None:
        """The round to open next; None when there is none."""
        return next((round_ for round_ in self.rounds if not round_.opened_at), None)


class RaceClock:
    """Moves the races on that are due, each beside the others, and tells in their messages how many have answered."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._tasks = BackgroundTasks()

    async def tick(self) -> None:
        """Begin what is due; a race whose last step is still under way waits for it."""
        now = self._app.clock()
        async with self._app.database.reading() as connection:
            due = await races.due_races(connection, now)
            counts = await race_presses.uncounted_rounds(connection, now)
        for race_id in due:
            self._tasks.start_once(("race", race_id), partial(self._move_on, race_id))
        for round_id, answers in counts.items():
            self._tasks.start_once(("race count", round_id), partial(self._tell_count, round_id, answers))

    async def close(self, grace: float = 0.0) -> None:
        """Let the steps under way finish within `grace` seconds."""
        await self._tasks.close(grace)

    async def _move_on(self, race_id: int) -> None:
        try:
            leased = await self._lease(race_id)
            if leased is not None:
                await self._step(leased)
        except DatabaseUnavailableError as failure:
            log.warning("a race waits for the database", extra={"race": race_id, "reason": str(failure)})

    async def _lease(self, race_id: int) -> Leased | None:
        now = self._app.clock()
        async with self._app.database.writing() as connection:
            race = await races.lease_race(connection, race_id, now, now + LEASE)
            return Leased(race, await races.rounds_of(connection, race.id)) if race else None

    async def _step(self, leased: Leased) -> None:
        race, last = leased.race, leased.last_opened
        if last.closed_at is None and last.message_id is None:
            last = await self._found_or_posted(race, last)
        elif last.counted_at is None:
            await self._close(leased, last)
        elif leased.following is None or race.is_stopped or await self._is_deserted(leased):
            await self._end(leased)
        else:
            await self._open(race, leased.following)

    # A round.

    async def _open(self, race: Race, following: Round) -> None:
        asked_round = self._asked(race, following)
        now = self._app.clock()
        if asked_round is None:  # taken out of the roadmap meanwhile
            await self._change(following, opened_at=now, closes_at=now, closed_at=now, counted_at=now)
            await self._leave(race, timedelta())
            return
        opened = replace(following, opened_at=now, closes_at=now + rules.time_for(asked_round.asking.question))
        await self._change(opened, opened_at=opened.opened_at, closes_at=opened.closes_at)
        await self._post(race, replace(asked_round, round=opened))

    async def _post(self, race: Race, asked_round: AskedRound) -> None:
        """Post the question of a round; its time counts from when it was opened."""
        draft = self._numbered(race, shown.open_round(asked_round))
        result = await self._app.ports.channel_sender.post(race.channel_id, draft, asked_round.round.mark)
        match result:
            case Sent(message_id):
                await self._change(asked_round.round, message_id=message_id or 0)
                await self._leave_until(race, asked_round.round)
            case Rejected(reason):
                log.info("a race ends: its channel takes no message", extra={"race": race.id, "reason": reason})
                await self._finish(race)
            case _:
                await self._leave(race, RETRY)

    async def _found_or_posted(self, race: Race, last: Round) -> Round:
        """Find the message of a round that nobody wrote down, or post it when it is not there."""
        opened = last.opened_at or self._app.clock()
        now = self._app.clock()
        sight = await self._app.ports.channel_sender.find(race.channel_id, last.mark, opened, now)
        match sight:
            case Sent(message_id):
                await self._change(last, message_id=message_id or 0)
                await self._leave_until(race, last)
            case Missing() if now - opened < rules.MAX_GAP:
                await self._open(race, last)
            case Missing():
                await self._finish(race)
            case _:
                await (self._leave(race, RETRY) if now - opened < rules.MAX_GAP else self._finish(race))
        return last

    async def _close(self, leased: Leased, last: Round) -> None:
        """Close a round: in the database first, then its answers are recorded, then the channel sees it."""
        race, now = leased.race, self._app.clock()
        if last.closed_at is None:
            async with self._app.database.writing() as connection:
                await races.close_round(connection, race.id, now)
        if last.edited_at is not None and (wait := last.edited_at + race_presses.EDIT_INTERVAL - now) > timedelta(0):
            await self._leave(race, min(wait, race_presses.EDIT_INTERVAL))
            return
        asked_round = self._asked(race, last)
        if asked_round is not None:
            await self._record(race, asked_round)
            await self._tell_closed(race, asked_round)
        elif last.message_id:
            await self._app.ports.channel_sender.edit(race.channel_id, last.message_id, shown.void_round(last))
        await self._change(last, counted_at=now, edited_at=now)
        is_late = last.closes_at is not None and now - last.closes_at > rules.MAX_GAP
        if is_late:
            await self._end(leased)
            return
        goes_on = leased.following is not None and not race.is_stopped
        await self._leave(race, rules.READING_PAUSE if goes_on else timedelta())

    async def _record(self, race: Race, asked_round: AskedRound) -> None:
        """Record the answers of a round for whoever gave them, each once, however often this is done."""
        async with self._app.database.reading() as connection:
            given = await races.answers_in(connection, asked_round.round.id)
        # In one order, so that no two who record the same people wait for each other.
        given = tuple(sorted(given, key=attrgetter("user_id")))
        for start in range(0, len(given), COUNTED_AT_ONCE):
            await self._record_some(race, asked_round, given[start : start + COUNTED_AT_ONCE])
        self._app.progress.forget(LearnerKey(answer.user_id, race.roadmap_id) for answer in given)
        self._app.leaderboards.changed([answer.user_id for answer in given])

    async def _record_some(self, race: Race, asked_round: AskedRound, given: tuple[races.GivenAnswer, ...]) -> None:
        app, asking = self._app, asked_round.asking
        requests = [RequestContext(answer.action_id, answer.user_id, "", race.guild_id, answer.at) for answer in given]
        days = [study_date(request.at, (await app.guilds.of(request)).zone) for request in requests]
        async with app.database.writing() as connection:
            for answer, request, day in zip(given, requests, days, strict=True):
                place = asking.order.index(answer.chosen)
                learner = LearnerKey(answer.user_id, race.roadmap_id)
                recorded = answer_with(asking, place, AnswerKind.RACE, day)
                await record_answer(connection, request, learner, asking.topic, recorded)

    async def _tell_closed(self, race: Race, asked_round: AskedRound) -> None:
        async with self._app.database.reading() as connection:
            given = await races.answers_in(connection, asked_round.round.id)
            runners = await race_presses.standings(connection, race.id, asked_round.round.number)
        right = sum(1 for answer in given if answer.chosen == asked_round.asking.question.answer)
        draft = shown.closed_round(replace(asked_round, answers=len(given)), right, rules.places(runners))
        if asked_round.round.message_id:
            await self._app.ports.channel_sender.edit(race.channel_id, asked_round.round.message_id, draft)

    # The end.

    async def _is_deserted(self, leased: Leased) -> bool:
        """Return whether nobody has answered for some rounds."""
        opened = self._asked_rounds(leased)[-rules.MAX_SILENCE :]
        if len(opened) < rules.MAX_SILENCE:
            return False
        async with self._app.database.reading() as connection:
            return not any([await races.answers_in(connection, round_.id) for round_ in opened])

    async def _end(self, leased: Leased) -> None:
        """Tell the places and note that the race is over."""
        race = leased.race
        async with self._app.database.reading() as connection:
            runners = await race_presses.standings(connection, race.id, rules.MAX_QUESTIONS)
        questions = len(self._asked_rounds(leased))
        draft = self._numbered(race, shown.end(race, rules.places(runners), questions))
        result = await self._app.ports.channel_sender.post(race.channel_id, draft, f"e{race.id:x}-{race.action_id:x}")
        is_settled = isinstance(result, Sent | Rejected)
        gave_up = self._app.clock() - (leased.last_opened.closes_at or self._app.clock()) > rules.MAX_GAP
        await (self._finish(race) if is_settled or gave_up else self._leave(race, RETRY))

    async def _finish(self, race: Race) -> None:
        async with self._app.database.writing() as connection:
            await races.close_round(connection, race.id, self._app.clock())
            await races.end_race(connection, race.id, self._app.clock())

    # While a round is open.

    async def _tell_count(self, round_id: int, answers: int) -> None:
        """Tell in a round's message how many have answered, if no other process does."""
        now = self._app.clock()
        try:
            async with self._app.database.writing() as connection:
                if await race_presses.claim_count(connection, round_id, answers, now) is None:
                    return
                round_ = await races.round_by_id(connection, round_id)
                race = await races.race_by_id(connection, round_.race_id) if round_ else None
        except DatabaseUnavailableError:
            return
        asked_round = self._asked(race, round_) if race and round_ else None
        if race is None or asked_round is None or not asked_round.round.message_id:
            return
        draft = self._numbered(race, shown.open_round(replace(asked_round, answers=answers)))
        await self._app.ports.channel_sender.edit(race.channel_id, asked_round.round.message_id, draft)
        await self._change(asked_round.round, edited_at=self._app.clock())
        async with self._app.database.reading() as connection:
            now_is = await races.round_by_id(connection, round_id)
        if now_is and now_is.counted_at:  # it took so long that the round was told closed before
            await self._tell_closed(race, asked_round)

    # What all steps need.

    def _asked(self, race: Race, round_: Round) -> AskedRound | None:
        roadmap = self._app.library.roadmaps.get(race.roadmap_id)
        return rules.asked_round(roadmap, race, round_) if roadmap is not None else None

    def _asked_rounds(self, leased: Leased) -> list[Round]:
        """Return the rounds that were asked, without those whose question was taken out meanwhile."""
        return [round_ for round_ in leased.rounds if round_.opened_at and self._asked(leased.race, round_)]

    def _numbered(self, race: Race, draft: MessageDraft) -> MessageDraft:
        return post_for_roadmap(draft, self._app.guilds.number_named(race.roadmap_id))

    async def _change(self, round_: Round, **changes: object) -> None:
        async with self._app.database.writing_once() as connection:
            await races.change_round(connection, round_.id, **changes)

    async def _leave(self, race: Race, pause: timedelta) -> None:
        async with self._app.database.writing_once() as connection:
            await races.move_race(connection, race.id, self._app.clock() + pause)

    async def _leave_until(self, race: Race, round_: Round) -> None:
        async with self._app.database.writing_once() as connection:
            await races.move_race(connection, race.id, round_.closes_at or self._app.clock())
