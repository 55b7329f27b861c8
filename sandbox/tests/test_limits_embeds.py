"""What the sandbox refuses in embeds."""

from typing import Any

import pytest
from discord_sandbox.limits import check_message
from form_bodies import Body, embed, places, refused
from hypothesis import given
from hypothesis import strategies as st

HTTPS = "https://docs.djangoproject.com/en/5.2/topics/http/middleware/"


def field(**fields: Any) -> Body:
    return {"name": "Key points", "value": "It wraps the view", **fields}


def test_a_full_embed_is_fine() -> None:
    full = embed(
        description="It wraps the view",
        url=HTTPS,
        timestamp="2026-11-24T09:00:00+00:00",
        color=0xFFFFFF,
        footer={"text": "Django", "icon_url": "attachment://logo.png"},
        author={"name": "Bot", "url": HTTPS},
        image={"url": "attachment://board.png"},
        thumbnail={"url": HTTPS},
        fields=[field(inline=False)] * 25,
    )
    assert check_message(full) == {}


@pytest.mark.parametrize(
    ("place", "most", "build"),
    [
        ("embeds.0.title", 256, lambda text: embed(title=text)),
        ("embeds.0.description", 4096, lambda text: embed(description=text)),
        ("embeds.0.fields.1.name", 256, lambda text: embed(fields=[field(), field(name=text)])),
        ("embeds.0.fields.0.value", 1024, lambda text: embed(fields=[field(value=text)])),
        ("embeds.0.footer.text", 2048, lambda text: embed(footer={"text": text})),
        ("embeds.0.author.name", 256, lambda text: embed(author={"name": text})),
        ("embeds.0.url", 2048, lambda text: embed(url=f"https://a.bc/{text[13:]}")),
    ],
)
def test_a_text_may_be_as_long_as_its_limit_and_not_longer(place: str, most: int, build: Any) -> None:
    assert check_message(build("x" * most)) == {}
    assert list(refused(check_message(build("x" * (most + 1))))) == [(place, "BASE_TYPE_MAX_LENGTH")]


def test_blanks_around_a_text_do_not_count() -> None:
    assert check_message(embed(title="  " + "x" * 256 + "\n")) == {}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (embed(color=0x1000000), "embeds.0.color"),
        (embed(color=-1), "embeds.0.color"),
        (embed(color="blue"), "embeds.0.color"),
        (embed(url="ftp://a.bc"), "embeds.0.url"),
        (embed(url="docs.djangoproject.com"), "embeds.0.url"),
        (embed(url=""), "embeds.0.url"),
        (embed(url="http://localhost:8000/"), "embeds.0.url"),
        (embed(url="https://a b.cd"), "embeds.0.url"),
        (embed(url="attachment://a.png"), "embeds.0.url"),
        (embed(image={"url": "data:image/png;base64,"}), "embeds.0.image.url"),
        (embed(thumbnail={}), "embeds.0.thumbnail.url"),
        (embed(author={"url": HTTPS}), "embeds.0.author.name"),
        (embed(footer={"text": " "}), "embeds.0.footer.text"),
        (embed(fields=[field(name="")]), "embeds.0.fields.0.name"),
        (embed(fields=[field(value=" \n")]), "embeds.0.fields.0.value"),
        (embed(fields=[{"name": "x"}]), "embeds.0.fields.0.value"),
        (embed(fields=[field()] * 26), "embeds.0.fields"),
        (embed(timestamp="tomorrow"), "embeds.0.timestamp"),
        ({"embeds": [{"color": 1}]}, "embeds.0.description"),
        ({"embeds": [{}]}, "embeds.0.description"),
        ({"embeds": [{"title": "x"}] * 11}, "embeds"),
    ],
)
def test_what_an_embed_cannot_show_is_refused_in_its_place(body: Body, place: str) -> None:
    assert places(check_message(body)) == [place]


def test_every_mistake_is_named_at_once() -> None:
    body = {"embeds": [{"title": "x" * 257, "color": -1}, {"title": "fine"}, {"fields": [{"name": "x"}]}]}
    assert places(check_message(body)) == ["embeds.0.title", "embeds.0.color", "embeds.2.fields.0.value"]


def spread(size: int) -> Body:
    """Build an embed of `size` characters (6 to 600), some in every part that counts."""
    part, rest = divmod(size, 6)
    text = "x" * part
    return {
        "title": text,
        "description": text + "x" * rest,
        "fields": [{"name": text, "value": text}],
        "footer": {"text": text},
        "author": {"name": text},
    }


@given(st.lists(st.integers(min_value=6, max_value=600), max_size=9))
def test_the_sum_over_all_embeds_may_be_6000_and_not_more(sizes: list[int]) -> None:
    rest = 6000 - sum(sizes)
    footer = min(2000, rest // 2)
    embeds = [*map(spread, sizes), {"description": "d" * (rest - footer), "footer": {"text": "f" * footer}}]
    assert check_message({"embeds": embeds}) == {}
    embeds[0]["description"] += "!"
    assert list(refused(check_message({"embeds": embeds}))) == [("embeds", "MAX_EMBED_SIZE_EXCEEDED")]
