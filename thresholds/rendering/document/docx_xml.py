"""Pieces of WordprocessingML: paragraphs, runs, fields, cells and rows as elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

#: A millimetre in twentieths of a point, the lengths of Word.
MILLIMETRE = 1440 / 25.4

#: The marks of a status and of a bar: few text fonts have all of them, and of one size.
_SYMBOLS = re.compile("([●○◐◇■]+)")
_SYMBOL_FONT = "Segoe UI Symbol"


class Ink:
    """How texts of a document are set.

    In a Chinese one the marks that both scripts have (“ ” … ÷ ●) are set in the Chinese font, at their full width.
    """

    def __init__(self, lang: str) -> None:
        self.eastern = lang == "zh"

    def runs(self, text: str, colour: str = "") -> list[BaseOxmlElement]:
        """Runs of a text, in a colour where one is given; line feeds become line breaks."""
        return [self._run(piece, colour) for piece in _SYMBOLS.split(text) if piece]

    def _run(self, text: str, colour: str) -> BaseOxmlElement:
        properties = []
        if _SYMBOLS.match(text):
            properties.append(element("w:rFonts", **dict.fromkeys(("ascii", "eastAsia", "hAnsi", "cs"), _SYMBOL_FONT)))
        elif self.eastern:
            properties.append(element("w:rFonts", hint="eastAsia"))
        if colour:
            properties.append(element("w:color", val=colour))
        run = element("w:r", *([element("w:rPr", *properties)] if properties else []))
        run.text = text  # CT_R: writes w:t, w:br and w:tab as the text needs them
        return run

    def paragraph(
        self, style: str, *inner: BaseOxmlElement | str, properties: tuple[BaseOxmlElement, ...] = ()
    ) -> BaseOxmlElement:
        """A paragraph of a style: of texts, runs and other elements; `properties` are its own, beyond the style."""
        made = element("w:p", element("w:pPr", element("w:pStyle", val=style), *properties))
        for part in inner:
            made.extend(self.runs(part) if isinstance(part, str) else [part])
        return made

    def field(self, instruction: str, *shown: BaseOxmlElement | str) -> list[BaseOxmlElement]:
        """A field that Word works out, and what it shows until then."""
        parts = [part for piece in shown for part in (self.runs(piece) if isinstance(piece, str) else [piece])]
        return [*field_start(instruction), *parts, field_end()]


def field_start(instruction: str) -> list[BaseOxmlElement]:
    """The start of a field, after which what it shows follows."""
    code = element("w:instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    return [
        element("w:r", element("w:fldChar", fldCharType="begin")),
        element("w:r", code),
        element("w:r", element("w:fldChar", fldCharType="separate")),
    ]


def field_end() -> BaseOxmlElement:
    """The end of a field."""
    return element("w:r", element("w:fldChar", fldCharType="end"))


def element(tag: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    """An element; its attributes are in the namespace of Word."""
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def cell(width: int, *paragraphs: BaseOxmlElement, properties: tuple[BaseOxmlElement, ...] = ()) -> BaseOxmlElement:
    """A cell of a width in twentieths of a point; `properties` follow the width, in the order of the schema."""
    return element("w:tc", element("w:tcPr", element("w:tcW", w=width, type="dxa"), *properties), *paragraphs)


def shade(fill: str) -> BaseOxmlElement:
    """The ground of a cell."""
    return element("w:shd", val="clear", color="auto", fill=fill)


def row(*cells: BaseOxmlElement, properties: tuple[BaseOxmlElement, ...] = ()) -> BaseOxmlElement:
    """A row of a table."""
    return element("w:tr", element("w:trPr", *properties), *cells)


def table(
    columns: list[int], rows: list[BaseOxmlElement], caption: str, description: str = "", *, grid: bool = True
) -> BaseOxmlElement:
    """A table of fixed columns; with lines, unless told otherwise, and with its alternative text."""
    style = [element("w:tblStyle", val="TableGrid")] if grid else []
    properties = element(
        "w:tblPr",
        *style,
        element("w:tblW", w=sum(columns), type="dxa"),
        element("w:jc", val="center"),
        element("w:tblLayout", type="fixed"),
        element("w:tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
        element("w:tblCaption", val=caption),
    )
    if description:
        properties.append(element("w:tblDescription", val=description))
    widths = element("w:tblGrid", *[element("w:gridCol", w=width) for width in columns])
    return element("w:tbl", properties, widths, *rows)
