"""Everything that Discord refuses by its documented limits, as its errors of code 50035.

Each check takes the JSON body as it came and gives the errors nested like it, empty when all is fine. A server
answers them as `{"code": 50035, "message": "Invalid Form Body", "errors": ...}`; those of an interaction's
callback belong under `data`.
"""

from discord_sandbox.limits.choices import check_autocomplete
from discord_sandbox.limits.commands import check_command, check_commands
from discord_sandbox.limits.form_errors import FormErrors
from discord_sandbox.limits.messages import CHANNEL_FLAGS, INTERACTION_FLAGS, check_message, is_empty_message
from discord_sandbox.limits.modals import check_modal

__all__ = [
    "CHANNEL_FLAGS",
    "INTERACTION_FLAGS",
    "FormErrors",
    "check_autocomplete",
    "check_command",
    "check_commands",
    "check_message",
    "check_modal",
    "is_empty_message",
]
