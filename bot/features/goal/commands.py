"""What is pressed about a goal; it has no command of its own: `/me` and `/progress` lead here."""

from bot.client.feature import Feature
from bot.core.intent_patterns import Intent
from bot.features.goal import handlers

FEATURE = Feature(
    commands=(),
    buttons={
        "goal": handlers.ask_goal,
        "goal-show": handlers.show_goal,
        "goal-set": handlers.set_goal,
        "what-if": handlers.what_if,
    },
    phrases={Intent.GOAL: handlers.say_goal},
)
