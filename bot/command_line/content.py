"""The commands for authors: check, preview, begin and bring roadmaps."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.content import cli
from bot.core.errors import StartError
from bot.settings import load_settings
from bot.shipped import INSTALLED


def check(named: argparse.Namespace) -> int:
    """Look for mistakes in roadmap content, and for what Discord would refuse."""
    from bot.preview import refused_messages  # noqa: PLC0415 - loads all of Discord, which the others do not need

    async def checked() -> int:  # discord.py's views need an event loop
        return cli.check(named.directory or load_settings().content_dir, refused_messages)

    return asyncio.run(checked())


def preview(named: argparse.Namespace) -> int:
    """Show a topic, a section or the roadmap as members will see it."""
    from bot.preview import preview  # noqa: PLC0415 - see check

    sys.stdout.write(asyncio.run(preview(load_settings().content_dir, named.topic)) + "\n")
    return 0


def ids(named: argparse.Namespace) -> int:
    """Write ids into the questions that have none."""
    return cli.write_ids(_directory_to_write(named))


def _directory_to_write(named: argparse.Namespace) -> Path:
    """Return the folder that was named, else CONTENT_DIR; StartError rather than change what was installed."""
    directory: Path = named.directory or load_settings().content_dir
    if directory.is_relative_to(INSTALLED):
        raise StartError("there is no folder `content` here: name the folder to write into")
    return directory


def new_roadmap(named: argparse.Namespace) -> int:
    """Write a roadmap with one section and one topic, to go on from."""
    cli.write_new_roadmap(named.directory or _own_folder(), named.title)
    return 0


def new_topic(named: argparse.Namespace) -> int:
    """Write a topic to fill in, and list it in its roadmap."""
    cli.write_new_topic(_directory_to_write(named), named.title, named.roadmap, named.section)
    return 0


def import_roadmap(named: argparse.Namespace) -> int:
    """Make a roadmap of a file in another format."""
    columns = [column.strip() for column in named.columns.split(",")] if named.columns else []
    cli.import_file(named.file, named.out or _own_folder(), named.topics, columns)
    return 0


def _own_folder() -> Path:
    """Return CONTENT_DIR or, where that is what was installed, `content` in the working directory."""
    default = load_settings().content_dir
    return Path("content") if default.is_relative_to(INSTALLED) else default


def schema(named: argparse.Namespace) -> int:
    """Write the JSON Schemas of the content format, for editors."""
    cli.write_schema(_directory_to_write(named))
    return 0
