"""Discord's Markdown, as the page makes elements of it."""

from collections.abc import AsyncIterator

import pytest
from browser_tab import opened
from company import Company
from playwright.async_api import Browser, Page

# Writes a text's elements as indented names, so that a case shows what became of it.
OUTLINE = """
async (text) => {
  const { prose } = await import("/js/markdown/blocks.js");
  const outline = (node) => node.nodeType === Node.TEXT_NODE
    ? node.data
    : `<${node.localName}${node.className ? "." + node.className.replaceAll(" ", ".") : ""}>`
      + [...node.childNodes].map(outline).join("") + "</>";
  return [...prose(text).childNodes].map(outline).join("");
}
"""


@pytest.fixture(scope="module")
async def page(browser: Browser, trial_for_all: Company) -> AsyncIterator[Page]:
    member = trial_for_all.sandbox.member("reader")
    async with opened(browser, trial_for_all.page.address, member) as tab:
        yield tab.page


CASES = {
    "plain text": "plain text",
    "**bold** and *slanted* and _slanted_": "<strong>bold</> and <em>slanted</> and <em>slanted</>",
    "***both***": "<strong><em>both</></>",
    "__under__ ~~struck~~": "<u>under</> <s>struck</>",
    "snake_case_name and 2 * 3 * 4": "snake_case_name and 2 * 3 * 4",
    r"\*not\* \_this\_": "*not* _this_",
    "`__init__` and ``a ` b``": "<code.inline>__init__</> and <code.inline>a ` b</>",
    "`<`, `>` and `` ` ``": "<code.inline><</>, <code.inline>></> and <code.inline>`</>",
    "**two\nlines**": "<strong>two\nlines</>",
    "# One\n## Two\n### Three\n#no": (
        "<div.heading.level-1>One</><div.heading.level-2>Two</><div.heading.level-3>Three</>#no"
    ),
    "-# small\nnot small": "<div.subtext>small</>not small",
    "> quoted\n> more\nnot": "<blockquote>quoted\nmore</>not",
    "> a\n> > b": "<blockquote>a\n> b</>",
    ">>> all\nof it": "<blockquote>all\nof it</>",
    "- one\n  - nested\n- two": "<ul><li>one<ul><li>nested</></></><li>two</></>",
    "2. two\n3. three": "<ol><li>two</><li>three</></>",
    "before\n- item\nafter": "before<ul><li>item</></>after",
    "- one\n- two\n\nafter": "<ul><li>one</><li>two</></>\nafter",
    "-no list": "-no list",
    "```\ncode\n```": "<pre.code><code>code</></>",
    "```python\nx = 1```": "<pre.code><code>x = <span.code-number>1</></></>",
    "text ```a *b* c``` text": "text <pre.code><code>a *b* c</></> text",
    "`**code**`": "<code.inline>**code**</>",
    "[words](https://a.example/x)": "<a>words</>",
    "[**bold** words](<https://a.example/x>)": "<a><strong>bold</> words</>",
    "[no](javascript:alert(1))": "[no](javascript:alert(1))",
    "see https://a.example/x_(y). And <https://b.example>!": "see <a>https://a.example/x_(y)</>. And <a>https://b.example</>!",
    "||secret||": "<span.spoiler><span.veiled>secret</></>",
    "||\n```\na | b\n```\n**why**||\n-# small": (
        "<div.spoiler><div.veiled><pre.code><code>a | b</></><strong>why</></></><div.subtext>small</>"
    ),
    "so: ||look\n- one\n- two|| there": ("so: <div.spoiler><div.veiled>look<ul><li>one</><li>two</></></></> there"),
    "`a || b`\n```\nc\n```\n`d || e`": ("<code.inline>a || b</><pre.code><code>c</></><code.inline>d || e</>"),
    "a || b\n- one": "a || b<ul><li>one</></>",
    "<@1> <@&2>": "<span.mention>@unknown-user</> <span.mention>@unknown-role</>",
    "<#3> </topic:4>": "<span.mention>#unknown</> <span.mention>/topic</>",
    "@everyone": "<span.mention>@everyone</>",
    "<:party:123456789>": ":party:",
    "<t:0:R> <t:99999999999999:f>": "<time.time>",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "**unclosed": "**unclosed",
    "": "",
}


@pytest.mark.parametrize("text", CASES)
async def test_a_text_becomes_these_elements(page: Page, text: str) -> None:
    shown = str(await page.evaluate(OUTLINE, text))
    if text.startswith("<t:"):
        assert shown.startswith(CASES[text])
    else:
        assert shown == CASES[text]


@pytest.mark.parametrize(
    ("language", "code", "coloured"),
    [
        (
            "python",
            "def f(): return 'x' # why",
            {"keyword": "def return", "string": "'x'", "comment": "# why", "call": "f"},
        ),
        ("sql", "SELECT 1 -- all", {"keyword": "SELECT", "number": "1", "comment": "-- all"}),
        ("django", "{% if x %}<b>{{ y }}</b>", {"meta": "{% if x %} {{ y }}", "keyword": "<b > </b >"}),
        ("yaml", "key: 'v' # c", {"keyword": "key", "string": "'v'", "comment": "# c"}),
        ("bash", "echo $HOME # c", {"keyword": "echo", "meta": "$HOME", "comment": "# c"}),
        ("unheard", "def f", {}),
    ],
)
async def test_code_is_coloured_by_its_language(page: Page, language: str, code: str, coloured: dict[str, str]) -> None:
    found = await page.evaluate(
        """async ([code, language]) => {
          const { codeBlock } = await import("/js/markdown/code.js");
          const found = {};
          for (const span of codeBlock(code, language).querySelectorAll("span")) {
            const kind = span.className.replace("code-", "");
            found[kind] = `${found[kind] ?? ""} ${span.textContent}`.trim();
          }
          return found;
        }""",
        [code, language],
    )
    assert found == coloured


@pytest.mark.parametrize(
    "text",
    [
        "*" * 4000,
        "||" * 2000,
        "`" * 4000,
        "_a" * 2000,
        "[" * 4000,
        "> " * 2000,
        "- \n" * 1300,
        "**a" * 1300,
        "\\" * 4000,
    ],
)
async def test_hostile_texts_are_read_in_no_time(page: Page, text: str) -> None:
    spent = await page.evaluate(
        """async (text) => {
          const { prose } = await import("/js/markdown/blocks.js");
          const before = performance.now();
          prose(text);
          return performance.now() - before;
        }""",
        text,
    )
    # A second says that something is quadratic or worse; it takes a few milliseconds.
    assert spent < 1000
