"""Dispatch: from a command, a press or words in chat to the one handler for it, whatever way it came in.

It knows no gateway. Whoever receives interactions hands them on as discord.py's objects, and handlers get plain values.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import discord
import structlog

from bot.background import BackgroundTasks
from bot.client.chat import MessageResponder
from bot.client.discordpy_rest import RestApi
from bot.client.errors import CONNECTION_ERRORS, error_response, unreadable_body
from bot.client.feature import ByServer, Feature, Handler
from bot.client.interaction_responder import InteractionResponder
from bot.client.requests import (
    ROUTED_TYPES,
    InFlightRequests,
    SeenInteractions,
    clean_text,
    context_from,
    data_of,
    describe_interaction,
    is_own_message,
    parse_custom_id,
    shard_of,
    submitted_texts,
    submitted_values,
    time_budget,
)
from bot.context import AppContext
from bot.core.errors import DatabaseUnavailableError, StudyError
from bot.core.intents import parse
from bot.core.member import RequestContext
from bot.store.roadmap_ids import DEFAULT_NUMBER
from bot.ui.response import Response

log = logging.getLogger(__name__)

BACKGROUND_STOP_TIMEOUT = 1.0
"""Seconds more, at a stop, for what nobody waits for, such as the count of what was not found."""


REMINDER_CLOSED = (
    "⏰ I turned your reminder off, because Discord would not let me message you. "
    "Allow direct messages, then turn it on again with /me."
)
"""Told once, at the next answer, to whoever could not be reminded."""
FOLLOWED_GONE = "🗺️ The roadmap that you followed was removed: you are back on this server's, **{title}**."
"""Told once, at the next answer, to whoever followed it."""
NOBODY = 0
"""The id of a user whom Discord did not name."""


class BotClient(discord.Client):
    """A client whose interactions are dispatched, whether it is at the gateway or receives them over HTTP."""

    dispatcher: "Dispatcher"
    answers_in_response = False
    """Whether first answers go out as HTTP responses: what comes after one may then be sooner at Discord than it."""

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Dispatch events as discord.py does, but not the commands among interactions: the tree has them already.

        A task for each of them that finds nothing to do would cost a tenth of the whole answer.
        """
        if event != "interaction" or args[0].type in ROUTED_TYPES:
            super().dispatch(event, *args, **kwargs)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer buttons, menus and modals."""
        await self.dispatcher.dispatch_component(interaction)


Interaction = discord.Interaction[BotClient]


class Dispatcher:
    """Answers what members do; `features` are those that answer."""

    def __init__(self, app: AppContext, features: Sequence[Feature]) -> None:
        self.app = app
        self.features = features
        self._in_flight = InFlightRequests()
        self._background = BackgroundTasks()
        self._seen = SeenInteractions()
        self._log: structlog.typing.FilteringBoundLogger = structlog.get_logger().bind(logger=__name__)
        self._buttons = {verb: handler for feature in features for verb, handler in feature.buttons.items()}
        self._verbatim = {verb for feature in features for verb in feature.verbatim}
        self._acknowledged = {verb for feature in features for verb in feature.acknowledged}
        self._phrases = {verb: handler for feature in features for verb, handler in feature.phrases.items()}

    async def dispatch(
        self,
        interaction: discord.Interaction[Any],
        handler: Handler,
        text: str,
        *,
        in_place: bool = False,
        acknowledged: bool = False,
        is_verbatim: bool = False,
        roadmap_number: int | None = None,
    ) -> None:
        """Answer `interaction` with what `handler` makes of `text`; a second delivery of it is dropped.

        `in_place`: the answer replaces the message whose button was pressed. `acknowledged`: nothing is done before
        Discord has said that it waits. `roadmap_number`: the roadmap that the button names.
        """
        if not self._seen.is_first(interaction.id):
            return
        with self._in_flight:
            started = asyncio.get_running_loop().time()
            try:
                request = replace(context_from(interaction, self.app.clock()), roadmap_number=roadmap_number)
            except AttributeError as failure:  # Discord did not say who it was
                request = RequestContext(interaction.id, NOBODY, "", None, self.app.clock())
                handler = partial(unreadable, failure)
            budget = 0.0 if acknowledged else time_budget(request.id, request.at)
            responder = InteractionResponder(interaction, in_place=in_place, time_budget=budget)
            if self._in_flight.draining:
                handler = restarting
            # Discord's word for the type of an option's value is not enough: text is what handlers can read.
            words = str(text) if is_verbatim else clean_text(str(text))
            outcome = await responder.respond_with(partial(self._own_response, handler, request, words))
            command = describe_interaction(interaction, self._buttons)
            at = responder.acknowledged_at
            self.app.metrics.interaction(command, outcome, None if at is None else at - started)
            self._end(request, command, outcome, started, interaction.client.shard_count)

    async def dispatch_component(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a button, menu or modal by what its custom_id says."""
        pressed = parse_custom_id(interaction)
        verb, argument = (pressed.verb, pressed.argument) if pressed else ("", "")
        named = pressed.roadmap if pressed else None
        is_verbatim = verb in self._verbatim
        await self.dispatch(
            interaction,
            self._buttons.get(verb, outdated),
            submitted_texts(data_of(interaction), argument)
            if is_verbatim
            else submitted_values(data_of(interaction), argument),
            in_place=is_own_message(interaction),
            acknowledged=verb in self._acknowledged,
            is_verbatim=is_verbatim,
            roadmap_number=DEFAULT_NUMBER if named is None else named,
        )

    async def dispatch_message(self, message: discord.Message, text: str, shard_count: int | None) -> None:
        """Answer words that a message addressed to Waymark; nothing while the process is stopping."""
        if self._in_flight.draining or not self._seen.is_first(message.id):
            return
        with self._in_flight:
            started = asyncio.get_running_loop().time()
            phrases = parse(clean_text(text))
            request = context_from(message, self.app.clock())
            responses = [await self._response(self._phrases[phrase.verb], request, phrase.rest) for phrase in phrases]
            if request.guild_id is not None:
                responses = [response.for_channel() for response in responses]
            response = responses[-1]
            for earlier in responses[:-1]:
                response = response.with_notice(earlier.headline)
            outcome = await MessageResponder(message).send(response)
            verbs = " and ".join(phrase.verb.value for phrase in phrases)
            self.app.metrics.interaction(f"chat {verbs}", outcome, None)
            self._end(request, f"chat {verbs}", outcome, started, shard_count)

    def answer_unreadable(self, api: RestApi, payload: Any, failure: Exception) -> None:
        """Answer an interaction that could not be read, if its `payload` says at least where an answer would go."""
        known = payload if isinstance(payload, Mapping) else {}
        interaction_id, token = known.get("id"), known.get("token")
        if str(interaction_id).isdecimal() and isinstance(token, str):
            body = unreadable_body(known.get("type"), failure)
            answer = api.answer_interaction(int(str(interaction_id)), token, body)
            self._background.start(_try_to_send(answer), "unreadable interaction")
        else:
            log.error("malformed interaction skipped", exc_info=failure)

    def read_states_ahead(self, request: RequestContext) -> None:
        """Read the member's states in the background, so that the next keystroke finds them in memory."""
        self._run_in_background("states", request, partial(self._read_states, request))

    async def drain(self, seconds: float) -> None:
        """Begin no more answers, and let those under way finish for up to `seconds`."""
        unfinished = await self._in_flight.drain(seconds)
        if unfinished:
            log.warning("stopped with answers unfinished", extra={"answers": unfinished})
        await self._background.close(grace=BACKGROUND_STOP_TIMEOUT)

    async def _response(self, handler: Handler, request: RequestContext, text: str) -> Response:
        """Return the response to a request, or the words for its failure, its buttons naming the roadmap."""
        try:
            if isinstance(handler, ByServer):
                request = await self.app.guilds.by_server(request)
            response = await handler(self.app, request, text)
        except Exception as failure:  # noqa: BLE001 - this is the one place where every failure becomes an answer
            response = error_response(failure)
        return response.for_roadmap(self.app.guilds.number_for(request))

    async def _own_response(self, handler: Handler, request: RequestContext, text: str) -> Response:
        """Return `_response` with what the member has to be told besides, if they alone see it."""
        response = await self._response(handler, request, text)
        if not response.ephemeral or response.modal or response.outcome != "ok":
            return response
        if news := self._news_for(request):
            return response.with_notice("\n".join(news))
        return response

    def _news_for(self, request: RequestContext) -> list[str]:
        """Return what has happened to the choices of whoever acts, and note that they were told."""
        chosen = self.app.guilds.remembered_user(request.user_id)
        news = []
        if chosen.reminder_closed:
            news.append(REMINDER_CLOSED)
            self._run_in_background("reminder", request, partial(self.app.note_reminder_told, request))
        if chosen.roadmap_id and chosen.roadmap_id not in self.app.library.roadmaps:
            studied = self.app.guilds.remembered_server(request).roadmap
            news.append(FOLLOWED_GONE.format(title=studied.markdown_title))
            self.app.guilds.remember_user(replace(chosen, roadmap_id=None))  # so that the next answer does not tell it
            self._run_in_background("follow", request, partial(self.app.unfollow, request, chosen.roadmap_id))
        return news

    def _end(
        self, request: RequestContext, command: str, outcome: str, started: float, shard_count: int | None
    ) -> None:
        """Record what nobody waits for, and write the one line that the log has for each interaction."""
        if self.app.members.needs_upsert(request):
            self._run_in_background("greeting", request, partial(self.app.record_member, request))
        if self.app.failed_searches.are_pending:
            self._run_in_background("misses", None, self.app.failed_searches.record)
        ms = round((asyncio.get_running_loop().time() - started) * 1000, 1)
        # Past logging, whose record and formatter cost a tenth of the whole answer; last, should nobody take the line.
        self._log.info(
            "interaction",
            command=command,
            outcome=outcome,
            ms=ms,
            reference=f"{request.id:x}",
            guild=request.guild_id,
            shard=shard_of(request.guild_id, shard_count),
        )

    def _run_in_background(
        self, name: str, request: RequestContext | None, work: Callable[[], Awaitable[object]]
    ) -> None:
        """Do what nobody waits for: once at a time for whoever acts, and another time when the database is away."""

        async def work_if_possible() -> None:
            try:
                await work()
            except DatabaseUnavailableError as failure:
                log.info("left for later", extra={"task": name, "reason": str(failure)})

        key = (name, request and request.guild_id, request and request.user_id)
        self._background.start_once(key, work_if_possible)

    async def _read_states(self, request: RequestContext) -> None:
        context = await self.app.guilds.of(request)
        await self.app.progress.states(context.learner(request))


async def _try_to_send(answer: Awaitable[None]) -> None:
    try:
        await answer
    except (discord.HTTPException, *CONNECTION_ERRORS) as failure:
        log.info("an interaction that could not be read got no answer", extra={"reason": str(failure)})


async def unreadable(failure: Exception, _app: AppContext, _request: RequestContext, _text: str) -> Response:
    """Answer an interaction that lacks what every interaction has."""
    raise failure


async def outdated(_app: AppContext, _request: RequestContext, _text: str) -> Response:
    """Answer a button that this version does not know."""
    raise StudyError("This button comes from another version of Waymark. Use /help to see what works now.")


async def restarting(_app: AppContext, _request: RequestContext, _text: str) -> Response:
    """Answer while the process is stopping."""
    raise StudyError("Waymark is restarting. Try again in a few seconds.")
