"""What each verb of this feature answers, whether it came as a command or a button."""

from functools import partial

from bot.context import AppContext
from bot.core.member import RequestContext
from bot.core.race import DEFAULT_QUESTIONS
from bot.features.race import embeds, service
from bot.ui.race import open_round_embed, open_round_view
from bot.ui.response import Response
from bot.ui.text import display_name
from bot.ui.theme import button, rows


async def race(app: AppContext, request: RequestContext, named: str, questions: int) -> Response:
    """Begin a race: its first question is the answer, for everybody."""
    round_ = await service.begin(app, request, named, questions)
    return Response(
        open_round_embed(round_),
        open_round_view(round_),
        content=f"🏁 {display_name(request.name, 32)} starts a race.",
        ephemeral=False,
        on_sent=partial(service.keep_message, app, round_),
    )


async def race_about(app: AppContext, request: RequestContext, named: str) -> Response:
    """Begin a race of the usual length about a topic, picked where a name was not clear."""
    return await race(app, request, named, DEFAULT_QUESTIONS)


async def press(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Take a press on a choice, and tell the member alone which answer counts."""
    answer = await service.press(app, request, argument)
    return Response(embeds.taken(answer), new_message=True)


async def stop(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Stop a race."""
    await service.stop(app, request, argument)
    return Response(embeds.stopped(), new_message=True)


async def my_place(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Tell the member alone where they came."""
    shown = await service.my_place(app, request, argument)
    return Response(embeds.my_place(shown), rows([button("What is due", "review")]), new_message=True)
