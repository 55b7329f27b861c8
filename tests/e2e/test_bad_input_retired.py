"""Topics that the author renamed or took out: old names still lead somewhere, and what was done there stays."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from forging import is_plain, no_errors
from whole_bot import ROOT, serving

from bot.sandbox import Member, Sandbox

SHIPPED = ROOT / "content"

RETIRED = """
retired:
  - {id: soap, title: SOAP Services, reason: "Nobody asks for it any more.", instead: rest-api-design}
  - {id: python-two, title: Python 2, reason: "It ended in 2020."}
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content, with two topics retired and one that had another id before."""
    folder = tmp_path_factory.mktemp("retired") / "content"
    shutil.copytree(SHIPPED, folder)
    roadmap = folder / "python-django" / "roadmap.yaml"
    roadmap.write_text(roadmap.read_text(encoding="utf-8") + RETIRED, encoding="utf-8")
    csrf = folder / "python-django" / "topics" / "csrf.yaml"
    csrf.write_text(csrf.read_text(encoding="utf-8") + "\nrenamed_from: [forged-requests]\n", encoding="utf-8")
    return folder


@pytest_asyncio.fixture(scope="module")
async def discord(content: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sandbox]:
    database = tmp_path_factory.mktemp("database") / "waymark.db"
    async with Sandbox() as sandbox, serving(sandbox, database, content):
        yield sandbox


@pytest.fixture
def ada(discord: Sandbox) -> Member:
    return discord.member("ada")


@pytest.mark.parametrize("asked", ["soap", "SOAP services", "soap-services"])
@pytest.mark.parametrize(("command", "option"), [("topic", "name"), ("done", "topic"), ("start", "topic")])
async def test_a_retired_topic_says_why_and_what_to_read(
    ada: Member, command: str, option: str, asked: str, caplog: pytest.LogCaptureFixture
) -> None:
    with no_errors(caplog):
        answer = await ada.slash(command, validate=True, **{option: asked})
    is_plain(answer)
    for part in ("no longer on the roadmap", "Nobody asks for it any more", "RESTful API Design"):
        assert part in answer.embeds[0]["description"]


@pytest.mark.parametrize("verb", ["topic", "done", "card-done", "card-undo", "before", "after", "share", "example"])
async def test_buttons_of_a_retired_topic_say_so(discord: Sandbox, ada: Member, verb: str) -> None:
    answer = await discord.forge_component(f"v1:{verb}:python-two", by=ada)
    is_plain(answer)
    assert "It ended in 2020" in answer.text


async def test_a_list_goes_on_without_the_retired(ada: Member) -> None:
    answer = await ada.slash("done", topic="xss, soap")
    assert "1 of 51" in answer.text
    assert "soap" in answer.text


async def test_a_renamed_topic_is_found_by_its_old_id(discord: Sandbox, ada: Member) -> None:
    assert "Cross-Site Request Forgery" in (await ada.slash("topic", name="forged-requests")).text
    answer = await discord.forge_component("v1:done:forged-requests", by=ada)
    assert "Cross-Site Request Forgery" in answer.text
