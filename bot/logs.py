"""How the log looks: one line a record, for people (console) or for machines (json), with secrets struck out."""

import json
import logging
import re
import sys
from typing import Literal

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRETS = re.compile(
    r"/interactions/\d+/([^/?\s\"'\\]+)"
    r"|/webhooks/\d+/([^/?\s\"'\\]+)"
    r"|Bot ([\w.-]{20,})"
    r"|\.[\w-]{6,7}\.([\w-]{27,})"
    r"|://[^:/@\s]+:([^/\s]+)(?=@)"
)
"""Interaction and webhook tokens in addresses, the bot's own by header or look, and the database's password.

Its own begins with its public id, which stays. Each way begins with a letter of its own, with nothing before it to
look back for: what every line goes through takes a tenth of the time like this.
"""


def configure_logs(level: str, style: Literal["console", "json"]) -> None:
    """Send every logger's records to standard error in `style`, from `level` up; libraries at least at INFO.

    structlog's own loggers make the same lines, without a record of logging's on the way: for what is told often.
    """
    render = _render(style)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_of_record(), processors=[_strip, *render])
    )
    structlog.configure(
        processors=[structlog.processors.add_log_level, _stamp, *render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    # What no line shows need not be looked up for each: the ways to leave it out that logging documents.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # At DEBUG discord.py prints whole payloads: message texts and interaction tokens.
    logging.getLogger("discord").setLevel(max(root.level, logging.INFO))
    # At INFO these print every statement, every revision and every tick.
    for library in ("aiosqlite", "alembic", "apscheduler", "sqlalchemy"):
        logging.getLogger(library).setLevel(max(root.level, logging.WARNING))


def redact_secrets(render: Processor) -> Processor:
    """Wrap a renderer so that the line it makes, traceback and all, holds no token."""

    def line(logger: WrappedLogger, method: str, event: EventDict) -> str:
        return SECRETS.sub(_without_secret, str(render(logger, method, event)))

    return line


def _without_secret(match: re.Match[str]) -> str:
    return match[0].removesuffix(match[match.lastindex or 0]) + "***"


_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
_strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta


def _of_record() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _stamp,
    ]


def _render(style: str) -> list[Processor]:
    if style == "json":
        return [structlog.processors.format_exc_info, redact_secrets(_json)]
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=24
    )
    return [redact_secrets(console)]


def _json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    try:
        return orjson.dumps(event, default=str).decode()
    except TypeError:  # a number or text that is no JSON: better written roughly than not at all
        return json.dumps(event, default=str, skipkeys=True)
