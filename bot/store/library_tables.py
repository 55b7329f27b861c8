"""The tables of roadmaps that servers brought: which there are, every version of each, and what waits to be taken."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sql import MAX_SLUG_LENGTH, Base, ShortText, table_of

MAX_TITLE = 100
MAX_FILE_NAME = 100
MAX_FORMAT = 60


class BroughtRoadmapRow(Base):
    """A roadmap that a server brought; `version` is the one that is live, `removed_at` when it was taken away."""

    __tablename__ = "brought_roadmaps"

    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    guild_id: Mapped[int]
    title: Mapped[str] = mapped_column(ShortText(MAX_TITLE))
    version: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_brought_roadmaps_guild", "guild_id"), CheckConstraint("version >= 1", name="version"))


class BroughtVersionRow(Base):
    """A version of a brought roadmap, kept as it was: `content` is JSON in the content format (ASCII)."""

    __tablename__ = "brought_versions"

    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(ShortText(MAX_FORMAT))
    topics: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime]


class BroughtDraftRow(Base):
    """A file that somebody brought and has not taken yet.

    `id` is the snowflake of the interaction that brought it; `roadmap_id` the roadmap that it would become, of whose
    version `base_version` (0: a new one). `reading` is what was understood, and `choices` what was answered to the
    questions about it: both JSON (ASCII).
    """

    __tablename__ = "brought_drafts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    roadmap_id: Mapped[str] = mapped_column(String(MAX_SLUG_LENGTH))
    base_version: Mapped[int] = mapped_column(Integer)
    file_name: Mapped[str] = mapped_column(ShortText(MAX_FILE_NAME))
    source: Mapped[bytes] = mapped_column(LargeBinary)
    reading: Mapped[str] = mapped_column(Text)
    choices: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


brought_roadmaps = table_of(BroughtRoadmapRow)
brought_versions = table_of(BroughtVersionRow)
brought_drafts = table_of(BroughtDraftRow)
