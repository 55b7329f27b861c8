"""What can be typed after `python -m bot`, and which function of which module does it."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def parser() -> argparse.ArgumentParser:
    """Return the parser; `do` does what it makes of a line."""
    waymark = argparse.ArgumentParser(prog="waymark", description="A study assistant for Discord.")
    acts = waymark.add_subparsers(required=True, metavar="COMMAND")
    _add(acts, "run", "running.run", "run the bot with the settings of the environment")
    _add(acts, "status", "status.status", "show how things stand: members, posts, failures, sizes")
    _add_demo(acts)
    check = _add(acts, "check", "content.check", "look for mistakes in roadmap content")
    check.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="the content (default: CONTENT_DIR)")
    shown = _add(acts, "preview", "content.preview", "show a topic, a section or the roadmap as members will see it")
    shown.add_argument(
        "topic", nargs="?", default="", metavar="ID", help="of a topic or section (default: the roadmap)"
    )
    ids = _add(acts, "ids", "content.ids", "write ids into the questions that have none")
    ids.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="the content (default: CONTENT_DIR)")
    _add_new(acts)
    _add_import(acts)
    _add_library(acts)
    schema = _add(acts, "schema", "content.schema", "write the JSON Schemas of the content format, for editors")
    schema.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="the content (default: CONTENT_DIR)")
    misses = _add(
        acts, "misses", "database.misses", "show what members looked for in vain, and the questions that they flagged"
    )
    misses.add_argument("--most", type=int, default=20, metavar="N", help="how many (default: 20)")
    _add_database(acts)
    return waymark


def do(named: argparse.Namespace) -> int:
    """Do what was typed and return the exit code.

    What a command needs is loaded here and not before: `run` is at work sooner, and `check` needs no database.
    """
    module, _, function = named.act.partition(".")
    return int(getattr(import_module(f"bot.command_line.{module}"), function)(named))


def _add_demo(acts: Subparsers) -> None:
    demo_parser = _add(acts, "demo", "running.demo", "try the bot in a browser, here and now, without an account")
    demo_parser.add_argument("--terminal", action="store_true", help="chat in the terminal instead")
    demo_parser.add_argument("--script", type=Path, metavar="FILE", help="lines to say, with nobody at the keyboard")
    demo_parser.add_argument("--empty", action="store_true", help="begin with nothing done yet")
    demo_parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the database in this folder")
    demo_parser.add_argument("--port", type=int, default=8765, help="port of the page (default: %(default)s)")


def _add_new(acts: Subparsers) -> None:
    kinds = acts.add_parser("new", help="begin a roadmap or a topic").add_subparsers(required=True, metavar="COMMAND")
    roadmap = _add(
        kinds, "roadmap", "content.new_roadmap", "write a roadmap with one section and one topic, to go on from"
    )
    topic = _add(kinds, "topic", "content.new_topic", "write a topic to fill in, and list it in its roadmap")
    topic.add_argument("--roadmap", default="", metavar="ID", help="the roadmap (needed where there are several)")
    topic.add_argument("--section", default="", metavar="ID", help="the section (default: the last)")
    for parser in (roadmap, topic):
        parser.add_argument("title", metavar="TITLE", help="the name that members see")
        parser.add_argument(
            "--in", dest="directory", type=Path, metavar="DIR", help="the content (default: CONTENT_DIR)"
        )


def _add_import(acts: Subparsers) -> None:
    brought = _add(
        acts, "import", "content.import_roadmap", "make a roadmap of a README, a table, an outline or a quiz"
    )
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
    _add(kinds, "list", "database.brought", "show them")
    about = {
        "remove": "take one away; what was learned on it stays",
        "offer": "let every server study one",
        "withdraw": "let only its own server study one again",
    }
    for kind, words in about.items():
        step = _add(kinds, kind, f"database.{kind}_brought", words)
        step.add_argument("roadmap", metavar="ID", help="its id, as `list` shows it")


def _add_database(acts: Subparsers) -> None:
    steps = acts.add_parser("db", help="look after the database").add_subparsers(required=True, metavar="COMMAND")
    _add(steps, "upgrade", "database.upgrade", "migrate to what this version expects")
    _add(steps, "current", "database.current", "show the revision")
    saved = _add(steps, "backup", "database.back_up", "copy a SQLite database, also while the bot runs")
    saved.add_argument("file", type=Path, metavar="FILE", help="where to")
    restored = _add(steps, "restore", "database.restore", "put a backup in the place of a SQLite database")
    restored.add_argument("file", type=Path, metavar="FILE", help="the backup")
    for parser in (saved, restored):
        parser.add_argument("--force", action="store_true", help="replace what is there")
    _add(steps, "rebuild", "database.rebuild", "derive memories and totals anew from answers and events")
    drafted = _add(steps, "draft", "database.draft", "write an empty migration, for those who change the tables")
    drafted.add_argument("title", metavar="TITLE", help="what it does, in a few words")


def _add(acts: Subparsers, name: str, act: str, about: str) -> argparse.ArgumentParser:
    """Add a command that `act` does: a module of this package and a function in it."""
    added = acts.add_parser(name, help=about, description=about)
    added.set_defaults(act=act)
    return added
