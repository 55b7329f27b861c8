"""Direct messages over REST: opened once, and closed to some."""

from discord_sandbox import Sandbox
from raw_client import RawRest


async def test_direct_messages_are_opened_once(quiet: Sandbox, rest: RawRest) -> None:
    ada = quiet.member("ada")
    opened = await rest("POST", "/users/@me/channels", {"recipient_id": str(ada.id)})
    again = await rest("POST", "/users/@me/channels", {"recipient_id": str(ada.id)})
    assert opened.body["id"] == again.body["id"]
    assert opened.body["recipients"][0]["username"] == "ada"
    await rest("POST", f"/channels/{opened.body['id']}/messages", {"content": "hello"})
    assert [message.content for message in ada.dm.see()] == ["hello"]


async def test_closed_direct_messages_are_refused(quiet: Sandbox, rest: RawRest) -> None:
    ada = quiet.member("ada")
    path = f"/channels/{ada.dm.channel.id}/messages"
    ada.user.accepts_dms = False
    assert (await rest("POST", path, {"content": "x"})).code == 50007
    ada.user.accepts_dms = True
    quiet.guild.leave(ada.user)
    assert (await rest("POST", path, {"content": "x"})).code == 50278
