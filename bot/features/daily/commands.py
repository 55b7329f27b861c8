"""The presses on the question of the day; it has no command of its own, `/schedule add` plans it."""

from bot.client.feature import Feature
from bot.features.daily import handlers

FEATURE = Feature(buttons={"daily": handlers.press, "daily-show": handlers.show_answers})
