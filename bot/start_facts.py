"""What a start goes by and tells beside its settings: the proxy, the shards, open files, versions."""

import os
import stat
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import discord

from bot.content_updates import topics_in
from bot.core.library import Library
from bot.settings import ENV_FILE, Settings
from bot.store.url import parse_database_url, sqlite_file


def proxy_for(url: str) -> str | None:
    """Return the proxy that the environment names for an address: HTTPS_PROXY or HTTP_PROXY, unless NO_PROXY has it."""
    address = urlsplit(url)
    return None if proxy_bypass(address.hostname or "") else getproxies().get(address.scheme)


def exposed_files(settings: Settings) -> list[Path]:
    """Return those of the files with secrets or members' data in them that every user of the machine can read."""
    if os.name == "nt":  # its file modes say nothing of this
        return []
    database = sqlite_file(parse_database_url(settings.database_url))
    files = [Path(ENV_FILE), *([database] if database else [])]
    return [path for path in files if path.is_file() and path.stat().st_mode & stat.S_IROTH]


def cache_folder() -> Path:
    """Return the folder for what can be made anew at any time; it need not exist, nor be one that can be written."""
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "waymark"
    except RuntimeError:  # a user without a home
        return Path(tempfile.gettempdir()) / "waymark"


def what_runs(settings: Settings, library: Library) -> dict[str, str]:
    """Return what a host wants to know of a start: which version, on which database, with what content."""
    return {
        "version": version_of("waymark"),
        "database": parse_database_url(settings.database_url).render_as_string(hide_password=True),
        "content": topics_in(library),
        "zone_data": version_of("tzdata"),
        "discord_py": discord.__version__,
    }


def version_of(package: str) -> str:
    """Return the version of an installed package."""
    try:
        return version(package)
    except PackageNotFoundError:  # run from its folder, as the image does
        return "not installed"


def share_of_shards(settings: Settings) -> float:
    """Return the part of all shards that this process runs; all of them when it is not told which."""
    if settings.shard_count is None or not settings.shard_ids:
        return 1.0
    return len(settings.shard_ids) / settings.shard_count
