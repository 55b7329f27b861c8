"""Files in messages: kept, shown, edited and refused."""

import io

import aiohttp
from discord_sandbox import Permission, Sandbox
from discord_sandbox.world.members import GuildMember
from raw_client import RawRest


async def upload(rest: RawRest, path: str, payload: str, name: str = "ab.png", data: bytes = b"picture") -> object:
    form = aiohttp.FormData()
    form.add_field("payload_json", payload, content_type="application/json")
    form.add_field("files[0]", io.BytesIO(data), filename=name, content_type="image/png")
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


async def test_an_edit_keeps_the_files_it_names(quiet: Sandbox, rest: RawRest, general: str) -> None:
    sent = await upload(rest, general, "{}")
    assert isinstance(sent, dict)
    path = f"{general}/{sent['id']}"
    assert (await rest("PATCH", path, {"content": "x"})).body["attachments"] == sent["attachments"]
    assert (await rest("PATCH", path, {"attachments": []})).body["attachments"] == []


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
