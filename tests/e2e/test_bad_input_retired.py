"""Topics that the author renamed or took out: old names still lead somewhere, and what was done there stays."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from discord_sandbox import Member, Sandbox
from forging import is_plain
from shipped import CONTENT
from whole_bot import process

RETIRED = """
retired:
  - {id: soap, title: SOAP Services, reason: "Nobody asks for it any more.", instead: rest-api-design}
  - {id: python-two, title: Python 2, reason: "It ended in 2020."}
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content, with two topics retired and one that had another id before."""
    folder = tmp_path_factory.mktemp("retired") / "content"
    shutil.copytree(CONTENT, folder)
    roadmap = folder / "python-django" / "roadmap.yaml"
    roadmap.write_text(roadmap.read_text(encoding="utf-8") + RETIRED, encoding="utf-8")
    csrf = folder / "python-django" / "topics" / "csrf.yaml"
    csrf.write_text(csrf.read_text(encoding="utf-8") + "\nrenamed_from: [forged-requests]\n", encoding="utf-8")
    return folder


@pytest_asyncio.fixture(scope="module")
async def elsewhere(content: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sandbox]:
    """A Discord of this module's own, with a bot that has this content."""
    database = tmp_path_factory.mktemp("database") / "waymark.db"
    async with Sandbox(bot_name="Waymark") as sandbox, process(sandbox, database, CONTENT_DIR=str(content)) as bot:
        yield sandbox
        assert "Traceback" not in bot.log


@pytest.fixture
def ada(elsewhere: Sandbox) -> Member:
    return elsewhere.member("ada")


@pytest.mark.parametrize("asked", ["soap", "SOAP services", "soap-services"])
@pytest.mark.parametrize(("command", "option"), [("topic", "name"), ("done", "topic"), ("start", "topic")])
async def test_a_retired_topic_says_why_and_what_to_read(ada: Member, command: str, option: str, asked: str) -> None:
    answer = await ada.slash(command, validate=True, **{option: asked})
    is_plain(answer)
    for part in ("no longer on the roadmap", "Nobody asks for it any more", "RESTful API Design"):
        assert part in answer.embeds[0]["description"]


@pytest.mark.parametrize("verb", ["topic", "done", "card-done", "card-undo", "before", "after", "share", "example"])
async def test_buttons_of_a_retired_topic_say_so(elsewhere: Sandbox, ada: Member, verb: str) -> None:
    answer = await elsewhere.forge_component(f"v1:{verb}:python-two", by=ada)
    is_plain(answer)
    assert "It ended in 2020" in answer.text


async def test_a_list_goes_on_without_the_retired(ada: Member) -> None:
    answer = await ada.slash("done", topic="xss, soap")
    marked, left_out = (line for line in answer.text.splitlines() if "XSS" in line or "soap" in line.lower())
    assert "done · +10" in marked
    assert "done" not in left_out
    assert "soap" in left_out.lower()
    assert "1 of 51" in (await ada.slash("progress")).text
    assert "Open" in (await ada.slash("topic", name="rest-api-design")).text


async def test_a_renamed_topic_is_found_by_its_old_id(elsewhere: Sandbox, ada: Member) -> None:
    assert "Cross-Site Request Forgery" in (await ada.slash("topic", name="forged-requests")).text
    answer = await elsewhere.forge_component("v1:done:forged-requests", by=ada)
    assert "Cross-Site Request Forgery" in answer.text
