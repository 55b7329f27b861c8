"""A Markdown file cut at its headings, without what it says of itself: contents, licence, how to contribute."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.content.importers.markdown_blocks import Block, Bullet, Heading, Inline, Paragraph
from bot.content.importers.titles import bare_title, without_emoji
from bot.core.outline import Remark

ASIDE = re.compile(
    r"(the )?("
    r"(table of )?contents?( table)?|toc|(how to |how can i )?contribut(e|ing|ions?|ors)( guide(lines)?| to this \w+)?|"
    r"licen[cs](e|ing)|acknowledge?ments?|credits|conclusion|(about )?(the )?authors?|about (me|us|this \w+)|"
    r"support( me| us| (this|my|the) \w+)?|(give|leave) (it |us |me )?a star.*|pdf version|"
    r"contact( me| us| info)?|(connect with|follow|reach) (me|us).*|star (history|this.*)|"
    r"sponsors?|code of conduct|how to (use|read|follow)\b.*|disclaimer|stay connected.*|(our )?communit(y|ies)|"
    r"honest scope|philosophy|how (this|it) works|who (is )?this( \w+)? is( for)?|"
    r"who (is )?this for|(target )?audience|"
    r"(what's|what is) (deliberately )?(not|out of) .*|(executive )?dashboard( .*)?|适合人群|适用人群|público( alvo)?|"
    r"założenia|cel( etapu)?|kryteria ukończenia|(learning )?(goals?|objectives?|outcomes?)|(completion|exit) criteria|"
    r"instrucciones|aclaraciones|información importante|instructions|目录导航|"
    r"changelog|feedback|legend|summary|team|faq|maintainers?|share|translations?|prerequisites|"
    r"índice|contribu(ciones|ir|yendo)( .*)?|licencia|conclusión|autor(es)?|contacto|"
    r"cómo (usar|contribuir|utilizar)\b.*|objetivo del proyecto|requisitos previos|"
    r"sumário|contribu(ição|ições|indo)|licença|conclusão|contato|como (usar|contribuir)\b.*|"
    r"sommaire|table des matières|contribution|auteurs?|inhalt(sverzeichnis)?|mitwirken|lizenz|fazit|"
    r"содержание|оглавление|лицензия|заключение|автор(ы)?|вклад|как (пользоваться|использовать).*|"
    r"目录|目錄|目次|贡献(指南)?|许可(证)?|許可|ライセンス|목차|라이선스|기여)",
    re.IGNORECASE,
)
"""Headings of what a file says about itself."""


RESOURCES = re.compile(
    r"((additional|useful|learning|more|free|recommended|other|best|youtube|video|online|extra) )*"
    r"(resources?|materials?|references?|links?|books?|videos?|playlists?|courses?|tutorials?|further reading|reading|"
    r"recursos?|materiais|enlaces|libros|livros|ressources|liens|ressourcen|quellen|материалы|ресурсы|ссылки|книги|"
    r"materiały|zasoby|资源|资料|参考|参考资料|参考資料|자료)( \(.*\))?",
    re.IGNORECASE,
)
"""What stands over links that belong to the topics before, and is no name of anything."""
TO_LEARN = re.compile(
    r"(key |main )?(topics?|contents?|skills?|concepts?|what (you('ll| will) |to )learn)( to (cover|learn)| covered)?|"
    r"zakres|contenidos?|conteúdos?|inhalte|содержание темы|知识点|学习内容|내용",
    re.IGNORECASE,
)
"""What stands over the topics themselves, and is no name either."""
CODE_BLOCK = re.compile(r"^```[ \t]*(?:text|txt)?[ \t]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAME_LINE = re.compile(r"^[├└│─| \t]*\w[\w .&+#/-]{2,60}", re.MULTILINE)
FEW_NAMES = 5
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FRONT_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)


@dataclass(slots=True)
class Part:
    """A heading with what stands under it up to the next one; `level` 0 is what stands before any."""

    level: int
    title: str
    line: int
    id: str = ""
    bullets: list[Bullet] = field(default_factory=list)
    resources: list[Bullet] = field(default_factory=list)
    prose: list[Inline] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its paragraphs."""
        return "\n\n".join(inline.text for inline in self.prose if inline.text)


def parts_of(blocks: Sequence[Block]) -> tuple[list[Part], list[Remark]]:
    """Return the file in parts, without those that speak of the file itself, and what was left out."""
    parts = [Part(0, "", 1)]
    remarks: list[Remark] = []
    aside = 0
    in_resources = False
    tops = sum(isinstance(block, Heading) and block.level == 1 for block in blocks)
    for block in blocks:
        if isinstance(block, Heading):
            if aside and block.level > aside:
                continue
            name, _ = without_emoji(bare_title(block.inline.text))
            is_aside = not block.inline.id and _is_aside(block.inline.text, name)
            aside = block.level if is_aside and not (block.level == 1 == tops) else 0
            if aside:
                remarks.append(
                    Remark(block.line, f"“{name}” is left out: it seems to speak of the file, not of what to study")
                )
            else:
                parts.append(Part(block.level, block.inline.text, block.line, block.inline.id))
                in_resources = is_label(name, RESOURCES) and block.level > 1 and not block.inline.id
        elif not aside:
            if isinstance(block, Paragraph) and is_label(block.inline.text, RESOURCES):
                in_resources = True
            else:
                _add(parts[-1], block, in_resources=in_resources)
    return parts, remarks


def _is_aside(text: str, name: str) -> bool:
    """Tell whether a heading speaks of the file; a numbered chapter of prerequisites is there to be studied."""
    numbered = bare_title(without_emoji(text)[0]) != without_emoji(text)[0]
    return bool(ASIDE.fullmatch(name.strip(" !.?"))) and not (numbered and name.casefold() == "prerequisites")


def is_label(text: str, known: re.Pattern[str]) -> bool:
    """Tell whether a heading or paragraph is one of the `known` labels."""
    return bool(known.fullmatch(bare_title(without_emoji(text)[0]).strip(" !.?:")))


def lists_in_code(text: str, topics: int) -> Iterator[Remark]:
    """Say where a block of code holds more lines that look like names than the whole file has topics."""
    for block in CODE_BLOCK.finditer(text):
        names = NAME_LINE.findall(block[1])
        if len(names) >= max(FEW_NAMES, topics):
            line = text.count("\n", 0, block.start()) + 1
            yield Remark(line, f"a block of code lists {len(names)} names: are they the topics, write `- ` before each")


def without_front_matter(text: str) -> tuple[str, str]:
    """Return a text without the YAML that site builders put before it, and the title that stands there."""
    match = FRONT_MATTER.match(text)
    if not match:
        return text, ""
    title = FRONT_TITLE.search(match[1])
    return "\n" * match[0].count("\n") + text[match.end() :], title[1] if title else ""


def _add(part: Part, block: Bullet | Paragraph, *, in_resources: bool) -> None:
    if isinstance(block, Bullet):
        if not _leads_inside(block) and (block.inline.text or block.children):
            (part.resources if in_resources else part.bullets).append(block)
    elif not part.bullets:
        part.prose.append(block.inline)


def _leads_inside(bullet: Bullet) -> bool:
    """Tell whether an entry only points to a place in the same file, as those of a table of contents do."""
    links = bullet.inline.links
    return bool(links) and all(url.startswith("#") for _, url in links)


def take_title(parts: list[Part], fallback: str) -> tuple[str, str, list[Part]]:
    """Return the roadmap's title, its text, and the other parts; a heading alone on top is the title."""
    headings = [part for part in parts if part.level]
    if not headings:
        return fallback, "", parts
    top = headings[0]
    if len(headings) == 1 and top.level == 1 and not top.id:
        return without_emoji(bare_title(top.title))[0] or fallback, parts[0].text, parts
    alone = sum(part.level <= top.level for part in headings) == 1 and len(headings) > 1
    if not (alone or (top.level == 1 and top.text and not top.bullets and len(headings) > 1)):
        return fallback, parts[0].text, parts
    title, _ = without_emoji(bare_title(top.title))
    rest = [part for part in parts if part is not top]
    if top.bullets:
        rest.insert(0, Part(0, "", top.line, bullets=top.bullets))
    return title or fallback, top.text or parts[0].text, rest
