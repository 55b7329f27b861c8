"""The errors that Discord answers with, by its own codes and words."""

from collections.abc import Mapping
from typing import NamedTuple

from discord_sandbox.json_codec import Json


class ErrorKind(NamedTuple):
    """An HTTP status with Discord's code and message for it."""

    status: int
    code: int
    message: str


UNAUTHORIZED = ErrorKind(401, 0, "401: Unauthorized")
NOT_FOUND = ErrorKind(404, 0, "404: Not Found")
METHOD_NOT_ALLOWED = ErrorKind(405, 0, "405: Method Not Allowed")
UNKNOWN_APPLICATION = ErrorKind(404, 10002, "Unknown Application")
UNKNOWN_CHANNEL = ErrorKind(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = ErrorKind(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = ErrorKind(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = ErrorKind(404, 10008, "Unknown Message")
UNKNOWN_ROLE = ErrorKind(404, 10011, "Unknown Role")
UNKNOWN_USER = ErrorKind(404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = ErrorKind(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = ErrorKind(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = ErrorKind(404, 10063, "Unknown application command")
COMMAND_CREATE_LIMIT = ErrorKind(400, 30034, "Max number of daily application command creates has been reached (200)")
TOO_LARGE = ErrorKind(413, 40005, "Request entity too large")
FOLLOW_UP_LIMIT = ErrorKind(400, 40094, "This interaction has reached the maximum number of follow-up messages")
ALREADY_ACKNOWLEDGED = ErrorKind(400, 40060, "Interaction has already been acknowledged.")
MISSING_ACCESS = ErrorKind(403, 50001, "Missing Access")
NOT_IN_A_DM = ErrorKind(403, 50003, "Cannot execute action on a DM channel")
NOT_THE_AUTHOR = ErrorKind(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = ErrorKind(400, 50006, "Cannot send an empty message")
CANNOT_DM_USER = ErrorKind(403, 50007, "Cannot send messages to this user")
NOT_A_TEXT_CHANNEL = ErrorKind(400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS = ErrorKind(403, 50013, "Missing Permissions")
INVALID_WEBHOOK_TOKEN = ErrorKind(401, 50027, "Invalid Webhook Token")
INVALID_RECIPIENT = ErrorKind(400, 50033, "Invalid Recipient(s)")
INVALID_FORM = ErrorKind(400, 50035, "Invalid Form Body")
THREAD_ARCHIVED = ErrorKind(400, 50083, "Thread is archived")
INVALID_JSON = ErrorKind(400, 50109, "The request body contains invalid JSON.")
CANNOT_READ_REPLIED = ErrorKind(403, 160002, "Cannot reply without permission to read message history")
THREAD_LOCKED = ErrorKind(403, 160005, "Thread is locked")
UNSUPPORTED = ErrorKind(501, 0, "Discord can do this; the sandbox cannot (polls, stickers, forwards)")
NO_MUTUAL_GUILD = ErrorKind(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


class ApiError(Exception):
    """What the sandbox answers instead of doing what was asked."""

    def __init__(self, kind: ErrorKind, errors: Mapping[str, object] | None = None) -> None:
        super().__init__(f"{kind.status} {kind.code}: {kind.message}")
        self.status = kind.status
        self.kind = kind
        self.errors = errors

    def to_json(self) -> Json:
        """Return Discord's error body, with the nested `errors` of a bad form."""
        body: Json = {"message": self.kind.message, "code": self.kind.code}
        if self.errors:
            body["errors"] = self.errors
        return body


def invalid_field(path: str, code: str, message: str) -> ApiError:
    """Make the 50035 for one field; `path` has dots: `allowed_mentions.parse`."""
    errors: Json = {"_errors": [{"code": code, "message": message}]}
    for key in reversed(path.split(".")):
        errors = {key: errors}
    return ApiError(INVALID_FORM, errors)
