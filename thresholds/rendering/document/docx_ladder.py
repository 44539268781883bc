"""The ladder in Word: a table whose cells are the bars, so that it prints sharply, in grey, and stays editable."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from thresholds.rendering.document.docx_xml import MILLIMETRE, Ink, cell, element, row, shade, table
from thresholds.rendering.document.rungs import FULL, DrawnRung, between, drawn, grades_at, stretches
from thresholds.wording import phrase

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

    from thresholds.rendering.document.model import LadderChart

#: The column of names, in twentieths of a point; the bars have the rest. Their height, and the room between them.
_NAMES = round(66 * MILLIMETRE)
_BAR_HEIGHT, _BETWEEN = 220, 100

#: Of lines, white where a standard lies within what is surely reached; and of what is filled surely and perhaps.
_BLACK, _WHITE = "000000", "FFFFFF"
_FILLS = {"least": "404040", "most": "BFBFBF"}

#: A table of Word has at most 63 columns, and each bar may need two of its own.
_RUNGS_IN_A_TABLE = 24


def word_ladder(block: LadderChart, width: int, ink: Ink, lang: str) -> list[BaseOxmlElement]:
    """The chart, without its caption: tables as wide as the text (twentieths of a point), and the key."""
    rungs = drawn(block.rungs, lang)
    grades = grades_at(rungs)
    found = []
    for first in range(0, len(rungs), _RUNGS_IN_A_TABLE):
        some = rungs[first : first + _RUNGS_IN_A_TABLE]
        found.append(_Chart(some, grades, width, ink, lang).table(block))
        found.append(_key(ink, lang))
    return found


class _Chart:
    """A chart on one grid: the ends of all bars and the places of all standards are its columns."""

    def __init__(self, rungs: Sequence[DrawnRung], grades: dict[int, str], width: int, ink: Ink, lang: str) -> None:
        self.rungs, self.grades, self.ink, self.lang = rungs, grades, ink, lang
        self.bar = width - _NAMES
        ends = {end for rung in rungs for end in (rung.least, rung.most)}
        marks = {mark.at for rung in rungs for mark in rung.marks}
        self.stops = sorted({0, FULL} | ends | marks)

    def table(self, block: LadderChart) -> BaseOxmlElement:
        columns = [_NAMES] + [self._length(*pair) for pair in pairwise(self.stops)]
        rows = [self._head(), *[part for rung in self.rungs for part in (self._bar(rung), self._figures(rung))]]
        return table(columns, rows, block.caption, "\n".join(block.text), grid=False)

    def _length(self, left: int, right: int) -> int:
        return self.bar * right // FULL - self.bar * left // FULL

    def _cell(self, left: int, right: int, paragraph: BaseOxmlElement, *properties: BaseOxmlElement) -> BaseOxmlElement:
        """A cell between two places of the scale."""
        span = element("w:gridSpan", val=self.stops.index(right) - self.stops.index(left))
        return cell(self._length(left, right), paragraph, properties=(span, *properties))

    def _head(self) -> BaseOxmlElement:
        """The grades, each above the place where it begins."""
        title = self.ink.paragraph("ChartText", phrase("docx.ladder.head", self.lang))
        names = cell(_NAMES, title, properties=(_borders(bottom=_BLACK), _bottom()))
        texts = {0: phrase("docx.ladder.zero", self.lang)} | self.grades
        cells = [
            self._cell(left, right, self.ink.paragraph("ChartText", texts[left]), _borders(bottom=_BLACK), _bottom())
            for left, right in between(texts)
        ]
        return row(names, *cells, properties=(element("w:cantSplit"), element("w:tblHeader")))

    def _bar(self, rung: DrawnRung) -> BaseOxmlElement:
        """The name of a quantity and its bar."""
        cells = []
        for left, right, filled, mark in stretches(rung):
            line = "" if left and not mark else _WHITE if mark and filled == "least" else _BLACK
            borders = _borders(top=_BLACK, left=line, bottom=_BLACK, right=_BLACK if right == FULL else "")
            ground = [shade(_FILLS[filled])] if filled else []
            arrow = "→" if rung.endless and right == FULL else ""
            text = self.ink.runs(arrow, _WHITE if filled == "least" else "")
            cells.append(self._cell(left, right, self.ink.paragraph("ChartBar", *text), borders, *ground))
        height = element("w:trHeight", val=_BAR_HEIGHT, hRule="exact")
        return row(self._names(rung), *cells, properties=(element("w:cantSplit"), height))

    def _names(self, rung: DrawnRung) -> BaseOxmlElement:
        """What is counted and how much, beside the bar and the figures below it."""
        texts = [rung.quantity, *([rung.counted] if rung.counted else [])]
        lines = [self.ink.paragraph("ChartName", rung.item), *[self.ink.paragraph("ChartText", text) for text in texts]]
        lines[-1].pPr.append(element("w:spacing", after=_BETWEEN))
        return cell(_NAMES, *lines, properties=(element("w:vMerge", val="restart"),))

    def _figures(self, rung: DrawnRung) -> BaseOxmlElement:
        """Below a bar the standards, each at its place; with its grade where the head cannot name it."""
        texts = {mark.at: mark.figure if self.grades else f"{mark.figure}\n{mark.grade}" for mark in rung.marks}
        cells = []
        for left, right in between([0, *texts]):
            line = [_borders(left=_BLACK)] if left in texts else []
            cells.append(self._cell(left, right, self.ink.paragraph("ChartText", texts.get(left, "")), *line))
        names = cell(_NAMES, self.ink.paragraph("ChartText"), properties=(element("w:vMerge"),))
        return row(names, *cells, properties=(element("w:cantSplit"),))


def _borders(top: str = "", left: str = "", bottom: str = "", right: str = "") -> BaseOxmlElement:
    """Lines of a colour at the sides of a cell; the left one, a standard's, is thick."""
    sides = (("top", top, 4), ("left", left, 12), ("bottom", bottom, 4), ("right", right, 4))
    lines = [
        element(f"w:{side}", val="single", sz=size, space=0, color=colour) for side, colour, size in sides if colour
    ]
    return element("w:tcBorders", *lines)


def _bottom() -> BaseOxmlElement:
    return element("w:vAlign", val="bottom")


def _key(ink: Ink, lang: str) -> BaseOxmlElement:
    """How the bars are to be read."""
    parts = [
        *ink.runs("■", _FILLS["least"]),
        *ink.runs(phrase("docx.ladder.least", lang)),
        *ink.runs("■", _FILLS["most"]),
        *ink.runs(phrase("docx.ladder.most", lang)),
        *ink.runs(phrase("docx.ladder.key", lang)),
    ]
    return ink.paragraph("ChartKey", *parts)
