"""Reports as Word files, read back with python-docx and as XML: structure, fonts, the ladder, the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as Package
from docx.oxml.ns import qn
from word_files import SECTIONS, TABLE, TEXT_WIDTH, document, members, opened, rung, value

from thresholds import evaluate, load_case
from thresholds.cli.root import run
from thresholds.rendering import render_bytes
from thresholds.rendering.document.docx import write
from thresholds.rendering.document.model import (
    Bullets,
    Document,
    Heading,
    LadderChart,
    PageBreak,
    Paragraph,
    Table,
)
from thresholds.rendering.document.paper import columns
from thresholds.rendering.document.printable import printable

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "cases"


@pytest.fixture(scope="module")
def whole() -> Package:
    """A report on seven persons and more, as the program writes it."""
    report = evaluate(load_case(CASES / "zaozhuang-2017.yaml"))
    return docx.Document(BytesIO(render_bytes(report, "docx")))


# -- structure --------------------------------------------------------------------------------------


def test_headings_are_those_of_word_on_their_levels() -> None:
    package = opened(*[Heading(level, f"级{level}", f"h-{level}") for level in (1, 2, 3, 4)])
    assert [(p.style.name, p.text) for p in package.paragraphs] == [(f"Heading {n}", f"级{n}") for n in (1, 2, 3, 4)]
    outline = [value(package.styles[f"Heading {n}"].element, "w:pPr/w:outlineLvl") for n in (1, 2, 3, 4)]
    assert outline == ["0", "1", "2", "3"]
    assert all(package.styles[f"Heading {n}"].paragraph_format.keep_with_next for n in (1, 2, 3, 4))


def test_the_page_is_a4_with_the_margins_of_an_official_document() -> None:
    (section,) = opened(Paragraph("文")).sections
    sizes = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(size.mm) for size in (*sizes, *margins)] == [210, 297, 37, 35, 28, 26]


def test_each_tone_has_its_style() -> None:
    tones = [Paragraph(tone, tone) for tone in ("plain", "lead", "note", "warning")]
    assert [p.style.name for p in opened(*tones).paragraphs] == ["Body Text First Indent", "Lead", "Note", "Warning"]
    english = opened(*tones, lang="en")
    assert [p.style.name for p in english.paragraphs] == ["Body Text", "Lead", "Note", "Warning"]
    assert value(english.styles["Body Text"].element, "w:pPr/w:jc") == "left"


def test_lists_are_lists_and_each_numbered_one_begins_at_one() -> None:
    package = opened(Bullets(("甲", "乙")), Bullets(("一", "二"), ordered=True), Bullets(("一",), ordered=True))
    assert [p.style.name for p in package.paragraphs] == ["List Bullet"] * 2 + ["List Number"] * 3
    numbers = [value(p._p, "w:pPr/w:numPr/w:numId") for p in package.paragraphs[2:]]
    assert numbers[0] == numbers[1] != numbers[2]
    for number in {*numbers}:
        path = f"w:num[@w:numId='{number}']/w:lvlOverride/w:startOverride"
        assert value(package.part.numbering_part.element, path) == "1"


def test_a_line_break_in_a_paragraph_starts_a_line() -> None:
    (paragraph,) = opened(Paragraph("一\n二")).paragraphs
    assert paragraph.text == "一\n二"
    assert len(paragraph._p.xpath(".//w:br")) == 1


def test_what_follows_a_page_break_starts_a_page_and_no_page_is_left_empty() -> None:
    package = opened(PageBreak(), Paragraph("一"), PageBreak(), PageBreak(), Paragraph("二"), PageBreak())
    assert [p.text for p in package.paragraphs] == ["一", "二"]
    assert [p.paragraph_format.page_break_before for p in package.paragraphs] == [None, True]


def test_an_empty_list_leaves_nothing() -> None:
    assert [p.text for p in opened(PageBreak(), Bullets(()), Paragraph("一")).paragraphs] == ["一"]


def test_a_paragraph_stays_with_the_table_or_list_that_it_announces() -> None:
    package = opened(Paragraph("如下："), TABLE, Paragraph("以上。"), Paragraph("完。"))
    kept = {p.text: p.paragraph_format.keep_with_next for p in package.paragraphs}
    assert (kept["如下："], kept["以上。"], kept["完。"]) == (True, None, None)


# -- tables -----------------------------------------------------------------------------------------


def test_a_table_has_a_numbered_caption_a_repeated_head_and_rows_that_stay_whole() -> None:
    package = opened(TABLE, TABLE)
    captions = [p for p in package.paragraphs if p.style.name == "Caption"]
    assert [p.text for p in captions] == ["表 1　各项", "表 2　各项"]
    assert all("SEQ 表" in "".join(p._p.xpath(".//w:instrText/text()")) for p in captions)
    first, _ = package.tables
    assert [[cell.text for cell in row.cells] for row in first.rows] == [
        ["条款项", "结论", "数量"],
        ["第五条第一款第（三）项", "● 成立", "483"],
        ["第（四）项", "○ 不成立", "差 93 条\n证据 E4"],
    ]
    assert [len(row._tr.xpath("w:trPr/w:tblHeader")) for row in first.rows] == [1, 0, 0]
    assert [len(row._tr.xpath("w:trPr/w:cantSplit")) for row in first.rows] == [1, 1, 1]
    assert value(first._tbl, "w:tblPr/w:tblCaption") == "各项"
    assert first.style.name == "Table Grid"


def test_numbers_stand_to_the_right_and_lines_of_a_cell_are_set_in() -> None:
    (table,) = opened(TABLE).tables
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == ["Table Text"] * 2 + ["Table Number"]
    assert value(opened(TABLE).styles["Table Number"].element, "w:pPr/w:jc") == "right"
    lines = table.rows[2].cells[2].paragraphs
    assert [len(line._p.xpath("w:pPr/w:ind")) for line in lines] == [0, 1]


def test_columns_have_the_widths_wished_for_and_fill_the_text() -> None:
    (table,) = opened(TABLE).tables
    grid = [int(column.get(qn("w:w"))) for column in table._tbl.xpath("w:tblGrid/w:gridCol")]
    assert sum(grid) == TEXT_WIDTH
    assert grid == [4422, 1769, 2654]
    for row in table.rows:
        assert [int(value(cell._tc, "w:tcPr/w:tcW", "w")) for cell in row.cells] == grid


def test_established_rows_are_grey_in_every_cell_and_the_head_darker() -> None:
    (table,) = opened(TABLE).tables
    fills = [
        {shade.get(qn("w:fill")) for cell in row.cells for shade in cell._tc.xpath("w:tcPr/w:shd")}
        for row in table.rows
    ]
    assert fills == [{"D9D9D9"}, {"F2F2F2"}, set()]
    assert [len(row._tr.xpath(".//w:shd")) for row in table.rows] == [3, 3, 0]


def test_a_column_is_wide_enough_for_its_words_and_others_give_way() -> None:
    narrow = Table("t", ("Item", "Finding"), (("x", "● established"),), (90, 10))
    # ● counts as a wide character of 22, 12 others as 12 each, the padding as 22
    assert columns(narrow) == [1000 - (22 + 12 * 12 + 22), 22 + 12 * 12 + 22]
    assert columns(TABLE) == [500, 200, 300]
    crowded = Table("t", ("a" * 5,) * 20, (("abcdefghijklmno",) * 20,), (1,) * 20)
    assert columns(crowded) == [50] * 20


def test_a_very_long_row_may_go_over_to_the_next_page() -> None:
    (table,) = opened(Table("长", ("一",), (("甲" * 201,), ("甲" * 200,)), (1,))).tables
    assert [len(row._tr.xpath("w:trPr/w:cantSplit")) for row in table.rows] == [1, 0, 1]


def test_many_rows_and_very_long_words_are_written_whole() -> None:
    word = "a" * 5000
    table = Table("大", ("一", "二"), tuple((str(n), word) for n in range(500)), (1, 1))
    (found,) = opened(table).tables
    assert len(found.rows) == 501
    assert found._tbl.tr_lst[-1].xpath("string(w:tc[2])") == word


# -- head, foot, contents ---------------------------------------------------------------------------


def test_the_footer_counts_pages_and_names_what_the_report_was_made_from() -> None:
    (section,) = opened(Paragraph("文")).sections
    assert [p.text for p in section.header.paragraphs] == ["某案"]
    pages, made_from = section.footer.paragraphs
    assert pages.text == "第 1 页，共 1 页"
    assert [code.text.strip() for code in pages._p.xpath(".//w:instrText")] == ["PAGE", "NUMPAGES"]
    kinds = [mark.get(qn("w:fldCharType")) for mark in pages._p.xpath(".//w:fldChar")]
    assert kinds == ["begin", "separate", "end"] * 2
    assert made_from.text == "案卷 sha256 0123456789ab"
    english = opened(Paragraph("text"), lang="en").sections[0]
    assert english.footer.paragraphs[0].text == "Page 1 of 1"


def test_the_contents_link_to_every_section_and_are_a_field_of_word() -> None:
    package = opened(Heading(1, "题", "top"), Paragraph("前言"), *SECTIONS)
    assert [p.text for p in package.paragraphs[:3]] == ["题", "前言", "目录"]
    entries = [p for p in package.paragraphs if p.style.name == "toc 2"]
    assert [p.text for p in entries] == [heading.text for heading in SECTIONS]
    targets = [value(p._p, "w:hyperlink", "anchor") for p in entries]
    bookmarks = {mark.get(qn("w:name")): mark for mark in package.element.body.xpath(".//w:bookmarkStart")}
    assert [bookmarks[name].getparent().xpath("string(.)") for name in targets] == [h.text for h in SECTIONS]
    assert "TOC" in entries[0]._p.xpath("string(.//w:instrText)")
    marks = [mark.get(qn("w:fldCharType")) for p in entries for mark in p._p.xpath(".//w:fldChar")]
    assert marks == ["begin", "separate", "end"]


def test_a_short_document_has_no_contents() -> None:
    assert [p.text for p in opened(*SECTIONS[:4]).paragraphs] == [heading.text for heading in SECTIONS[:4]]


def test_bookmarks_are_named_as_word_allows_and_each_once(whole: Package) -> None:
    names = [mark.get(qn("w:name")) for mark in whole.element.body.xpath(".//w:bookmarkStart")]
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)
    assert len(set(names)) == len(names)


# -- fonts, language, properties --------------------------------------------------------------------


def test_every_style_of_text_has_a_chinese_font() -> None:
    package = opened(Paragraph("文"))
    default = package.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:rFonts")[0]
    assert default.get(qn("w:eastAsia")) == "宋体"
    for name in ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption", "Table Head", "Lead"):
        assert value(package.styles[name].element, "w:rPr/w:rFonts", "eastAsia") == "黑体"
    assert b"Theme" not in members(write(document()))["word/styles.xml"]


def test_other_machines_find_their_own_chinese_fonts() -> None:
    table = members(write(document()))["word/fontTable.xml"].decode()
    assert re.search(r'w:name="宋体">\s*<w:altName w:val="SimSun,Songti SC,Noto Serif CJK SC', table)
    assert re.search(r'w:name="黑体">\s*<w:altName w:val="SimHei,Heiti SC,Noto Sans CJK SC', table)


def test_marks_of_both_scripts_are_chinese_in_a_chinese_document(whole: Package) -> None:
    for run_ in whole.element.body.xpath(".//w:r[w:t]"):
        fonts = run_.xpath("w:rPr/w:rFonts")[0]
        assert fonts.get(qn("w:hint")) == "eastAsia" or fonts.get(qn("w:eastAsia")) == "Segoe UI Symbol"
    (english,) = opened(Paragraph("text"), lang="en").element.body.xpath(".//w:r")
    assert english.xpath("w:rPr") == []


def test_the_marks_of_a_status_have_a_font_of_their_own() -> None:
    (paragraph,) = opened(Paragraph("甲● 乙")).paragraphs
    assert [run_.text for run_ in paragraph.runs] == ["甲", "●", " 乙"]
    assert value(paragraph.runs[1]._r, "w:rPr/w:rFonts", "eastAsia") == "Segoe UI Symbol"


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_language_is_tagged(lang: str, tag: str) -> None:
    package = opened(Paragraph("文"), lang=lang)
    assert package.core_properties.language == tag
    spoken = package.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")[0]
    assert (spoken.get(qn("w:val")), spoken.get(qn("w:eastAsia"))) == ("en-US", "zh-CN")


def test_properties_have_the_title_and_nothing_of_the_machine_or_the_day() -> None:
    core = opened(title="甲" * 300).core_properties
    assert core.title == "甲" * 255
    assert (core.author, core.last_modified_by, core.comments, core.keywords) == ("", "", "", "")
    assert (core.created, core.modified, core.last_printed) == (None, None, None)
    assert "docProps/thumbnail.jpeg" not in members(write(document()))


# -- a file that opens ------------------------------------------------------------------------------

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr spacing ind jc outlineLvl",
    "rPr": "rFonts b color kern sz szCs lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "tblPr": "tblStyle tblW tblInd jc tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcBorders": "top left bottom right",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "num": "abstractNumId lvlOverride",
}


def test_elements_stand_in_the_order_of_the_schema(whole: Package) -> None:
    """Word refuses a file, or loses what it says, where the order is another."""
    announced = opened(Paragraph("一"), PageBreak(), Paragraph("如下："), Bullets(("甲",), ordered=True))
    packages = (whole, announced)
    roots = [root for one in packages for root in (one.element, one.styles.element, one.part.numbering_part.element)]
    for root in roots:
        for name, order in ORDER.items():
            places = {qn(f"w:{child}"): place for place, child in enumerate(order.split())}
            for found in root.iter(qn(f"w:{name}")):
                ranks = [places[child.tag] for child in found]
                assert ranks == sorted(set(ranks)), (name, [child.tag for child in found])


def test_every_cell_ends_with_a_paragraph_and_no_two_tables_touch(whole: Package) -> None:
    assert all(cell[-1].tag == qn("w:p") for cell in whole.element.body.iter(qn("w:tc")))
    body = list(whole.element.body)
    assert body[-1].tag == qn("w:sectPr")
    tables = [number for number, part in enumerate(body) if part.tag == qn("w:tbl")]
    assert all(body[number + 1].tag == qn("w:p") and body[number - 1].tag == qn("w:p") for number in tables)


def test_no_cell_of_a_table_is_empty(whole: Package) -> None:
    tables = [table for table in whole.tables if not table._tbl.xpath("w:tblPr/w:tblDescription")]
    assert len(tables) > 10
    for table in tables:
        assert all(cell.xpath("string(.)").strip() for cell in table._tbl.iter(qn("w:tc")))


UNPRINTABLE = "a\x00\x08\x0b\x1b\x7f\x85\ufffe\uffff\ud800\udfff\ufdd0\U0001ffff\u202e\u2028b"


def test_characters_that_no_file_can_hold_are_shown_as_missing() -> None:
    assert printable(UNPRINTABLE) == f"a{2 * '�'}\n{2 * '�'}\n{7 * '�'}\nb"
    assert printable("甲\t乙\r\n丙\r丁𠀀é“”…") == "甲\t乙\n丙\n丁𠀀é“”…"


def test_a_document_with_them_is_a_valid_file() -> None:
    bad = UNPRINTABLE
    table = Table(bad, (bad,), ((bad,),), (1,))
    blocks = (Heading(1, bad, "a"), Paragraph(bad), Bullets((bad,)), table, LadderChart(bad, (rung(1, 2),), (bad,)))
    package = docx.Document(BytesIO(write(Document(bad, bad, "zh", blocks))))
    assert package.paragraphs[0].text == printable(bad)
    assert package.core_properties.title == printable(bad)
    assert package.tables[0].rows[1].cells[0].text == printable(bad)


def test_markup_in_a_text_is_text() -> None:
    (paragraph,) = opened(Paragraph("<w:br/> & “甲” ]]> {x}")).paragraphs
    assert paragraph.text == "<w:br/> & “甲” ]]> {x}"


# -- the same bytes ---------------------------------------------------------------------------------


def test_the_members_of_the_file_are_undated_and_in_order() -> None:
    with zipfile.ZipFile(BytesIO(write(document(TABLE)))) as file:
        names = file.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[2:] == sorted(names[2:])
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in file.infolist()} == {0}
        assert file.testzip() is None


def test_a_second_document_knows_nothing_of_the_first() -> None:
    ordered = document(Bullets(("一",), ordered=True), TABLE, *SECTIONS)
    assert write(ordered) == write(ordered)


def test_other_processes_write_the_same_bytes(tmp_path: Path) -> None:
    found = set()
    for number, (seed, zone, locale) in enumerate([("0", "UTC", "C"), ("7", "Asia/Shanghai", "C.UTF-8")]):
        path = tmp_path / f"{number}.docx"
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(ROOT)}
        arguments = ["check", str(CASES / "wuhan-2017.yaml"), "--format", "docx", "--output", str(path)]
        subprocess.run([sys.executable, "-m", "thresholds", *arguments], env=environment, check=True)
        found.add(path.read_bytes())
    assert len(found) == 1


# -- on the command line ----------------------------------------------------------------------------


def test_every_case_can_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(CASES), "--format", "docx", "--output", f"{tmp_path}/"]) == 0
    assert capsys.readouterr() == ("", "")
    assert {path.stem for path in CASES.rglob("*.yaml")} <= {path.stem for path in tmp_path.iterdir()}
    for path in tmp_path.iterdir():
        texts = [p.text for p in docx.Document(str(path)).paragraphs]
        assert "�" not in "".join(texts)


@pytest.mark.parametrize("audience", ["court", "defence", "prosecution", "client"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_audience_gets_a_document_in_both_languages(audience: str, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    arguments = ["--format", "docx", "--lang", lang, "--for", audience, "--output", str(path)]
    assert run(["check", str(CASES / "teaching" / "insider-half.yaml"), *arguments]) == 0
    headings = [p.style.name for p in docx.Document(str(path)).paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == "Heading 1"
    assert "Heading 2" in headings
