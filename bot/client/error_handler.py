"""The one error path: whatever goes wrong becomes words for the member, and a line in the log to find it by."""

import logging
import secrets

from discord import InteractionResponseType, InteractionType, MessageFlags

from bot.core.errors import (
    CommitUncertainError,
    DatabaseUnavailableError,
    EmptyResultError,
    SectionNamedError,
    StudyError,
    UnclearTopicError,
)
from bot.ui.response import Response
from bot.ui.suggestions import confirm_section, did_you_mean
from bot.ui.theme import error_embed, make_embed

log = logging.getLogger(__name__)


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
