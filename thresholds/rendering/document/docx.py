"""Documents as Word files: editable, with built-in heading styles, numbered pages, and the same bytes on every run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from thresholds.rendering.document.docx_contents import bookmark, contents
from thresholds.rendering.document.docx_ladder import word_ladder
from thresholds.rendering.document.docx_tables import word_table
from thresholds.rendering.document.docx_xml import Ink, element
from thresholds.rendering.document.model import (
    Bullets,
    Document,
    Heading,
    LadderChart,
    PageBreak,
    Paragraph,
    Table,
)
from thresholds.rendering.document.paper import listed, with_next
from thresholds.rendering.document.printable import printable_document
from thresholds.rendering.document.templates import word_parts
from thresholds.wording import phrase

if TYPE_CHECKING:
    from docx.document import Document as Package
    from docx.oxml.xmlchemy import BaseOxmlElement

#: The earliest date that a zip file can bear: a report bears no date of its own making.
_NO_DATE = (1980, 1, 1, 0, 0, 0)

#: The numbering of the style of ordered lists in the template.
_ORDERED = 2

#: Lengths of python-docx, English metric units, in a twentieth of a point.
_LENGTHS_IN_A_TWENTIETH_OF_A_POINT = 635

_STYLES = {"plain": "BodyText", "lead": "Lead", "note": "Note", "warning": "Warning"}


def write(document: Document) -> bytes:
    """The document as the bytes of a Word file (.docx)."""
    clean = printable_document(document)
    package = docx.Document(_packed(word_parts()))
    core = package.core_properties
    core.title = clean.title[:255]
    core.language = "zh-CN" if clean.lang == "zh" else "en"
    if clean.lang != "zh":
        _ragged(package)
    _head_and_foot(package, clean)
    end = package.element.body.sectPr
    for part in _Body(package, clean).parts():
        end.addprevious(part)
    written = BytesIO()
    package.save(written)
    with ZipFile(written) as file:
        return _packed({name: file.read(name) for name in file.namelist()}).getvalue()


def _packed(members: dict[str, bytes]) -> BytesIO:
    """A zip file that depends on nothing but its members: they are in order and undated."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name in sorted(members, key=lambda name: (not name.startswith(("[", "_")), name)):
            info = ZipInfo(name, _NO_DATE)
            info.create_system = 0  # otherwise that of the machine
            file.writestr(info, members[name], ZIP_DEFLATED)
    packed.seek(0)
    return packed


def _ragged(package: Package) -> None:
    """Lines of their natural length: Latin text without hyphens has gaps when it is set to a width."""
    package.styles["Body Text"].element.pPr.jc_val = WD_ALIGN_PARAGRAPH.LEFT


def _head_and_foot(package: Package, document: Document) -> None:
    """The title above every page; below it the page's number and what the report was made from."""
    ink, section = Ink(document.lang), package.sections[0]
    section.header.paragraphs[0]._p.extend(ink.runs(document.title))
    before, between, after = re.split("[\1\2]", phrase("docx.page", document.lang).format(page="\1", pages="\2"))
    numbers = section.footer.paragraphs[0]._p
    numbers.extend([*ink.runs(before), *ink.field("PAGE", "1"), *ink.runs(between)])
    numbers.extend([*ink.field("NUMPAGES", "1"), *ink.runs(after)])
    numbers.addnext(ink.paragraph("Footer", document.footer))


class _Body:
    """The blocks of a document as paragraphs and tables; counts headings, tables and charts on the way."""

    def __init__(self, package: Package, document: Document) -> None:
        self.package, self.document, self.ink = package, document, Ink(document.lang)
        section = package.sections[0]
        width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        self.width = width // _LENGTHS_IN_A_TWENTIETH_OF_A_POINT
        self.tables, self.charts = count(1), count(1)
        self.sections = listed(document.blocks)
        headings = [block for block in document.blocks if isinstance(block, Heading)]
        self.bookmarks = {heading.anchor: bookmark(heading, number) for number, heading in enumerate(headings, 1)}

    def parts(self) -> Iterator[BaseOxmlElement]:
        """Everything between the start of the document and its section."""
        breaking = first = True
        for block, announces in with_next(self.document.blocks):
            if isinstance(block, PageBreak):
                breaking = True
                continue
            parts = self._block(block)
            if not parts:
                continue
            if announces:
                parts[0].pPr.keepNext_val = True
            if breaking and not first:
                parts[0].pPr.pageBreakBefore_val = True
            breaking = first = False
            yield from parts

    def _block(self, block: Heading | Paragraph | Bullets | Table | LadderChart) -> list[BaseOxmlElement]:
        """The elements of a block, of which the first is a paragraph."""
        ink = self.ink
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return [ink.paragraph(self._style(block), block.text)]
            case Bullets():
                return self._list(block)
            case Table():
                caption = self._caption("docx.table", next(self.tables), block.caption)
                return [caption, word_table(block, self.width, ink), ink.paragraph("TableSpace")]
            case LadderChart():
                caption = self._caption("docx.chart", next(self.charts), block.caption)
                return [caption, *word_ladder(block, self.width, ink, self.document.lang)]

    def _style(self, block: Paragraph) -> str:
        """A plain paragraph is set in by two characters in Chinese, and not in English."""
        if block.tone == "plain" and self.ink.eastern:
            return "BodyTextFirstIndent"
        return _STYLES[block.tone]

    def _heading(self, block: Heading) -> list[BaseOxmlElement]:
        """A heading with its bookmark; the contents stand before the first section."""
        name, number = self.bookmarks[block.anchor]
        marked = (element("w:bookmarkStart", id=number, name=name), block.text, element("w:bookmarkEnd", id=number))
        first = block in self.sections[:1]
        before = contents(self.sections, self.bookmarks, self.ink, self.document.lang) if first else []
        return [*before, self.ink.paragraph(f"Heading{block.level}", *marked)]

    def _list(self, block: Bullets) -> list[BaseOxmlElement]:
        if not block.ordered:
            return [self.ink.paragraph("ListBullet", text) for text in block.items]
        number = self._numbering()
        return [self.ink.paragraph("ListNumber", text, properties=(_numbered(number),)) for text in block.items]

    def _numbering(self) -> int:
        """Numbers that begin at one again."""
        numbering = self.package.part.numbering_part.element
        styled = numbering.num_having_numId(_ORDERED)
        fresh = numbering.add_num(styled.abstractNumId.val)
        fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(fresh.numId)

    def _caption(self, key: str, number: int, text: str) -> BaseOxmlElement:
        """A caption with a number that Word keeps right when tables are moved."""
        lang = self.document.lang
        before, _, after = phrase(key, lang).format(number="\1", caption=text).partition("\1")
        label = phrase(f"{key}.label", lang)
        return self.ink.paragraph("Caption", before, *self.ink.field(f"SEQ {label} \\* ARABIC", str(number)), after)


def _numbered(number: int) -> BaseOxmlElement:
    """That a paragraph belongs to a list of its own."""
    return element("w:numPr", element("w:ilvl", val=0), element("w:numId", val=number))
