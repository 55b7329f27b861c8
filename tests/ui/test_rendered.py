"""What is rendered once is what discord.py would render each time."""

import discord

from bot.ui.theme import button, make_embed, rows


def test_an_embed_is_rendered_once_and_as_ever() -> None:
    shown = make_embed("Middleware", "Hooks around every request", fields=[("Read on", "the docs")], footer="Django")
    assert shown.to_dict() == discord.Embed.to_dict(shown)
    assert shown.to_dict() is shown.to_dict()


async def test_rows_are_rendered_once_and_as_ever() -> None:
    shown = rows([button("Done", "done", "csrf"), button("Start", "start", "csrf")], [button("Next", "next")])
    assert shown is not None
    assert [len(row["components"]) for row in shown.to_components()] == [2, 1]
    assert shown.to_components() == discord.ui.View.to_components(shown)
    assert shown.to_components() is shown.to_components()
    assert shown.is_finished()
