"""Reports as PDF, read back: text, contents, alternative texts, fonts, what is refused, the same bytes.

The Chinese fonts are made here, so that it does not matter which fonts the machine has.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import typst
from fonts import make_font

from thresholds import evaluate, load_case
from thresholds.cli.root import run
from thresholds.errors import UnavailableError
from thresholds.rendering import render_bytes
from thresholds.rendering.document import pdf
from thresholds.rendering.document.model import (
    Block,
    Bullets,
    Document,
    Heading,
    LadderChart,
    PageBreak,
    Paragraph,
    Table,
)
from thresholds.report.ladder import Mark, Rung
from thresholds.values.figures import Unit
from thresholds.values.status import Status

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "cases"

#: Chinese characters and their marks; a rare one, U+20000, is not among them.
CHINESE = [
    chr(code) for start, end in ((0x3000, 0x303F), (0x4E00, 0x9FFF), (0xFF00, 0xFF5F)) for code in range(start, end)
]
MARKS = "“”‘’…—～·÷±→①②③④⑤"
RARE = "\U00020000"

MARK = Mark("art5.1.3", "serious", Fraction(50), Status.ESTABLISHED)
RUNG = Rung("art5.1.3", ("location_tracking",), Unit.RECORDS, Fraction(60), None, (MARK,))
SECTIONS = tuple(Heading(2, f"第{n}节", f"section-{n}") for n in "一二三四五")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a Chinese font for text and one for headings."""
    found = tmp_path_factory.mktemp("fonts")
    make_font(found / "text.ttf", "SimSun", [*CHINESE, *MARKS, *map(chr, range(0x20, 0x7F))])
    make_font(found / "headings.ttf", "SimHei", [*CHINESE, *MARKS, *map(chr, range(0x20, 0x7F))])
    return found


@pytest.fixture
def fonts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with these two fonts alone."""
    monkeypatch.setattr(pdf, "_fonts_here", lambda: typst.Fonts(include_system_fonts=False, font_paths=[folder]))
    return folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Chinese fonts."""
    monkeypatch.setattr(pdf, "_fonts_here", lambda: typst.Fonts(include_system_fonts=False))


def document(*blocks: Block, lang: str = "zh", title: str = "某案") -> Document:
    return Document(title, "sha256 0123456789ab", lang, (Heading(1, title, "top"), *blocks))


def opened(*blocks: Block, lang: str = "zh", title: str = "某案") -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(pdf.write(document(*blocks, lang=lang, title=title))))


def text_of(reader: pypdf.PdfReader) -> str:
    """All text, without the line ends that depend on the fonts."""
    return "".join(page.extract_text() for page in reader.pages).replace("\n", "")


def tags(reader: pypdf.PdfReader) -> list[tuple[str, str]]:
    """Each element of the structure with its alternative text, in order."""
    found: list[tuple[str, str]] = []

    def visit(node: object) -> None:
        entry = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
        if isinstance(entry, list):
            for part in entry:
                visit(part)
        elif isinstance(entry, dict):
            if "/S" in entry:
                found.append((str(entry["/S"]), str(entry.get("/Alt", ""))))
            visit(entry.get("/K", []))

    visit(reader.root_object["/StructTreeRoot"])
    return found


# -- what is in it ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("fonts")
def test_all_text_is_there_and_can_be_searched() -> None:
    table = Table("各项", ("条款项", "数量"), (("第（三）项", "483"), ("第（四）项", "差 93 条\n　证据 E4")), (1, 1))
    blocks = (Bullets(()), Paragraph("依据“法释”。"), Bullets(("甲", "乙")), Bullets(("丙",), ordered=True), table)
    text = text_of(opened(*blocks))
    for expected in (
        "依据“法释”。",
        "甲",
        "乙",
        "1.",
        "丙",
        "表 1　各项",
        "条款项",
        "第（三）项",
        "483",
        "差 93 条",
        "证据 E4",
    ):
        assert expected in text
    assert text.startswith("某案")
    assert "第 1 页，共 1 页sha256 0123456789ab" in text


@pytest.mark.usefixtures("fonts")
def test_pages_are_a4_numbered_and_broken_where_it_is_said() -> None:
    reader = opened(Paragraph("一"), PageBreak(), Paragraph("二"), PageBreak())
    assert len(reader.pages) == 2
    assert [round(float(side) * 25.4 / 72) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    assert "第 2 页，共 2 页" in reader.pages[1].extract_text()


@pytest.mark.usefixtures("fonts")
def test_headings_are_the_outline_and_the_contents_have_their_pages() -> None:
    breaks = [part for heading in SECTIONS for part in (PageBreak(), heading)]
    reader = opened(*breaks)
    title, sections = reader.outline
    assert title.title == "某案"
    assert [entry.title for entry in sections] == [heading.text for heading in SECTIONS]
    assert [reader.get_destination_page_number(entry) for entry in sections] == [1, 2, 3, 4, 5]
    contents = reader.pages[1].extract_text()
    assert "目录" in contents
    assert re.findall(r"(第.节)[ .]+(\d)", contents) == [
        (heading.text, str(n)) for n, heading in enumerate(SECTIONS, 2)
    ]


@pytest.mark.usefixtures("fonts")
def test_a_short_document_has_no_contents() -> None:
    assert "目录" not in text_of(opened(*SECTIONS[:4]))


@pytest.mark.usefixtures("fonts")
def test_a_table_is_tagged_and_its_head_repeated_on_each_page() -> None:
    reader = opened(
        Table("长", ("条款项", "数"), tuple((f"第{n}行", str(n)) for n in range(90)), (1, 1), frozenset({1}))
    )
    assert len(reader.pages) > 1
    assert all("条款项" in page.extract_text() for page in reader.pages)
    names = [name for name, _ in tags(reader)]
    assert names.count("/Table") == 1
    assert names.count("/TH") == 2
    assert names.count("/TD") == 180


@pytest.mark.usefixtures("fonts")
def test_a_ladder_is_drawn_and_said() -> None:
    reader = opened(LadderChart("甲：数量", (RUNG,), ("六十条以上，已达到。",)))
    assert ("/Figure", "六十条以上，已达到。") in tags(reader)
    text = text_of(reader)
    for expected in (
        "图 1　甲：数量",
        "第五条第一款第（三）项",
        "60～不限 条",
        "行踪轨迹信息",
        "● 50 条",
        "情节严重",
        "→",
    ):
        assert expected in text


@pytest.mark.usefixtures("fonts")
def test_it_has_a_title_and_a_language_and_no_date_or_author() -> None:
    for lang, tag in (("zh", "zh-CN"), ("en", "en")):
        reader = opened(Paragraph("文"), lang=lang)
        assert dict(reader.metadata or {}) == {"/Title": "某案", "/Creator": (reader.metadata or {})["/Creator"]}
        assert reader.root_object["/Lang"] == tag
        assert b"pdfuaid:part>1" in reader.root_object["/Metadata"].get_object().get_data()


@pytest.mark.usefixtures("fonts")
def test_its_fonts_are_within() -> None:
    reader = opened(Paragraph("文 text"))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for font in fonts}
    assert {"SimSun", "SimHei", "LibertinusSerif"} <= names
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner["/FontDescriptor"].get_object()
        assert any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))


@pytest.mark.usefixtures("fonts")
def test_long_words_are_broken_and_still_one_word_when_copied() -> None:
    checksum = "9ba4585b00644af3ad2cb92724fbf4f81f6136d8ba7bec5db1f8ad05b38ff5ce"
    reader = opened(
        Table("值", ("值", "文"), ((checksum, "甲" * 30), ("bulk_presumption_t1_t2=item_by_item", "乙")), (1, 5))
    )
    text = text_of(reader)
    assert checksum in text
    assert "bulk_presumption_t1_t2=item_by_item" in text
    assert len(reader.pages[0].extract_text().splitlines()) > 8


@pytest.mark.usefixtures("fonts")
def test_a_text_is_never_markup() -> None:
    evil = '#set page(width: 1pt) *b* _i_ $x$ `c` <l> @r "q" \\ // #{1+1} = 甲'
    assert evil.replace("甲", "") in text_of(opened(Paragraph(evil), title=evil))


@pytest.mark.usefixtures("fonts")
def test_characters_that_no_file_can_hold_are_shown_as_missing() -> None:
    assert "甲���乙" in text_of(opened(Paragraph("甲\x08\ufffe\ud800乙")))


@pytest.mark.usefixtures("fonts")
def test_a_line_break_in_a_text_starts_a_line() -> None:
    assert "一\n二\n" in opened(Paragraph("一\n二")).pages[0].extract_text()


@pytest.mark.usefixtures("fonts")
def test_a_chinese_line_does_not_begin_with_a_comma() -> None:
    for width in range(30, 40):
        lines = opened(Paragraph("甲" * width + "，" + "乙" * 20)).pages[0].extract_text().splitlines()
        assert [line for line in lines if line.startswith("，")] == []


# -- what is refused --------------------------------------------------------------------------------


@pytest.mark.usefixtures("bare")
def test_without_a_chinese_font_nothing_is_written_and_fonts_are_named() -> None:
    with pytest.raises(UnavailableError) as refused:
        pdf.write(document())
    assert refused.value.show().startswith("TH261 没有中文字体")
    assert "fonts-noto-cjk" in refused.value.show()
    assert refused.value.show("en").startswith("TH261 there is no Chinese font")
    assert "THRESHOLDS_FONTS" in refused.value.show("en")


@pytest.mark.usefixtures("bare")
def test_latin_text_needs_no_chinese_font() -> None:
    assert "Wu" in text_of(opened(Paragraph("Wu"), lang="en", title="A case"))


@pytest.mark.usefixtures("fonts")
def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(UnavailableError) as refused:
        pdf.write(document(Paragraph(f"王{RARE}")))
    assert refused.value.show().startswith(f"TH262 已装的字体都没有「{RARE}」这个字")


def test_a_further_font_may_have_the_rare_character(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_font(tmp_path / "rare.ttf", "Rare", RARE)
    both = [folder, tmp_path]
    monkeypatch.setattr(pdf, "_fonts_here", lambda: typst.Fonts(include_system_fonts=False, font_paths=both))
    assert f"王{RARE}" in text_of(opened(Paragraph(f"王{RARE}")))


def test_fonts_are_found_in_the_folder_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_font(tmp_path / "own.ttf", "A Font of Our Own", "甲")
    assert "A Font of Our Own" not in pdf._fonts_here().families()
    monkeypatch.setenv("THRESHOLDS_FONTS", str(tmp_path))
    assert "A Font of Our Own" in pdf._fonts_here().families()


def test_without_the_library_it_is_said_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    path = tmp_path / "x.pdf"
    assert run(["check", str(CASES / "wuxi-2018.yaml"), "--format", "pdf", "--output", str(path)]) == 2
    assert capsys.readouterr().err.startswith("TH263 没有装写 PDF 的库。运行 pip install 'thresholds[pdf]'")
    assert not path.exists()


# -- the whole --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize(("name", "lang"), [("wuhan-2017", "zh"), ("teaching/insider-half", "en")])
def test_cases_can_be_written(name: str, lang: str) -> None:
    report = evaluate(load_case(CASES / f"{name}.yaml"))
    reader = pypdf.PdfReader(BytesIO(render_bytes(report, "pdf", lang)))
    assert "�" not in text_of(reader)
    assert reader.outline[0].title == report.case.title


@pytest.mark.usefixtures("fonts")
def test_the_same_document_gives_the_same_bytes() -> None:
    whole = document(*SECTIONS, LadderChart("甲", (RUNG,), ("六十条。",)))
    assert pdf.write(whole) == pdf.write(whole)


def test_other_processes_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    found = set()
    for number, (seed, zone) in enumerate([("0", "UTC"), ("7", "Asia/Shanghai")]):
        path = tmp_path / f"{number}.pdf"
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        environment["THRESHOLDS_FONTS"] = str(folder)
        arguments = ["check", str(CASES / "wuxi-2018.yaml"), "--format", "pdf", "--output", str(path)]
        subprocess.run([sys.executable, "-m", "thresholds", *arguments], env=environment, check=True)
        found.add(path.read_bytes())
    assert len(found) == 1


def test_checking_a_case_loads_no_library_of_documents() -> None:
    code = "import sys, thresholds.cli.check, thresholds.rendering; sys.exit(bool({'typst', 'docx'} & {*sys.modules}))"
    subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
