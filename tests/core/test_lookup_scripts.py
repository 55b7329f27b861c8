"""Look-up in roadmaps of many scripts: each title is found, and what tells two words apart is kept."""

import pytest
from small_roadmap import roadmap, topic

from bot.core.inverted_index import MAX_RUN, InvertedIndex
from bot.core.lookup import Found, Lookup, Suggestions
from bot.core.text_normalization import normalized_key, sanitize, split_words, tokenize

TITLES = {
    "message-queue": "消息队列",
    "database": "数据库优化",
    "middleware-zh": "Django中间件入门",
    "async-ja": "非同期処理の基礎",
    "barcode-ja": "バーコード",
    "path-ja": "パス",
    "class-ja": "クラスと継承",
    "loops-hi": "लूप्स",
    "functions-hi": "फ़ंक्शन और तर्क",
    "art-hi": "कला",
    "loops-ta": "சுழல்கள்",
    "functions-ta": "செயல்பாடுகள்",
    "variables-th": "ตัวแปร",
    "functions-th": "ฟังก์ชันพื้นฐาน",
    "variables-lo": "ຕົວແປ",
    "variables-km": "អថេរ",
    "functions-my": "လုပ်ဆောင်ချက်",
    "loops-he": "לוּלָאוֹת",
    "variables-ar": "المُتَغَيِّرات",
    "loops-fa": "حلقه‌ها",
    "functions-vi": "Hàm và đối số",
    "light-tr": "Işık",
    "indentation-tr": "İç içe girinti",
    "street-de": "Straßenkarten",
    "keys-de": "Schlüssel",
    "decorators-ko": "데코레이터",
    "barcode-ko": "바코드 스캐너",
    "functions-el": "Συναρτήσεις",
    "christmas-ru": "Ёлка",
    "network-ru": "Сетевой стек",
    "loops-am": "Ցիկլեր",
    "loops-ka": "ციკლები",
    "loops-am-et": "ሉፕ",
    "lodz-pl": "Łódź",
    "garay": "\U00010d50\U00010d51\U00010d52",
}
"""Ids of topics and their titles; the last is of a script that Python 3.11 does not know."""

LOOKUP = Lookup(roadmap([topic(topic_id, title) for topic_id, title in TITLES.items()]))


def lookup_of(*titles: str, explanation: str = "") -> Lookup:
    return Lookup(roadmap([topic(f"t{at}", title, explanation=explanation) for at, title in enumerate(titles)]))


@pytest.mark.parametrize(("topic_id", "title"), TITLES.items())
def test_every_title_opens_its_topic_and_names_it(topic_id: str, title: str) -> None:
    for text in (title, title.upper(), f" {title} ", title.replace("\u200c", " ")):
        outcome = LOOKUP.resolve(text)
        assert isinstance(outcome, Found)
        assert outcome.topic.id == topic_id, text
        assert LOOKUP.named(text) == outcome
        assert LOOKUP.suggest(text)[0].id == topic_id
        assert topic_id in [hit.topic.id for hit in LOOKUP.search(text)]


@pytest.mark.parametrize(
    ("text", "topic_id"),
    [
        ("队列", "message-queue"),
        ("消息", "message-queue"),
        ("消息队列是什么？", "message-queue"),
        ("如何使用消息队列", "message-queue"),
        ("中间件", "middleware-zh"),
        ("django 中间件", "middleware-zh"),
        ("入门", "middleware-zh"),
        ("優化", ""),
        ("非同期処理", "async-ja"),
        ("非同期処理とは", "async-ja"),
        ("ﾊﾟｽ", "path-ja"),
        ("継承", "class-ja"),
        ("クラス", "class-ja"),
        ("तर्क", "functions-hi"),
        ("फ़ंक्शन", "functions-hi"),
        ("พื้นฐาน", "functions-th"),
        ("ตัวแปรคืออะไร", "variables-th"),
        ("לולאות", "loops-he"),
        ("المتغيرات", "variables-ar"),
        ("حلقه ها", "loops-fa"),
        ("حلقهها", "loops-fa"),
        ("ham va doi so", "functions-vi"),
        ("đối số", "functions-vi"),
        ("ışık", "light-tr"),
        ("IŞIK", "light-tr"),
        ("isik", "light-tr"),
        ("ic ice", "indentation-tr"),
        ("strassenkarten", "street-de"),
        ("STRASSENKARTEN", "street-de"),
        ("schlussel", "keys-de"),
        ("Schluessel", "keys-de"),
        ("데코레이터는", "decorators-ko"),
        ("데코레이터를 설명해줘", "decorators-ko"),
        ("스캐너", "barcode-ko"),
        ("ΣΥΝΑΡΤΗΣΕΙΣ", "functions-el"),
        ("συναρτησεις", "functions-el"),
        ("елка", "christmas-ru"),
        ("сетевой", "network-ru"),
        ("сетевои стек", "network-ru"),
        ("lodz", "lodz-pl"),
        ("Lo\u0301dz\u0301", "lodz-pl"),
    ],
)
def test_what_people_type_in_their_script_opens_or_offers_it(text: str, topic_id: str) -> None:
    match LOOKUP.resolve(text):
        case Found(found):
            assert found.id == topic_id
        case Suggestions(topics):
            assert [found.id for found in topics] == [topic_id]
        case _:
            assert topic_id == ""


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("パス", "バス"),
        ("コード", "コート"),
        ("データコード", "データコート"),
        ("कल", "कला"),
        ("कला", "कल"),
        ("दिन", "दीन"),
        ("पता लगाना", "पिता लगाना"),
        ("前端测试入门", "后端测试入门"),
        ("数据库迁移", "数据库迁徙"),
        ("กา", "ก้า"),
        ("ตัวแปรหลัก", "ตัวแปลหลัก"),
        ("கல்", "கால்"),
        ("كتاب", "كاتب"),
        ("데이터 저장소", "데이터 저정소"),
        ("מחשב", "מחשבה"),
        ("Мой", "Мои"),
        ("c++", "c#"),
    ],
)
def test_one_word_is_not_taken_for_another(title: str, other: str) -> None:
    """Alone in a roadmap, a title is marked by no other word; beside it, each is itself."""
    alone = lookup_of(title, "Something else")
    assert not isinstance(alone.named(other), Found)
    assert not isinstance(alone.resolve(other), Found)
    both = lookup_of(title, other)
    for at, text in enumerate((title, other)):
        for outcome in (both.named(text), both.resolve(text)):
            assert isinstance(outcome, Found)
            assert outcome.topic.id == f"t{at}"


def test_a_part_of_a_word_written_without_blanks_is_not_the_word() -> None:
    """コード (code) ends バーコード (barcode), as 코드 ends 바코드: it may be offered, never opened as its name."""
    lookup = lookup_of("バーコード", "바코드 스캐너", "Something else")
    for text in ("コード", "코드"):
        assert not isinstance(lookup.named(text), Found)
        assert not isinstance(lookup.resolve(text), Found)


def test_search_finds_words_in_texts_of_every_script_and_shows_them() -> None:
    filling = "这是很长的一段说明文字" * 12
    lookup = Lookup(
        roadmap(
            [
                topic("zh", "甲", explanation=f"{filling}，消息队列很有用，{filling}"),
                topic("th", "ข", explanation="ภาษาไทยเขียนติดกัน " * 9 + "ตัวแปรเก็บค่าไว้ใช้ภายหลัง"),
                topic("hi", "ग", explanation="यह चर मान रखता है।"),
                topic("latin", "D", explanation="Nothing of that."),
            ]
        )
    )
    for text, topic_id, shown in (
        ("队列", "zh", "消息队列"),
        ("列队", "", ""),
        ("ตัวแปร", "th", "ตัวแปร"),
        ("เก็บค่า", "th", "เก็บค่า"),
        ("मान", "hi", "मान"),
        ("मन", "", ""),
    ):
        hits = lookup.search(text)
        assert [hit.topic.id for hit in hits] == ([topic_id] if topic_id else []), text
        assert all(shown in hit.snippet and len(hit.snippet) <= 100 for hit in hits)


def test_of_a_long_run_without_blanks_only_the_beginning_is_looked_up() -> None:
    index = InvertedIndex(roadmap([topic("zh", "数据库", explanation="数据库很有用。" * 50)]))
    assert "".join(index.terms(("数据库很有用" * 16,))) in "数据库很有用" * 7
    assert index.terms(("未知的词语" * 20,)) == (("未知的词语" * 20)[:MAX_RUN],)


def test_two_titles_with_one_short_form_share_it_with_nobody() -> None:
    lookup = lookup_of("Permissions (Django)", "Permissions (DRF)")
    assert isinstance(lookup.resolve("permissions"), Suggestions)
    assert not isinstance(lookup.named("permissions"), Found)
    assert isinstance(lookup.named("permissions drf"), Found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ışık", "Işık"),
        ("İstanbul", "istanbul"),
        ("Việt", "viet"),
        ("Straße", "STRASSE"),
        ("Ёж", "еж"),
        ("ΐδιος", "ιδιος"),
        ("שָׁלוֹם", "שלום"),
        ("كِتَابٌ", "كتاب"),
        ("مـرحبا", "مرحبا"),
        ("کتاب", "كتاب"),
        ("حلقه\u200cها", "حلقهها"),
        ("क\u093c", "\u0958"),
        ("각", "\u1100\u1161\u11a8"),
        ("ｶﾞ", "ガ"),
        ("๏ตัวแปร", "ตัวแปร"),
        ("⚙\ufe0f settings", "setting"),
    ],
)
def test_spellings_of_one_name_in_any_script(one: str, other: str) -> None:
    assert normalized_key(tokenize(one)) == normalized_key(tokenize(sanitize(other))) != ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two three", 3),
        ("लूप्स और कला", 3),
        ("சுழல்கள் வரிசை", 2),
        ("消息队列", 2),
        ("Django中间件", 3),
        ("ตัวแปร", 3),
        ("데코레이터 사용", 4),
        ("⚙️ ★", 0),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert len(split_words(text)) == words
