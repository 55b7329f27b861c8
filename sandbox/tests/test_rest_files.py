"""Files in messages: kept, shown, edited and refused."""

import io
import json
import struct

import aiohttp
import pytest
from discord_sandbox import Permission, Sandbox
from discord_sandbox.world.model import GuildMember
from form_bodies import layout, refused, words
from raw_client import RawRest


async def upload(
    rest: RawRest,
    path: str,
    payload: str,
    name: str = "ab.png",
    data: bytes = b"picture",
    content_type: str = "image/png",
) -> object:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", payload, content_type="application/json")
    form.add_field("files[0]", io.BytesIO(data), filename=name, content_type=content_type)
    return (await rest("POST", path, data=form)).body


async def test_a_file_is_kept_and_shown_in_an_embed(quiet: Sandbox, rest: RawRest, general: str) -> None:
    payload = '{"embeds": [{"image": {"url": "attachment://ab.png"}}], "attachments": [{"id": 0, "description": "d"}]}'
    sent = await upload(rest, general, payload)
    assert isinstance(sent, dict)
    attachment = sent["attachments"][0]
    assert (attachment["filename"], attachment["size"], attachment["description"]) == ("ab.png", 7, "d")
    assert sent["embeds"][0]["image"]["url"] == attachment["url"]
    async with aiohttp.ClientSession() as session, session.get(attachment["url"]) as response:
        assert (await response.read(), response.content_type) == (b"picture", "image/png")
    assert quiet.requests[-1].files == ("ab.png",)


async def test_a_file_of_no_said_type_has_that_of_its_name_and_a_picture_its_size(rest: RawRest, general: str) -> None:
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 720, 300)
    sent = await upload(rest, general, "{}", data=png, content_type="application/octet-stream")
    assert isinstance(sent, dict)
    (attachment,) = sent["attachments"]
    assert (attachment["content_type"], attachment["width"], attachment["height"]) == ("image/png", 720, 300)
    sent = await upload(rest, general, "{}", name="data.zip", content_type="application/octet-stream")
    assert isinstance(sent, dict)
    (attachment,) = sent["attachments"]
    assert attachment["content_type"] == "application/zip"
    assert "width" not in attachment


async def test_an_edit_keeps_the_files_it_names(quiet: Sandbox, rest: RawRest, general: str) -> None:
    sent = await upload(rest, general, "{}")
    assert isinstance(sent, dict)
    path = f"{general}/{sent['id']}"
    assert (await rest("PATCH", path, {"content": "x"})).body["attachments"] == sent["attachments"]
    assert (await rest("PATCH", path, {"attachments": []})).body["attachments"] == []


@pytest.mark.parametrize("reference", ["other.png", "a b.png", "AB.png"])
async def test_a_picture_that_was_not_uploaded_by_that_name_is_refused(
    rest: RawRest, general: str, reference: str
) -> None:
    url = f"attachment://{reference}"
    pieces = {
        "embeds.0.image.url": {"embeds": [{"image": {"url": url}}]},
        "embeds.1.author.icon_url": {"embeds": [{"title": "x"}, {"author": {"name": "Ada", "icon_url": url}}]},
        "components.0.components.0.items.0.media.url": layout(
            {"type": 17, "components": [{"type": 12, "items": [{"media": {"url": url}}]}]}
        ),
        "components.0.file.url": layout({"type": 13, "file": {"url": url}}),
        "components.0.accessory.media.url": layout(
            {"type": 9, "components": [words()], "accessory": {"type": 11, "media": {"url": url}}}
        ),
    }
    for place, body in pieces.items():
        for name in ("ab.png", "a b.png"):  # Discord calls the second a_b.png
            refusal = await upload(rest, general, json.dumps(body), name=name)
            assert isinstance(refusal, dict)
            assert list(refused(refusal["errors"])) == [(place, "ATTACHMENT_NOT_FOUND")]


async def test_a_file_is_named_as_discord_cleans_it(rest: RawRest, general: str) -> None:
    payload = '{"embeds": [{"image": {"url": "attachment://a_b.png"}}]}'
    sent = await upload(rest, general, payload, name="a b.png")
    assert isinstance(sent, dict)
    assert sent["embeds"][0]["image"]["url"] == sent["attachments"][0]["url"]


async def test_an_edit_leads_to_files_that_stay_or_come(rest: RawRest, general: str) -> None:
    sent = await upload(rest, general, "{}")
    assert isinstance(sent, dict)
    path = f"{general}/{sent['id']}"
    picture = {"embeds": [{"image": {"url": "attachment://ab.png"}}]}
    assert (await rest("PATCH", path, {**picture, "attachments": []})).code == 50035
    shown = await rest("PATCH", path, picture)
    assert shown.body["embeds"][0]["image"]["url"] == sent["attachments"][0]["url"]


@pytest.mark.parametrize("attachment", [{"id": 1}, {"id": "1277679484459290757"}])
async def test_a_description_of_no_file_is_refused(rest: RawRest, general: str, attachment: dict[str, object]) -> None:
    body = await upload(rest, general, json.dumps({"attachments": [{"id": 0}, attachment]}))
    assert isinstance(body, dict)
    assert list(refused(body["errors"])) == [("attachments.1", "ATTACHMENT_NOT_FOUND")]


async def test_files_take_a_permission(quiet: Sandbox, rest: RawRest, me: GuildMember, general: str) -> None:
    quiet.general.deny(me, Permission.ATTACH_FILES)
    body = await upload(rest, general, '{"content": "x"}')
    assert isinstance(body, dict)
    assert body["code"] == 50013


async def test_too_large_files_and_requests_are_refused(rest: RawRest, general: str) -> None:
    for megabytes, code in ((11, 50035), (26, 40005)):
        body = await upload(rest, general, "{}", data=bytes(megabytes * 1024 * 1024))
        assert isinstance(body, dict)
        assert body["code"] == code
