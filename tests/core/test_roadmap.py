"""A section found by what somebody calls it: one rule for looking up and for the sections of a schedule."""

import pytest
from shipped import shipped_library

from bot.core.errors import StudyError
from bot.core.schedule_form import parse_sections

ROADMAP = shipped_library().default


@pytest.mark.parametrize("text", ["security", "Security Best Practices", "  SECURITY ", "best", "deploy", "10", "orm"])
def test_a_section_is_found_by_one_rule_wherever_it_is_named(text: str) -> None:
    section = ROADMAP.find_section(text)
    assert section is not None
    assert parse_sections(ROADMAP, text) == (section.id,)


@pytest.mark.parametrize("text", ["django", "urity", "0", "11", "", "cooking"])
def test_what_names_several_sections_or_none_finds_none(text: str) -> None:
    assert ROADMAP.find_section(text) is None


def test_a_schedule_is_refused_what_finds_no_section() -> None:
    with pytest.raises(StudyError, match="Name sections by title or number"):
        parse_sections(ROADMAP, "urity")
