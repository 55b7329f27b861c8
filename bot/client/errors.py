"""The one error path: what went wrong, and what Discord refuses, becomes words for members and a line in the log."""

import logging
import secrets
from datetime import timedelta

import aiohttp
import discord
from discord import InteractionResponseType, InteractionType, MessageFlags

from bot.core.errors import (
    CommitUncertainError,
    DatabaseUnavailableError,
    EmptyResultError,
    SectionNamedError,
    StudyError,
    UnclearTopicError,
)
from bot.core.post_reasons import PostReason, encode
from bot.core.send_result import NotSent, Rejected, Sent, Unknown
from bot.ui.response import Response
from bot.ui.suggestions import confirm_section, did_you_mean
from bot.ui.theme import error_embed, make_embed

log = logging.getLogger(__name__)

ORGANISER_FIXABLE = {
    10003: PostReason.CHANNEL_GONE,
    10004: PostReason.LEFT_SERVER,
    50001: PostReason.NO_VIEW,
    50007: PostReason.DM_CLOSED,
    50008: PostReason.NO_MESSAGES,
    50013: PostReason.NO_SEND,
    50083: PostReason.THREAD_ARCHIVED,
    50278: PostReason.DM_CLOSED,
    160005: PostReason.THREAD_LOCKED,
}
"""Error codes that stay until an organiser, or whoever is reminded, mends what is wrong: until then it is paused."""

UNKNOWN_MESSAGE = 10008
"""In answer to a nonce: the message that it was sent with has been deleted since."""
INVALID_FORM = 50035
"""The message is not as Discord wants it: our mistake, in this one post."""

UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
INVALID_WEBHOOK_TOKEN = 50027
EXPIRED_CODES = frozenset({UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_WEBHOOK_TOKEN})
"""The interaction is over, or Discord never took its first answer."""

CONNECTION_ERRORS = (aiohttp.ClientError, OSError, RuntimeError, discord.DiscordServerError)
"""What leaves us not knowing whether it got there. RuntimeError is a session that was closed while we waited."""

SHORT_PAUSE, LONG_PAUSE = timedelta(seconds=10), timedelta(minutes=1)


def classify_send_error(failure: BaseException) -> Sent | Rejected | NotSent | Unknown:
    """Return what is known after a try to send a post that ended with `failure`."""
    match failure:
        case discord.RateLimited():
            return NotSent("Discord asked to wait", timedelta(seconds=failure.retry_after))
        case discord.DiscordServerError():
            return Unknown(f"Discord answered with error {failure.status}")
        case discord.HTTPException():
            return _refusal(failure)
        case aiohttp.ClientConnectorError():
            return NotSent("Discord could not be reached", SHORT_PAUSE, everywhere=True)
        case TimeoutError():
            return Unknown("Discord did not answer in time")
        case _:
            return Unknown("the connection broke")


def reason_of(refusal: discord.HTTPException) -> str:
    """Return, as it is kept, why Discord refuses something in a channel, for as long as nobody mends it."""
    if refusal.code in ORGANISER_FIXABLE:
        return encode(ORGANISER_FIXABLE[refusal.code])
    return encode(PostReason.REFUSED, _first_line(refusal.text) or str(refusal.status))


def is_from_discord(refusal: discord.HTTPException) -> bool:
    """Tell an answer of Discord's API from a page by whatever stands between it and us, which proves nothing."""
    return refusal.code != 0 or not refusal.text.lstrip().startswith("<")


def _refusal(refusal: discord.HTTPException) -> Sent | Rejected | NotSent:
    if refusal.code == UNKNOWN_MESSAGE:
        return Sent(None)
    if refusal.status == 401 or not is_from_discord(refusal):
        # Ten thousand refusals in ten minutes, and Discord hears nothing more from this address.
        return NotSent(f"Discord answered with error {refusal.status}", LONG_PAUSE, everywhere=True)
    if refusal.status == 429:
        return NotSent("Discord asked to wait", LONG_PAUSE)
    if refusal.code in ORGANISER_FIXABLE:
        return Rejected(reason_of(refusal), lasting=True)
    if refusal.status in (403, 404):
        # Nobody in the server can mend what is not in the table: it passes, or it gets too late for the post.
        return NotSent(f"Discord answered with error {refusal.status} and code {refusal.code}")
    log.error("Discord refused a post as malformed", extra={"code": refusal.code, "text": refusal.text})
    return Rejected(reason_of(refusal), lasting=False)


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].rstrip(".")[:100]


def error_response(failure: Exception) -> Response:
    """Return the private answer to a failure; what the member cannot mend is logged under the reference they see."""
    if isinstance(failure, UnclearTopicError):
        return did_you_mean(failure.asked, failure.topics, failure.verb)
    if isinstance(failure, SectionNamedError):
        return confirm_section(failure.section, failure.topic_count, failure.verb)
    if isinstance(failure, EmptyResultError):
        return Response(make_embed("Nothing there", str(failure)), outcome="nothing there", new_message=True)
    if isinstance(failure, StudyError):
        return Response(error_embed("That did not work", str(failure)), outcome="refused", new_message=True)
    if isinstance(failure, CommitUncertainError):
        title, outcome = "It may have happened", "uncertain"
        text = (
            "The connection to Waymark's database broke while it was saving this, so it may or may not be done. "
            "Marking it again is safe: it counts only once. Before you undo anything, look at /progress."
        )
    elif isinstance(failure, DatabaseUnavailableError):
        title, outcome = "Back in a moment", "unavailable"
        text = "Waymark cannot reach its database right now, so nothing was changed. Try again in a minute."
    else:
        title, outcome = "Sorry, that broke", "failed"
        text = "Something went wrong on our side. Try again; if it keeps happening, tell whoever runs the bot."
    reference = log_failure(failure)
    return Response(error_embed(title, f"{text}\n-# Reference {reference}"), outcome=outcome, new_message=True)


def unreadable_body(interaction_type: object, failure: Exception) -> dict[str, object]:
    """Return Discord's body for the answer to an interaction that nobody could read: the line for failures.

    For what is being typed that is no choices at all.
    """
    response = error_response(failure)
    if interaction_type == InteractionType.autocomplete.value:
        return {"type": InteractionResponseType.autocomplete_result.value, "data": {"choices": []}}
    embeds = [response.embed.to_dict()] if response.embed else []
    shown = {"embeds": embeds, "flags": MessageFlags(ephemeral=True).value}
    return {"type": InteractionResponseType.channel_message.value, "data": shown}


def log_failure(failure: Exception) -> str:
    """Log a failure, and return the reference to find it by; with its traceback, unless all is said by its reason."""
    reference = secrets.token_hex(4)
    if isinstance(failure, DatabaseUnavailableError | CommitUncertainError):
        log.warning("the database did not answer", extra={"reference": reference, "reason": str(failure)})
    else:
        log.error("failed", extra={"reference": reference}, exc_info=failure)
    return reference
