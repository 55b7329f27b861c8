"""The commands for hosts: look after the database, and see what members looked for and servers brought."""

import argparse
import asyncio
import sys

from bot.app import wall_clock
from bot.command_line.host import settings
from bot.content.loader import load_library
from bot.core.errors import StartError
from bot.store import maintenance, migrate


def brought(_named: argparse.Namespace) -> int:
    """Show the roadmaps that servers brought."""
    for roadmap in asyncio.run(maintenance.brought_by_servers(settings().database_url)):
        offered = ", offered to all" if roadmap.is_offered else ""
        origin = f"(server {roadmap.guild_id}, version {roadmap.version}{offered})"
        sys.stdout.write(f"{roadmap.roadmap_id}  {roadmap.title} {origin}\n")
    return 0


def remove_brought(named: argparse.Namespace) -> int:
    """Take away a roadmap that a server brought."""
    done = asyncio.run(maintenance.remove_brought(settings().database_url, named.roadmap, wall_clock()))
    return _told(named.roadmap, "is taken away", done=done)


def offer_brought(named: argparse.Namespace) -> int:
    """Let every server study a roadmap that one brought."""
    done = asyncio.run(maintenance.offer_brought(settings().database_url, named.roadmap, wall_clock()))
    return _told(named.roadmap, "is offered to every server", done=done)


def withdraw_brought(named: argparse.Namespace) -> int:
    """Offer a roadmap no longer; servers that study it go back to the default, and what was learned stays."""
    done = asyncio.run(maintenance.offer_brought(settings().database_url, named.roadmap, None))
    return _told(named.roadmap, "is its own server's again", done=done)


def _told(roadmap_id: str, what: str, *, done: bool) -> int:
    """Say what became of a brought roadmap; StartError where there is none with that id."""
    if not done:
        raise StartError(f"no server has brought {roadmap_id}: `library list` shows what there is")
    sys.stdout.write(f"{roadmap_id} {what}; running bots learn of it within seconds\n")
    return 0


def misses(named: argparse.Namespace) -> int:
    """Show what members looked for in vain, and the questions that they flagged."""
    loaded = settings()
    roadmap, url = load_library(loaded.content_dir).default, loaded.database_url
    for miss in asyncio.run(maintenance.most_frequent_failed_searches(url, roadmap.id, named.most)):
        sys.stdout.write(f"{miss.times:>5}  {miss.query}  (last {miss.last_at:%Y-%m-%d})\n")
    for flag in asyncio.run(maintenance.most_flagged_questions(url, roadmap.id, named.most)):
        notes = "".join(f"\n         “{note}”" for note in flag.notes)
        sys.stdout.write(f"{flag.times:>5}  question {flag.question_id} of {flag.topic_id}{notes}\n")
    return 0


def upgrade(_named: argparse.Namespace) -> int:
    """Migrate the database to what this version expects."""
    copy = migrate.upgrade_with_copy(settings().database_url, wall_clock())
    if copy:
        sys.stdout.write(f"copied to {copy} before\n")
    return 0


def current(_named: argparse.Namespace) -> int:
    """Show the database's revision."""
    sys.stdout.write(f"{migrate.current(settings().database_url)}\n")
    return 0


def back_up(named: argparse.Namespace) -> int:
    """Copy a SQLite database, also while the bot runs."""
    maintenance.back_up(settings().database_url, named.file, overwrite=named.force)
    sys.stdout.write(f"backed up to {named.file}\n")
    return 0


def restore(named: argparse.Namespace) -> int:
    """Put a backup in the place of a SQLite database."""
    url, now = settings().database_url, wall_clock()
    migrate.check_revision(named.file)
    restored = maintenance.restore(url, named.file, now, overwrite=named.force)
    sys.stdout.write(f"restored from {named.file}\n")
    if restored.saved:
        sys.stdout.write(f"what was there before is in {restored.saved}\n")
    for user_id in restored.deleted_again:
        sys.stdout.write(f"user {user_id} had asked to be deleted after that backup, and is deleted again\n")
    return 0


def rebuild(_named: argparse.Namespace) -> int:
    """Derive memories and totals anew from answers and events."""
    memories, learners = asyncio.run(maintenance.rebuild(settings().database_url))
    sys.stdout.write(f"{memories} memories and the totals of {learners} learners rebuilt\n")
    return 0


def draft(named: argparse.Namespace) -> int:
    """Write an empty migration, for those who change the tables."""
    sys.stdout.write(f"{migrate.draft(named.title, wall_clock())}\n")
    return 0
