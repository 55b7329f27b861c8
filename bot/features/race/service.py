"""What members do in a race: begin it, answer, change the answer once, stop it, and see where they came."""

import logging
from dataclasses import dataclass, replace

from bot.context import AppContext
from bot.core import race as rules
from bot.core.asking import owner_tag
from bot.core.channel_checks import check_channel
from bot.core.errors import DatabaseUnavailableError, StudyError
from bot.core.member import RequestContext
from bot.core.race import AskedRound, Placed, Race, Round, Verdict
from bot.core.roadmap import Topic
from bot.store import race_presses, races
from bot.store.race_presses import Press

log = logging.getLogger(__name__)

FOR_PEOPLE = "A race is for people."
ANOTHER = "This button belongs to another race. /race begins one here."
OLD = "This race is over. /race starts a new one."


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a press: `place` is the 0-based choice from the top that counts, None when none does.

    `placed` is where the member stood after the last round that is closed, `before` after the one before that.
    """

    verdict: Verdict
    place: int | None
    race: Race
    may_stop: bool
    placed: Placed | None = None
    before: Placed | None = None


@dataclass(frozen=True, slots=True)
class MyPlace:
    """Where somebody came in a race of so many runners and questions; `placed` is None when they had not answered."""

    placed: Placed | None
    runners: int
    questions: int


async def begin(app: AppContext, request: RequestContext, named: str, questions: int) -> AskedRound:
    """Begin a race in the channel; StudyError when it cannot be, or one is on there already."""
    guild_id, channel_id = await _place_for(app, request)
    if not rules.MIN_QUESTIONS <= questions <= rules.MAX_QUESTIONS:
        raise StudyError(f"A race has {rules.MIN_QUESTIONS} to {rules.MAX_QUESTIONS} questions.")
    context = await app.guilds.of(request)
    topic = await app.find_topic(context, named, "race-about") if named.strip() else None
    async with app.recording(request) as connection:
        begun = await race_presses.begun_topics(connection, guild_id, context.roadmap.id)
        topics = [topic] if topic else rules.mixed_topics(context.roadmap, begun, questions)
        drawn = rules.draw_questions(topics, questions, request.id)
        if len(drawn) < rules.MIN_QUESTIONS:
            raise StudyError(_too_few(topic, len(drawn)))
        planned = races.NewRace(guild_id, channel_id, context.roadmap.id, topic.id if topic else None, tuple(drawn))
        race = await races.begin_race(connection, request, planned)
        first = (await races.rounds_of(connection, race.id))[0] if race else None
    asked_round = rules.asked_round(context.roadmap, race, first) if race and first else None
    if asked_round is None:
        raise StudyError("There is already a race in this channel: press A, B, C or D under its question.")
    return asked_round


async def _place_for(app: AppContext, request: RequestContext) -> tuple[int, int]:
    """Return the server and the channel of a race; StudyError where there can be none."""
    if request.is_bot:
        raise StudyError(FOR_PEOPLE)
    if request.guild_id is None or request.channel_id is None:
        raise StudyError("A race belongs to a server's channel: start it there. /quiz asks you alone.")
    check_channel(await app.ports.guild_directory.channel(request.guild_id, request.channel_id))
    return request.guild_id, request.channel_id


def _too_few(topic: Topic | None, questions: int) -> str:
    if topic is None:
        return "There are not enough questions on this roadmap for a race yet."
    there_are = f"{questions} questions" if questions else "no questions"
    return (
        f"There are {there_are} about {topic.markdown_title}, and a race needs at least {rules.MIN_QUESTIONS}. "
        "/race without a topic goes over several."
    )


async def keep_message(app: AppContext, asked_round: AskedRound, message_id: int) -> None:
    """Keep which message asks a round; should the database be away, it will be looked for in the channel."""
    try:
        async with app.database.writing_once() as connection:
            await races.change_round(connection, asked_round.round.id, message_id=message_id)
    except DatabaseUnavailableError:
        log.warning("the message of a race's round was not written down", exc_info=True)


async def press(app: AppContext, request: RequestContext, argument: str) -> Taken:
    """Take an answer, or the one change of it; StudyError for a press that belongs nowhere."""
    if request.is_bot:
        raise StudyError(FOR_PEOPLE)
    round_id, wording, place = rules.read_press(argument)
    race_round = await app.races.asked(round_id)
    if race_round is None:
        raise StudyError(OLD)
    race, round_ = race_round
    if (wording, request.guild_id, request.channel_id) != (round_.wording, race.guild_id, race.channel_id):
        raise StudyError(ANOTHER)
    roadmap = app.library.roadmaps.get(race.roadmap_id)
    asked_round = rules.asked_round(roadmap, race, round_) if roadmap is not None else None
    if asked_round is None or place >= len(asked_round.asking.order):
        raise StudyError("This question has since been changed, so nothing was counted.")
    order = asked_round.asking.order
    is_new = app.members.needs_upsert(request)
    is_right = order[place] == asked_round.asking.question.answer
    pressed = await app.races.write(Press(request, round_id, order[place], is_right, is_new))
    if is_new:
        app.members.mark_pending(request)
    counts = order.index(pressed.held.chosen) if pressed.held else None
    answer = Taken(pressed.verdict, counts, race, may_stop(request, race))
    return await _with_place(app, answer, round_, request.user_id)


async def _with_place(app: AppContext, answer: Taken, round_: Round, user_id: int) -> Taken:
    """Add where the member stood when the round began, and the round before."""
    after, before = [
        rules.place_of(rules.places(await app.races.standings_after(round_.race_id, number)), user_id)
        if number > 0
        else None
        for number in (round_.number - 1, round_.number - 2)
    ]
    return replace(answer, placed=after, before=before)


async def stop(app: AppContext, request: RequestContext, argument: str) -> None:
    """Stop a race; StudyError unless the member began it or organises the server, or when it is over."""
    race = await _race_named(app, request, argument)
    if not may_stop(request, race):
        raise StudyError("Only whoever began the race can stop it, or an organiser of this server.")
    async with app.database.writing() as connection:
        if not await races.stop_race(connection, race.id, request.at):
            raise StudyError("This race is over already.")


async def my_place(app: AppContext, request: RequestContext, argument: str) -> MyPlace:
    """Return where the member came in a race."""
    race = await _race_named(app, request, argument)
    async with app.database.reading() as connection:
        rounds = await races.rounds_of(connection, race.id)
        runners = await race_presses.standings(connection, race.id, rules.MAX_QUESTIONS)
    placed = rules.place_of(rules.places(runners), request.user_id)
    roadmap = app.library.roadmaps.get(race.roadmap_id)
    closed = [
        round_
        for round_ in rounds
        if round_.opened_at and roadmap is not None and rules.asked_round(roadmap, race, round_)
    ]
    return MyPlace(placed, len(runners), len(closed))


def may_stop(request: RequestContext, race: Race) -> bool:
    """Return whether somebody may stop a race."""
    return request.can_manage_guild or owner_tag(request.user_id) == race.starter


async def _race_named(app: AppContext, request: RequestContext, argument: str) -> Race:
    number = argument.partition(":")[0]
    if not number.isascii() or not number.isalnum() or len(number) > 12:
        raise StudyError(OLD)
    async with app.database.reading() as connection:
        race = await races.race_by_id(connection, int(number, 36))
    if race is None:
        raise StudyError(OLD)
    if (request.guild_id, request.channel_id) != (race.guild_id, race.channel_id):
        raise StudyError(ANOTHER)
    return race
