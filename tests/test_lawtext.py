"""Official texts are read into articles, paragraphs, items and sub-items; numbers and references in their words."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from docx import Document

from thresholds.errors import SourceErrors
from thresholds.lawtext.lines import lines_of
from thresholds.lawtext.numbers import Side, numbers_in
from thresholds.lawtext.passages import LawText
from thresholds.lawtext.pinpoints import Pinpoint, chinese, pinpoint_of
from thresholds.lawtext.read import law_text, read_law_text
from thresholds.lawtext.references import references_in, resolved

FICTIONAL = Path(__file__).parent / "lawtext" / "fictional.md"
PLAIN = [re.sub(r"^[\s>-]*|\*\*", "", line) for line in FICTIONAL.read_text(encoding="utf-8").splitlines()[5:]]


def text_of(*lines: str) -> LawText:
    return law_text("text", lines_of(list(lines)))


def outline(text: LawText) -> list[tuple[str, str]]:
    return [(place.cite(), passage.text) for place, passage in text.passages.items() if passage.text]


# ------------------------------------------------------------------------------------------------ files


def test_markdown() -> None:
    text = read_law_text(FICTIONAL)
    assert [article.pinpoint.article for article in text.articles] == [(number, 0) for number in range(1, 10)]
    assert text.numbers == ("法释〔2030〕1号",)
    assert [day.isoformat() for day in text.days] == ["2030-03-01"]
    assert text.effective is not None
    assert text.effective.isoformat() == "2030-03-01"
    assert text.status == "有效"
    second = text.articles[1]
    assert [len(part.below) for part in second.below] == [9, 0]
    item = second.below[0].below[7]
    assert item.mark == "（八）"
    assert [(part.mark, part.text) for part in item.below] == [
        ("1.", "传给三百个以上读者账号的；"),
        ("2.", "点击达到七千以上的；"),
    ]
    assert item.words == "（八）传播虚构的借阅，有下列情形之一的：1.传给三百个以上读者账号的；2.点击达到七千以上的；"


def test_a_place_is_that_of_the_file() -> None:
    text = read_law_text(FICTIONAL)
    lines = FICTIONAL.read_text(encoding="utf-8").splitlines()
    for passage in text.passages.values():
        for offset, character in enumerate(passage.text):
            line, column = passage.place(offset)
            assert lines[line - 1][column - 1] == character


def test_word_says_the_same_as_markdown(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(1, 1)  # in some files the head is set in a table
    table.cell(0, 0).text = "法释〔2030〕1号"
    for line in PLAIN:
        if line:
            document.add_paragraph(line)
    document.save(str(tmp_path / "text.docx"))
    text = read_law_text(tmp_path / "text.docx")
    assert outline(text) == outline(read_law_text(FICTIONAL))
    assert text.numbers == ("法释〔2030〕1号",)
    assert text.effective is None


def test_line_breaks_inside_a_paragraph_of_word_begin_passages(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("第一条　有下列情形之一的：")
    paragraph.add_run().add_break()
    paragraph.add_run("（一）甲；")
    paragraph.add_run().add_tab()
    document.save(str(tmp_path / "text.docx"))
    text = read_law_text(tmp_path / "text.docx")
    assert outline(text) == [("第一条第一款", "有下列情形之一的："), ("第一条第一款第（一）项", "甲；")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "text.txt").write_bytes("\r\n".join(PLAIN).encode(encoding))
    assert outline(read_law_text(tmp_path / "text.txt")) == outline(read_law_text(FICTIONAL))


def test_lines_broken_in_the_middle_of_a_sentence_are_joined() -> None:
    text = text_of(
        "第一条",
        "有下列情形",
        "之一的：",
        "　　（一）五十条",
        "以上的。",
        "　　第二款的",
        "话。",
        "国家图书馆",
        "2030年1月1日",
    )
    assert outline(text) == [
        ("第一条第一款", "有下列情形之一的："),
        ("第一条第一款第（一）项", "五十条以上的。"),
        ("第一条第二款", "第二款的话。"),
    ]
    passage = text.passages[Pinpoint((1, 0), 1, 1)]
    assert [passage.place(offset) for offset in (0, 3)] == [(4, 6), (5, 1)]


def test_a_text_without_articles_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text("一、这是决定的第一部分。\n二、这是第二部分。\n", encoding="utf-8")
    with pytest.raises(SourceErrors) as caught:
        read_law_text(path)
    assert [(found.code, found.file) for found in caught.value.diagnostics] == [("TH158", str(path))]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"%PDF-1.7", "TH159"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "TH159"),
        (b"PK\x03\x04 no archive", "TH159"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x81", "TH002"),
    ],
    ids=["pdf", "old-word", "broken", "picture"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes, code: str) -> None:
    path = tmp_path / "text.docx"
    path.write_bytes(raw)
    with pytest.raises(SourceErrors) as caught:
        read_law_text(path)
    assert [found.code for found in caught.value.diagnostics] == [code]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceErrors, match="TH001"):
        read_law_text(tmp_path / "none.md")


# ------------------------------------------------------------------------------------------------ structure


def test_an_amending_decision_with_the_whole_text_as_annex() -> None:
    text = text_of(
        "法释〔2031〕2号",
        "自2031年5月1日起施行。",
        "一、将原第一条修改为：“甲十张以上的。",
        "“乙二十张以上的。”",
        "二、增加一条，作为第二条：“丙。”",
        "附",
        "关于某事的解释（法释〔2030〕1号）",
        "第一条　甲三十张以上的。",
        "第二条　丙。",
    )
    assert outline(text) == [("第一条第一款", "甲三十张以上的。"), ("第二条第一款", "丙。")]
    assert text.numbers == ("法释〔2031〕2号",)


@pytest.mark.parametrize("annex", ["附：有关法律条文", "附件一", "附录：", "附"])
def test_articles_of_another_law_after_the_text_are_not_of_it(annex: str) -> None:
    text = text_of("第一条　甲。", "第二条　乙。", annex, "第九百条　别的法律。")
    assert [article.pinpoint.article for article in text.articles] == [(1, 0), (2, 0)]


def test_articles_inserted_after_others() -> None:
    text = text_of(
        "## 第四章　侵犯权利罪",
        "第四章　侵犯权利罪",
        "- **第二百五十三条**　　甲。",
        "- **第二百五十三条之一**　　乙，依照第二百五十三条处罚。",
        "  第二百五十三条规定的行为，从重处罚。",
        "第二节　别的罪",
        "- **第二百五十四条**[^note]　　丙。",
        "[^note]: 注。",
    )
    assert outline(text) == [
        ("第二百五十三条第一款", "甲。"),
        ("第二百五十三条之一第一款", "乙，依照第二百五十三条处罚。"),
        ("第二百五十三条之一第二款", "第二百五十三条规定的行为，从重处罚。"),
        ("第二百五十四条第一款", "丙。"),
    ]


def test_an_article_may_stand_without_a_space_where_its_number_follows() -> None:
    text = text_of("第一条为了某事，制定本规定。", "第二条适用于某人。", "第一条所称某事，是指别的事。")
    assert outline(text) == [
        ("第一条第一款", "为了某事，制定本规定。"),
        ("第二条第一款", "适用于某人。"),
        ("第二条第二款", "第一条所称某事，是指别的事。"),
    ]


def test_brackets_figures_and_spaces_of_any_style() -> None:
    text = text_of("第 1 条　甲：", "(一) 乙 ２０ 万元以上;", "㈡丙；", "①丁；", "3、戊。")
    assert outline(text) == [
        ("第一条第一款", "甲："),
        ("第一条第一款第（一）项", "乙20万元以上;"),
        ("第一条第一款第（二）项", "丙；"),
        ("第一条第一款第（二）项第1目", "丁；"),
        ("第一条第一款第（二）项第3目", "戊。"),
    ]


@pytest.mark.parametrize("day", ["自2030年3月1日起施行", "自二〇三〇年三月一日起施行", "自 2030 年 3 月 1 日起施行"])
def test_the_day_in_force(day: str) -> None:
    text = text_of("第一条　甲。", f"第二条　本解释{day}。")
    assert [found.isoformat() for found in text.days] == ["2030-03-01"]


# ------------------------------------------------------------------------------------------------ pinpoints


@pytest.mark.parametrize(
    ("identifier", "pinpoint", "zh", "en"),
    [
        ("art5", Pinpoint((5, 0)), "第五条", "Art. 5"),
        ("art5.1.3", Pinpoint((5, 0), 1, 3), "第五条第一款第（三）项", "Art. 5 ¶1 (3)"),
        ("art10.1.4.2", Pinpoint((10, 0), 1, 4, 2), "第十条第一款第（四）项第2目", "Art. 10 ¶1 (4) 2."),
        ("art1.1-large", Pinpoint((1, 0), 1), "第一条第一款", "Art. 1 ¶1"),
        ("art253-1", Pinpoint((253, 1)), "第二百五十三条之一", "Art. 253-1"),
        ("art253-1.2-first", Pinpoint((253, 1), 2), "第二百五十三条之一第二款", "Art. 253-1 ¶2"),
        ("art13-2nd", Pinpoint((13, 0)), "第十三条", "Art. 13"),
    ],
)
def test_an_id_is_a_citation(identifier: str, pinpoint: Pinpoint, zh: str, en: str) -> None:
    assert pinpoint_of(identifier) == pinpoint
    assert pinpoint.cite() == zh
    assert pinpoint.cite("en") == en


def test_what_is_no_citation() -> None:
    assert pinpoint_of("第五条") is None
    assert [chinese(number) for number in (10, 20, 99, 100, 101, 110, 253, 452)] == [
        "十", "二十", "九十九", "一百", "一百零一", "一百一十", "二百五十三", "四百五十二",
    ]  # fmt: skip


def test_a_place_lies_inside_a_wider_one() -> None:
    item = Pinpoint((5, 0), 1, 3)
    assert item.above == Pinpoint((5, 0), 1)
    assert Pinpoint((5, 0)).holds(item)
    assert Pinpoint((5, 0), 1).holds(item)
    assert not Pinpoint((5, 0), 2).holds(item)
    assert not Pinpoint((5, 1)).holds(item)
    assert not item.holds(Pinpoint((5, 0), 1))


# ------------------------------------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("五千元以上", [(5000, "元", Side.AT_LEAST)]),
        ("二十五万元", [(250000, "元", Side.EXACTLY)]),
        ("20万元以上", [(200000, "元", Side.AT_LEAST)]),
        ("1.5万元以下", [(15000, "元", Side.AT_MOST)]),
        ("不满30张", [(30, "张", Side.BELOW)]),
        ("超过三个月", [(3, "个月", Side.ABOVE)]),
        ("不足六个月", [(6, "个月", Side.BELOW)]),
        ("二年内曾因", [(2, "年", Side.WITHIN)]),
        ("三十日以内", [(30, "日", Side.WITHIN)]),
        ("五年有期徒刑以上刑罚", [(5, "年", Side.AT_LEAST)]),
        ("五百人次以上", [(500, "人次", Side.AT_LEAST)]),
        ("累计三万以上的社交网络", [(30000, "", Side.AT_LEAST)]),
        ("标准一半以上", [(Fraction(1, 2), "倍", Side.AT_LEAST)]),
        ("百分之五十", [(Fraction(1, 2), "倍", Side.EXACTLY)]),
        ("百分之一以上", [(Fraction(1, 100), "倍", Side.AT_LEAST)]),
        ("三分之二以上", [(Fraction(2, 3), "倍", Side.AT_LEAST)]),
        ("12.5%", [(Fraction(1, 8), "倍", Side.EXACTLY)]),
        ("一倍以上五倍以下", [(1, "倍", Side.AT_LEAST), (5, "倍", Side.AT_MOST)]),
        ("两次有效催收", [(2, "次", Side.EXACTLY)]),
        ("二级以上文物", [(2, "级", Side.AT_LEAST)]),
        ("已满七十五周岁", [(75, "周岁", Side.AT_LEAST)]),
        ("一张以上", [(1, "张", Side.AT_LEAST)]),
    ],
)
def test_numbers_with_their_units_and_sides(text: str, found: list[tuple[object, ...]]) -> None:
    assert [number[:3] for number in numbers_in(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "第五条第一款第（三）项",
        "刑法第二百五十三条之一",
        "2017年6月1日",
        "法释〔2017〕10号",
        "第（一）、（二）项",
        "一般、一定、统一、同一、一并、之一",
        "一件文物",
        "二年内容",
    ],
)
def test_what_sets_nothing_is_no_number(text: str) -> None:
    assert [number for number in numbers_in(text) if number.unit != "年"] == []
    assert all(number.side is Side.EXACTLY for number in numbers_in(text))


def test_brackets_and_bands() -> None:
    (bracket,) = numbers_in("持有五张以上不满二十五张的")
    assert (bracket.value, bracket.below, bracket.written) == (5, 25, "五张以上不满二十五张")
    first, second, third = numbers_in("三千元至一万元以上、五十万元以上")
    assert (first.side, first.value) == (Side.FROM, 3000)
    assert (second.side, second.value, second.low) == (Side.AT_LEAST, 10000, 3000)
    assert (third.value, third.low) == (500000, None)
    upper = numbers_in("三年至五年")[1]
    assert (upper.side, upper.value, upper.low) == (Side.AT_MOST, 5, 3)


def test_units_of_a_ruleset_are_units_too() -> None:
    assert [number.unit for number in numbers_in("三匹", frozenset({"匹"}))] == ["匹"]
    assert numbers_in("三匹") == ()


# ------------------------------------------------------------------------------------------------ references

REFERRING = text_of(
    "第一条　甲：",
    "（一）一；",
    "（二）二；",
    "（三）三；",
    "（四）四。",
    "第二款。",
    "第三款：",
    "（一）一；",
    "（二）二。",
    "第二条　乙。",
    "乙二。",
)


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("第一项至第三项规定标准", "art1.1.4", ["art1.1.1", "art1.1.2", "art1.1.3"]),
        ("第（一）项至第（三）项规定标准", "art1.1.4", ["art1.1.1", "art1.1.2", "art1.1.3"]),
        ("第一项、第三项", "art1.3.2", ["art1.3.1"]),
        ("第（一）、（二）项", "art1.3.2", ["art1.3.1", "art1.3.2"]),
        ("前款规定第（一）（二）（四）项情形", "art1.2", ["art1.1.1", "art1.1.2", "art1.1.4"]),
        ("前款", "art1.2", ["art1.1"]),
        ("前两款", "art1.3", ["art1.1", "art1.2"]),
        ("第二款", "art1.3", ["art1.2"]),
        ("前条规定的“甲”", "art2.1", ["art1"]),
        ("本解释第一条第三款第一项", "art2.1", ["art1.3.1"]),
        ("第一条第（二）、（三）项", "art2.2", ["art1.1.2", "art1.1.3"]),
        ("第一条、第二条", "art2.2", ["art1", "art2"]),
        ("第九条", "art2.2", []),
        ("前条", "art1.1", []),
    ],
)
def test_references_lead_to_places(text: str, at: str, found: list[str]) -> None:
    place = pinpoint_of(at)
    assert place is not None
    places = [to for reference in references_in(text) for to in resolved(reference, place, REFERRING)]
    assert places == [pinpoint_of(identifier) for identifier in found]


@pytest.mark.parametrize(
    "text",
    [
        "刑法第二百八十六条第一款和第二款规定",
        "刑法第二百八十五条、第二百八十六条的规定",
        "《某决定》第三条",
        "刑事诉讼法第一百四十二条",
    ],
)
def test_references_to_other_instruments_are_not_of_the_text(text: str) -> None:
    assert references_in(text) == ()


@pytest.mark.parametrize(
    ("text", "measuring", "besides"),
    [
        ("达到第一项规定标准一半以上", True, False),
        ("达到前款规定标准五倍以上", True, False),
        ("第一条规定的“数额巨大”、“数额特别巨大”百分之五十", True, False),
        ("第一项、第二项规定以外的信息", False, True),
        ("第一项规定的情形", False, False),
    ],
)
def test_what_a_reference_is_for(text: str, measuring: bool, besides: bool) -> None:
    (reference,) = references_in(text)
    assert (reference.measuring, reference.besides) == (measuring, besides)
