"""What can be done about a prompt that was posted; it has no command of its own, `/schedule add` plans it."""

from bot.client.feature import Feature
from bot.features.prompts import handlers

FEATURE = Feature(
    buttons={
        "did": handlers.open_form,
        "did-set": handlers.keep,
        "did-share": handlers.share,
    }
)
