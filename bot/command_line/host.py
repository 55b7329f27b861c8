"""What commands that work with a host's bot or database begin with: its settings, its log, files for nobody else."""

import os

from bot.logs import configure_logs
from bot.settings import Settings, load_settings

OTHERS = 0o077
"""What is taken from everybody else: the database, its backups and its lock are nobody else's to read."""


def settings() -> Settings:
    """Return the settings of the environment, with the log set up as they say; StartError when they are wrong."""
    loaded = load_settings()
    os.umask(OTHERS)
    configure_logs(loaded.log_level, loaded.log_format)
    return loaded
