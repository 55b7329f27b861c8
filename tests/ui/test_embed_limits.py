"""Whatever goes into an embed, button or menu, what comes out is something that Discord takes."""

import discord
from hypothesis import given
from hypothesis import strategies as st

from bot.ui import payload_rules
from bot.ui.theme import button, fit, make_embed, option, rows, select

SHORT = st.text(max_size=30)
LONG = st.integers(0, 9000).map("x".ljust)
WORDS = SHORT | LONG


@st.composite
def embeds(draw: st.DrawFn) -> discord.Embed:
    made = discord.Embed(title=draw(WORDS), description=draw(WORDS))
    made.set_footer(text=draw(WORDS))
    for name, value in draw(st.lists(st.tuples(WORDS, WORDS), max_size=30)):
        made.add_field(name=name, value=value)
    return made


@given(embeds())
def test_an_embed_fits(made: discord.Embed) -> None:
    fitted = fit(made)
    assert len(fitted) <= payload_rules.EMBED
    assert len(fitted.title or "") <= payload_rules.TITLE
    assert len(fitted.description or "") <= payload_rules.DESCRIPTION
    assert len(fitted.footer.text or "") <= payload_rules.FOOTER
    assert len(fitted.fields) <= payload_rules.FIELDS
    for field in fitted.fields:
        assert 1 <= len(str(field.name).strip()) <= payload_rules.FIELD_NAME
        assert 1 <= len(str(field.value).strip()) <= payload_rules.FIELD_VALUE


@given(embeds())
def test_fitting_twice_changes_nothing_more(made: discord.Embed) -> None:
    once = fit(made).to_dict()
    assert fit(discord.Embed.from_dict(once)).to_dict() == once


def test_what_fits_is_left_as_it_is() -> None:
    made = make_embed("Title", "Text", fields=[("a", "b"), ("c", "d")], footer="foot")
    assert [(one.name, one.value) for one in made.fields] == [("a", "b"), ("c", "d")]
    assert (made.title, made.description, made.footer.text) == ("Title", "Text", "foot")


@given(WORDS, WORDS, WORDS)
def test_buttons_and_menus_fit(label: str, value: str, about: str) -> None:
    assert len(button(label or "x", "verb").label or "") <= payload_rules.LABEL
    menu = select(label, [option(label or "x", "v", about)] * 40, "verb")
    assert len(menu.options) <= payload_rules.OPTIONS
    assert all(len(one.label) <= payload_rules.OPTION_TEXT for one in menu.options)
    assert all(len(one.description or "") <= payload_rules.OPTION_TEXT for one in menu.options)
    assert len(menu.placeholder or "") <= 150


async def test_a_view_is_rendered_but_not_kept() -> None:
    view = rows([button("a", "x")], [], [button("b", "y")])
    assert view is not None
    assert view.is_finished()
    assert [row["components"][0]["label"] for row in view.to_components()] == ["a", "b"]
    assert rows([], []) is None
