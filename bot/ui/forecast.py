"""What is said of a goal and of the day on which somebody arrives: on `/progress` and where a goal is set."""

from collections.abc import Iterator
from datetime import date

from bot.core.forecast import Forecast
from bot.ui.text import count


def forecast_lines(forecast: Forecast) -> Iterator[str]:
    """Yield lines on how far somebody is with their goal, and when they arrive."""
    if not forecast.left:
        yield "🏁 You have arrived: nothing is left."
        return
    if forecast.goal:
        done = " ✅" if forecast.this_week >= forecast.goal else ""
        yield f"🎯 **{forecast.this_week} of {forecast.goal}** this week{done}"
    yield _arrival(forecast)
    if forecast.goal and forecast.pace < forecast.goal:
        yield f"-# With {forecast.goal} a week: {_when(forecast.goal_arrives_on)}."


def _arrival(forecast: Forecast) -> str:
    left = f"{count(forecast.left, 'topic')} to go"
    if not forecast.pace:
        return f"🏁 {left} · finish one with /done, and I can say when you arrive."
    pace = f"{forecast.pace:.1f}".removesuffix(".0")
    return f"🏁 {left} · at your pace, {pace} a week: **{_when(forecast.arrives_on)}**"


def _when(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "more than five years"
