"""Start here: the command line of Waymark (`python -m bot --help`)."""

import argparse
import asyncio
import io
import os
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from bot import app
from bot.content import cli as content
from bot.content.loader import load_library
from bot.core.errors import ContentError, DatabaseUnavailableError, StartError
from bot.logs import configure_logs
from bot.preview import preview, refused_messages
from bot.settings import Settings, load_settings
from bot.shipped import INSTALLED
from bot.store import backup, maintenance, migrate

CONTENT_MISTAKES = 1
"""Exit code for broken content; for what else cannot start see StartError.exit_code."""
INTERRUPTED = 130
"""Exit code after Ctrl+C where it does not mean to stop in order."""
OTHERS = 0o077
"""What is taken from everybody else: the database, its backups and its lock are nobody else's to read."""


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says and give the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no emoji shows a question mark; it should not end the program.
            stream.reconfigure(errors="replace")
    asked = _parser().parse_args(arguments)
    # Time zones come from the pinned tzdata package, not from whatever the machine holds.
    zoneinfo.reset_tzpath(to=())
    try:
        exit_code = int(asked.act(asked))
        sys.stdout.flush()
    except BrokenPipeError:  # `check | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CONTENT_MISTAKES
    except ContentError as error:
        sys.stderr.write(f"{error}\nThe content has mistakes, so Waymark does not start with it.\n")
        return CONTENT_MISTAKES
    except StartError as error:
        sys.stderr.write(f"waymark: {error}\n")
        return error.exit_code
    except DatabaseUnavailableError as error:
        sys.stderr.write(f"waymark: the database does not answer: {error}\n")
        return StartError.exit_code
    return exit_code


Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
Act = Callable[[argparse.Namespace], int]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="waymark", description="A study assistant for Discord.")
    acts = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(acts, "run", _run, "run the bot with the settings of the environment")
    _add_demo(acts)
    check = _add(acts, "check", _check, "look for mistakes in roadmap content")
    check.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="the content (default: CONTENT_DIR)")
    shown = _add(acts, "preview", _preview, "show a topic, a section or the roadmap as members will see it")
    shown.add_argument(
        "topic", nargs="?", default="", metavar="ID", help="of a topic or section (default: the roadmap)"
    )
    ids = _add(acts, "ids", _ids, "write ids into the questions that have none")
    ids.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="the content (default: CONTENT_DIR)")
    _add_new(acts)
    _add_import(acts)
    _add_library(acts)
    schema = _add(acts, "schema", _schema, "write the JSON Schemas of the content format, for editors")
    schema.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="the content (default: CONTENT_DIR)")
    misses = _add(acts, "misses", _misses, "show what members looked for in vain, and the questions that they flagged")
    misses.add_argument("--most", type=int, default=20, metavar="N", help="how many (default: 20)")
    _add_database(acts)
    return parser


def _add_demo(acts: Subparsers) -> None:
    demo_parser = _add(acts, "demo", _demo, "try the bot in a browser, here and now, without an account")
    demo_parser.add_argument("--terminal", action="store_true", help="chat in the terminal instead")
    demo_parser.add_argument("--script", type=Path, metavar="FILE", help="lines to say, with nobody at the keyboard")
    demo_parser.add_argument("--empty", action="store_true", help="begin with nothing done yet")
    demo_parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the database in this folder")
    demo_parser.add_argument("--port", type=int, default=8765, help="port of the page (default: %(default)s)")


def _add_new(acts: Subparsers) -> None:
    kinds = acts.add_parser("new", help="begin a roadmap or a topic").add_subparsers(required=True, metavar="COMMAND")
    roadmap = _add(kinds, "roadmap", _new_roadmap, "write a roadmap with one section and one topic, to go on from")
    topic = _add(kinds, "topic", _new_topic, "write a topic to fill in, and list it in its roadmap")
    topic.add_argument("--roadmap", default="", metavar="ID", help="the roadmap (needed where there are several)")
    topic.add_argument("--section", default="", metavar="ID", help="the section (default: the last)")
    for parser in (roadmap, topic):
        parser.add_argument("title", metavar="TITLE", help="the name that members see")
        parser.add_argument(
            "--in", dest="directory", type=Path, metavar="DIR", help="the content (default: CONTENT_DIR)"
        )


def _add_import(acts: Subparsers) -> None:
    brought = _add(acts, "import", _import, "make a roadmap of a README, a table, an outline or a quiz")
    brought.add_argument("file", type=Path, metavar="FILE", help="Markdown, CSV, OPML, GIFT, SUMMARY.md, YAML or a zip")
    brought.add_argument("--out", type=Path, metavar="DIR", help="the folder for it (default: CONTENT_DIR)")
    brought.add_argument("--topics", choices=("headings", "bullets"), default="", help="what are topics in Markdown")
    brought.add_argument(
        "--columns",
        default="",
        metavar="A,B",
        help="what a table's columns hold: title, section, summary, link, …",
    )


def _add_library(acts: Subparsers) -> None:
    steps = acts.add_parser("library", help="look after the roadmaps that servers brought")
    kinds = steps.add_subparsers(required=True, metavar="COMMAND")
    _add(kinds, "list", _brought, "show them")
    removed = _add(kinds, "remove", _remove_brought, "take one away; what was learned on it stays")
    removed.add_argument("roadmap", metavar="ID", help="its id, as `list` shows it")


def _add_database(acts: Subparsers) -> None:
    steps = acts.add_parser("db", help="look after the database").add_subparsers(required=True, metavar="COMMAND")
    _add(steps, "upgrade", _upgrade, "migrate to what this version expects")
    _add(steps, "current", _current, "show the revision")
    saved = _add(steps, "backup", _backup, "copy a SQLite database, also while the bot runs")
    saved.add_argument("file", type=Path, metavar="FILE", help="where to")
    restored = _add(steps, "restore", _restore, "put a backup in the place of a SQLite database")
    restored.add_argument("file", type=Path, metavar="FILE", help="the backup")
    for parser in (saved, restored):
        parser.add_argument("--force", action="store_true", help="replace what is there")
    _add(steps, "rebuild", _rebuild, "derive memories and totals anew from answers and events")
    drafted = _add(steps, "draft", _draft, "write an empty migration, for those who change the tables")
    drafted.add_argument("title", metavar="TITLE", help="what it does, in a few words")


def _add(acts: Subparsers, name: str, act: Act, about: str) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=about, description=about)
    parser.set_defaults(act=act)
    return parser


def _settings() -> Settings:
    settings = load_settings()
    os.umask(OTHERS)
    configure_logs(settings.log_level, settings.log_format)
    return settings


def _run(_asked: argparse.Namespace) -> int:
    asyncio.run(app.run(_settings()))
    return 0


def _demo(asked: argparse.Namespace) -> int:
    with _needing_the_sandbox():
        from bot import demo  # noqa: PLC0415 - needs the sandbox, which does not travel with the bot
    os.umask(OTHERS)
    wish = demo.DemoOptions(asked.script, asked.keep, in_terminal=asked.terminal, empty=asked.empty, port=asked.port)
    try:
        return asyncio.run(demo.run(wish))
    except KeyboardInterrupt:
        return INTERRUPTED


@contextmanager
def _needing_the_sandbox() -> Iterator[None]:
    """Raise StartError where the block cannot import the sandbox."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "discord_sandbox":
            raise
        raise StartError("this needs the sandbox: run it in a copy of the repository, after `make setup`") from error


def _check(asked: argparse.Namespace) -> int:
    async def check() -> int:  # discord.py's views need an event loop
        return content.check(asked.directory or load_settings().content_dir, refused_messages)

    return asyncio.run(check())


def _preview(asked: argparse.Namespace) -> int:
    sys.stdout.write(asyncio.run(preview(load_settings().content_dir, asked.topic)) + "\n")
    return 0


def _ids(asked: argparse.Namespace) -> int:
    return content.write_ids(_directory_to_write(asked))


def _directory_to_write(asked: argparse.Namespace) -> Path:
    """Return the folder that was named, else CONTENT_DIR; StartError rather than change what was installed."""
    directory: Path = asked.directory or load_settings().content_dir
    if directory.is_relative_to(INSTALLED):
        raise StartError("there is no folder `content` here: name the folder to write into")
    return directory


def _new_roadmap(asked: argparse.Namespace) -> int:
    default = load_settings().content_dir
    here = Path("content") if default.is_relative_to(INSTALLED) else default
    content.write_new_roadmap(asked.directory or here, asked.title)
    return 0


def _new_topic(asked: argparse.Namespace) -> int:
    content.write_new_topic(_directory_to_write(asked), asked.title, asked.roadmap, asked.section)
    return 0


def _import(asked: argparse.Namespace) -> int:
    default = load_settings().content_dir
    here = Path("content") if default.is_relative_to(INSTALLED) else default
    columns = [column.strip() for column in asked.columns.split(",")] if asked.columns else []
    content.import_file(asked.file, asked.out or here, asked.topics, columns)
    return 0


def _brought(_asked: argparse.Namespace) -> int:
    for one in asyncio.run(maintenance.brought_by_servers(_settings().database_url)):
        sys.stdout.write(f"{one.roadmap_id}  {one.title} (server {one.guild_id}, version {one.version})\n")
    return 0


def _remove_brought(asked: argparse.Namespace) -> int:
    if not asyncio.run(maintenance.remove_brought(_settings().database_url, asked.roadmap, app.wall_clock())):
        raise StartError(f"no server has brought {asked.roadmap}: `library list` shows what there is")
    sys.stdout.write(f"{asked.roadmap} is taken away; running bots learn of it within seconds\n")
    return 0


def _schema(asked: argparse.Namespace) -> int:
    content.write_schema(_directory_to_write(asked))
    return 0


def _misses(asked: argparse.Namespace) -> int:
    settings = _settings()
    roadmap = load_library(settings.content_dir).default
    for miss in asyncio.run(maintenance.most_frequent_failed_searches(settings.database_url, roadmap.id, asked.most)):
        sys.stdout.write(f"{miss.times:>5}  {miss.query}  (last {miss.last_at:%Y-%m-%d})\n")
    for flag in asyncio.run(maintenance.most_flagged_questions(settings.database_url, roadmap.id, asked.most)):
        notes = "".join(f"\n         “{note}”" for note in flag.notes)
        sys.stdout.write(f"{flag.times:>5}  question {flag.question_id} of {flag.topic_id}{notes}\n")
    return 0


def _upgrade(_asked: argparse.Namespace) -> int:
    copy = migrate.upgrade_with_copy(_settings().database_url, app.wall_clock())
    if copy:
        sys.stdout.write(f"copied to {copy} before\n")
    return 0


def _backup(asked: argparse.Namespace) -> int:
    backup.back_up(_settings().database_url, asked.file, overwrite=asked.force)
    sys.stdout.write(f"backed up to {asked.file}\n")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    url, now = _settings().database_url, app.wall_clock()
    migrate.check_revision(asked.file)
    restored = backup.restore(url, asked.file, now, overwrite=asked.force)
    sys.stdout.write(f"restored from {asked.file}\n")
    if restored.saved:
        sys.stdout.write(f"what was there before is in {restored.saved}\n")
    for user_id in restored.deleted_again:
        sys.stdout.write(f"user {user_id} had asked to be deleted after that backup, and is deleted again\n")
    return 0


def _current(_asked: argparse.Namespace) -> int:
    sys.stdout.write(f"{migrate.current(_settings().database_url)}\n")
    return 0


def _draft(asked: argparse.Namespace) -> int:
    sys.stdout.write(f"{migrate.draft(asked.title, app.wall_clock())}\n")
    return 0


def _rebuild(_asked: argparse.Namespace) -> int:
    memories, learners = asyncio.run(maintenance.rebuild(_settings().database_url))
    sys.stdout.write(f"{memories} memories and the totals of {learners} learners rebuilt\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
