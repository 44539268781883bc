"""Tables in Word: the head repeated on each page, no row cut by the end of a page, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from thresholds.rendering.document.docx_xml import Ink, cell, element, row, shade, table
from thresholds.rendering.document.paper import columns, lines, may_break

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

    from thresholds.rendering.document.model import Table

_HEAD_SHADE = "D9D9D9"
_ESTABLISHED_SHADE = "F2F2F2"

#: How far one level of a list within a cell is set in, in twentieths of a point.
_INDENT = 200


def word_table(block: Table, width: int, ink: Ink) -> BaseOxmlElement:
    """The table, without its caption, as wide as the text (`width` in twentieths of a point)."""
    widths = shares(width, columns(block))
    rows = [_head(block, widths, ink)]
    for number, texts in enumerate(block.rows):
        established = number < len(block.status) and block.status[number] == "established"
        rows.append(_row(texts, block.right, widths, ink, established))
    return table(widths, rows, block.caption)


def shares(width: int, parts: Sequence[int]) -> list[int]:
    """A width divided in proportion; nothing is lost to rounding."""
    total, edges = sum(parts), [0]
    for part in parts:
        edges.append(edges[-1] + part)
    places = [width * edge // total for edge in edges]
    return [right - left for left, right in pairwise(places)]


def _head(block: Table, widths: list[int], ink: Ink) -> BaseOxmlElement:
    cells = [
        cell(
            width, ink.paragraph("TableHead", text), properties=(shade(_HEAD_SHADE), element("w:vAlign", val="center"))
        )
        for text, width in zip(block.head, widths, strict=True)
    ]
    return row(*cells, properties=(element("w:cantSplit"), element("w:tblHeader")))


def _row(
    texts: tuple[str, ...], right: frozenset[int], widths: list[int], ink: Ink, established: bool
) -> BaseOxmlElement:
    cells = []
    for number, (text, width) in enumerate(zip(texts, widths, strict=True)):
        style = "TableNumber" if number in right else "TableText"
        properties = (shade(_ESTABLISHED_SHADE),) if established else ()
        cells.append(cell(width, *_lines(text, style, ink), properties=properties))
    whole = () if may_break(texts) else (element("w:cantSplit"),)
    return row(*cells, properties=whole)


def _lines(text: str, style: str, ink: Ink) -> list[BaseOxmlElement]:
    """A paragraph for each line, set in as far as the line begins with wide spaces."""
    found = []
    for line in lines(text):
        indent = (element("w:ind", left=line.depth * _INDENT),) if line.depth else ()
        found.append(ink.paragraph(style, line.text, properties=indent))
    return found
