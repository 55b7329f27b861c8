"""What a reminder is asked for and changed by: buttons from `/me` on, and words in chat."""

from bot.client.feature import Feature
from bot.core.intent_patterns import Intent
from bot.features.reminders import handlers

FEATURE = Feature(
    commands=(),
    buttons={
        "remind": handlers.panel,
        "remind-set": handlers.ask_hour,
        "remind-at": handlers.set_hour,
        "remind-off": handlers.drop,
    },
    phrases={Intent.REMIND: handlers.remind_me},
)
