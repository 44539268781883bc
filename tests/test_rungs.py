"""The ladder on paper: bars on one scale, and the table of Word that they are drawn with."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document as Package
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from word_files import MET, TEXT_WIDTH, opened, rung, value

from thresholds import evaluate, load_case
from thresholds.rendering import render_bytes
from thresholds.rendering.document.model import LadderChart
from thresholds.rendering.document.rungs import FULL, drawn, grades_at, stretches
from thresholds.report.ladder import Rung

CASES = Path(__file__).resolve().parent.parent / "cases"


@pytest.fixture(scope="module")
def whole() -> Package:
    """A report on seven persons and more, as the program writes it."""
    report = evaluate(load_case(CASES / "zaozhuang-2017.yaml"))
    return docx.Document(BytesIO(render_bytes(report, "docx")))


def chart(*rungs: Rung, lang: str = "zh") -> WordTable:
    (table,) = opened(LadderChart("甲：数量", rungs, ("五十条，已达到。", "没有了。")), lang=lang).tables
    return table


def test_a_ladder_is_a_table_with_its_words_as_alternative_text() -> None:
    package = opened(LadderChart("甲：数量", (rung(60, 60),), ("五十条，已达到。", "没有了。")))
    assert package.paragraphs[0].text == "图 1　甲：数量"
    (table,) = package.tables
    assert value(table._tbl, "w:tblPr/w:tblCaption") == "甲：数量"
    assert value(table._tbl, "w:tblPr/w:tblDescription") == "五十条，已达到。\n没有了。"
    assert not package.element.body.xpath(".//w:drawing | .//w:pict")
    assert "至少有这么多" in package.paragraphs[-1].text


def test_a_bar_is_cells_and_its_standards_stand_at_their_places() -> None:
    table = chart(rung(60, 200))
    head, bar, figures = table._tbl.tr_lst
    assert head.xpath("w:tc/w:p/w:r/w:t/text()") == ["数量", "0", "情节严重", "情节特别严重"]
    assert bar.xpath("w:tc[1]//w:t/text()") == ["第五条第一款第（三）项", "60～200 条", "行踪轨迹信息"]
    # sure up to the base, sure beyond it, perhaps, nothing up to ten times, nothing beyond
    fills = ["".join(tc.xpath("w:tcPr/w:shd/@w:fill")) for tc in bar.tc_lst[1:]]
    assert fills == ["404040", "404040", "BFBFBF", "", ""]
    assert ["".join(tc.xpath(".//w:t/text()")) for tc in figures.tc_lst] == ["", "", "● 50 条", "○ 500 条"]
    edges = []
    for tr in (head, figures):
        ends = [0]
        for tc in tr.tc_lst:
            ends.append(ends[-1] + int(value(tc, "w:tcPr/w:tcW", "w")))
        edges.append(ends)
    assert edges[0] == edges[1]


def test_the_rows_of_a_ladder_all_fill_its_grid(whole: Package) -> None:
    ladders = [table for table in whole.tables if table._tbl.xpath("w:tblPr/w:tblDescription")]
    assert len(ladders) == 8
    for table in ladders:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.xpath("w:tblGrid/w:gridCol")]
        assert len(widths) <= 63
        assert sum(widths) == TEXT_WIDTH
        for tr in table._tbl.tr_lst:
            spans = [int((tc.xpath("w:tcPr/w:gridSpan/@w:val") or ["1"])[0]) for tc in tr.tc_lst]
            assert sum(spans) == len(widths)
            starts = [sum(spans[:number]) for number in range(len(spans) + 1)]
            found = [int(value(tc, "w:tcPr/w:tcW", "w")) for tc in tr.tc_lst]
            assert found == [sum(widths[left:right]) for left, right in pairwise(starts)]


def test_many_rungs_are_shared_out_among_tables() -> None:
    rungs = tuple(rung(7 + 3 * n, 1000 + 17 * n) for n in range(50))
    package = opened(LadderChart("多", rungs, ("多",)))
    assert [len(table._tbl.tr_lst) for table in package.tables] == [1 + 2 * 24, 1 + 2 * 24, 1 + 2 * 2]
    assert all(len(table._tbl.xpath("w:tblGrid/w:gridCol")) <= 63 for table in package.tables)


def test_a_quantity_without_end_has_an_arrow() -> None:
    arrows = chart(rung(60, None))._tbl.xpath(".//w:t[text()='→']")
    assert len(arrows) == 1
    assert chart(rung(60, 60))._tbl.xpath(".//w:t[text()='→']") == []


@pytest.mark.parametrize(
    ("low", "high"), [(0, 0), (0, 49), (1, 49), (49, 49), (49, 50), (50, 50), (51, 51), (499, 500), (500, 501)]
)
def test_a_bar_passes_a_standard_exactly_when_it_is_reached(low: int, high: int) -> None:
    (found,) = drawn([rung(low, high)], "zh")
    base, ten = (mark.at for mark in found.marks)
    for quantity, end in ((low, found.least), (high, found.most)):
        assert (end >= base, end >= ten) == (quantity >= 50, quantity >= 500)
        assert (end == base, end == ten, end == 0) == (quantity == 50, quantity == 500, quantity == 0)
    assert found.least <= found.most
    assert (found.least < found.most) == (low < high)


def test_bars_have_one_scale_on_which_the_grades_begin_at_the_same_places() -> None:
    rungs = drawn([rung(60, 60), rung(5000, 9000, base=5000), rung(200, None)], "en")
    grades = grades_at(rungs)
    assert list(grades.values()) == ["serious circumstances", "especially serious circumstances"]
    assert [list(grades)] * 3 == [[mark.at for mark in found.marks] for found in rungs]
    assert [found.endless for found in rungs] == [False, False, True]
    assert rungs[2].most == FULL


def test_a_quantity_far_out_goes_on_beyond_the_end() -> None:
    near, far, farther = drawn([rung(60, 60), rung(60, 10**9), rung(10**9, 10**10, (MET, MET))], "zh")
    assert (near.endless, far.endless, farther.endless) == (False, True, True)
    assert (far.most, farther.least, farther.most) == (FULL, FULL, FULL)
    assert 300 < near.marks[0].at < 400


def test_what_is_counted_is_said_once_for_an_item() -> None:
    first, again = drawn([rung(60, 60), rung(60, 60)._replace(narrow=True)], "zh")
    assert (first.counted, again.counted) == ("行踪轨迹信息", "")
    assert again.item.startswith("第五条第一款第（三）项（")


def test_the_stretches_of_a_bar_leave_nothing_out() -> None:
    for found in drawn([rung(0, 0), rung(0, 70), rung(60, None), rung(50, 500)], "zh"):
        parts = stretches(found)
        assert (parts[0].left, parts[-1].right) == (0, FULL)
        assert all(one.right == other.left for one, other in pairwise(parts))
        assert all(part.left < part.right for part in parts)
