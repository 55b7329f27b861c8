"""What each verb of this feature answers, whether it came as a button, a form or in chat."""

from bot.context import AppContext
from bot.core.forecast import MAX_GOAL
from bot.core.member import RequestContext
from bot.features.goal import embeds, service
from bot.ui.forms import form, line_field
from bot.ui.response import Response
from bot.ui.theme import Item, button, error_embed, rows

LATE = ("That took too long", "Press the button again.")


async def ask_goal(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Open the form for a goal."""
    goal = await service.goal_of(app, request)
    hint = f"1 to {MAX_GOAL}, such as 4. Empty: no goal."
    field = line_field("goal", "Topics a week", hint, str(goal or ""), most=40, required=False)
    # An app keeps what was typed into a form of the same custom_id: each gets one of its own.
    modal = form("My goal", "goal-set", [field], f"{request.id:x}")
    return Response(error_embed(*LATE), modal=modal, new_message=True)


async def set_goal(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Set the goal that was filled in; an empty field means none."""
    return _saved(await service.set_goal(app, request, filled.partition("goal=")[2]))


async def say_goal(app: AppContext, request: RequestContext, said: str) -> Response:
    """Set the goal that was said in chat; without a number, show it."""
    if not said.strip():
        return await show_goal(app, request, said)
    return _saved(await service.set_goal(app, request, said))


async def show_goal(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show the person's goal."""
    return _shown(await service.forecast_of(app, request))


async def what_if(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show what three answers a day would do."""
    shown = await service.what_if(app, request)
    return Response(embeds.what_if(shown), rows([button("Progress", "progress"), button("Review", "review")]))


def _saved(shown: service.Outlook) -> Response:
    return _shown(shown).with_notice("✅ Goal saved." if shown.forecast.goal else "✅ You have no goal any more.")


def _shown(shown: service.Outlook) -> Response:
    buttons: list[Item] = [button("My goal", "goal", emoji="🎯"), button("Progress", "progress")]
    in_channel = Response(
        content="🎯 Your goal is between you and me: press to see it.",
        view=rows([button("My goal", "goal-show")]),
        ephemeral=False,
    )
    return Response(embeds.goal(shown), rows([*buttons, button("My settings", "me")]), in_channel=in_channel)
