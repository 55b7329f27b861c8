"""What people call the columns of their tables, in files of their own (CSV) and inside a Markdown file."""

import re
from collections.abc import Mapping, Sequence

from bot.content.importers.titles import clean

__all__ = ["COLUMN_NAMES", "is_counter", "tells_of_the_reader", "title_column"]


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(","))


COLUMN_NAMES: Mapping[str, frozenset[str]] = {
    "id": _words("id, source_id, slug, key"),
    "section": _words(
        "section, module, chapter, unit, category, phase, part, week, stage, level, área, sección, módulo, seção, "
        "abschnitt, kapitel, modul, catégorie, раздел, модуль, 分类, 章节"
    ),
    "group": _words("group, subsection, subcategory, subtopic group"),
    "title": _words(
        "title, topic, topics, name, subject, lesson, lessons, skill, item, task, concept, theme, milestone, título, "
        "tema, nombre, tópico, nome, titel, thema, titre, sujet, тема, название, 标题, 主题, 名称, 项目, 주제"
    ),
    "summary": _words(
        "summary, description, text, notes, note, details, about, what, content, descripción, descrição, beschreibung, "
        "description courte, описание, 描述, 说明"
    ),
    "link": _words("link, links, url, urls, resource, resources, href, source, enlace, recurso, ссылка, 链接"),
    "minutes": _words("minutes, minutos, minuten, duration (min), minutes to study"),
}
"""What a column holds -> the names that people give it, in small letters."""
READER = _words("status, state, done, progress, done?, completed, finished, estado, статус, 状态, 进度, 상태, ✅, ✓")
"""Columns in which the one who wrote the table keeps how far they are themselves."""
COUNTED = "day|week|month|phase|stage|step|level|part|module|unit|chapter|lesson|session|sprint|[a-z]|第"
COUNTER = re.compile(
    rf"[\W_]*(?:(?:{COUNTED})s?[\W_]*)?\d[\d\W_]*(?:(?:day|week|month|hour)s?|天|周|日)?[\W_]*", re.IGNORECASE
)
"""`Day 3`, `Weeks 1–2`, `M4`, `01 – 07`, `64 days`: a place in a plan, and no name."""


def title_column(names: Sequence[str]) -> int | None:
    """Return the place (from 0) of the column that is called what topics are called, or None."""
    known = COLUMN_NAMES["title"]
    return next((place for place, name in enumerate(names) if _bare(name) in known), None)


def tells_of_the_reader(name: str) -> bool:
    """Tell whether a column's name says that it holds how far its author is."""
    return _bare(name) in READER


def is_counter(text: str) -> bool:
    """Tell whether a cell only counts: days, weeks, phases, or a number."""
    return bool(COUNTER.fullmatch(text)) or not re.search(r"[^\W\d_]", text)


def _bare(name: str) -> str:
    """Return a column's name in small letters, without the emoji and signs around it."""
    words = clean(name).casefold()
    return re.sub(r"^[\W_]+|[\W_]+$", "", words) or words
