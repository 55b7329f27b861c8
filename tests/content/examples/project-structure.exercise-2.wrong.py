"""Two handlers for one line: the logger has its own, and hands the line up as well."""

CONSOLE = {"class": "logging.StreamHandler"}
LOGGING = {
    "version": 1,
    "handlers": {"console": CONSOLE},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"shop": {"handlers": ["console"], "level": "INFO"}},
}
