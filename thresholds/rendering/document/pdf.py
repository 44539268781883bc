"""Documents as PDF, set by Typst: text that can be searched and read aloud, its fonts within, the same bytes each time.

Typst breaks Chinese lines, works without a network and writes PDF/UA-1, which forbids a character without a shape: a
report with a missing character is refused, never written with a box in its place.
"""

from __future__ import annotations

import json
import os
import re
from itertools import count
from typing import TYPE_CHECKING

from thresholds.errors import UnavailableError
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
from thresholds.rendering.document.paper import columns, lines, listed, may_break, with_next
from thresholds.rendering.document.printable import printable_document
from thresholds.rendering.document.rungs import FULL, DrawnRung, between, drawn, grades_at, stretches
from thresholds.rendering.document.templates import typst_page
from thresholds.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from typst import Fonts

#: Chinese fonts by the names of their families, the best first: for text, and for headings.
_TEXT_FONTS = ("SimSun", "NSimSun", "Songti SC", "STSong", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC")
_HEADING_FONTS = (
    "SimHei",
    "Heiti SC",
    "STHeiti",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
_CHINESE_FONTS = frozenset((*_TEXT_FONTS, *_HEADING_FONTS))
_WANTED = "Noto Serif CJK SC（fonts-noto-cjk）、SimSun、Songti SC"

#: Comes with Typst, so that letters and figures are the same on every machine.
_LATIN_FONT = {"name": "Libertinus Serif", "covers": "latin-in-cjk"}

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_MISSING = re.compile('the text `"(.*?)"` could not be displayed')


def write(document: Document) -> bytes:
    """The document as the bytes of a PDF file.

    Raises:
        UnavailableError: there is no Chinese font (TH261), no font has a character of the document (TH262), or Typst
            is not installed (TH263).
    """
    try:
        import typst
    except ModuleNotFoundError:
        raise UnavailableError("TH263") from None
    fonts = _fonts_here()
    given = json.dumps(_report(printable_document(document), fonts.families()), ensure_ascii=False)
    try:
        return typst.compile(typst_page(), font_paths=fonts, sys_inputs={"report": given}, pdf_standards="ua-1")
    except typst.TypstError as error:
        missing = _MISSING.search(error.message)
        if missing is None:
            raise
        raise _without_shape(missing.group(1), fonts.families()) from None


def _without_shape(text: str, families: Sequence[str]) -> UnavailableError:
    """That no font has a character: none is Chinese, or the character is rare."""
    if _CHINESE.search(text) and not any(name in families for name in _CHINESE_FONTS):
        return UnavailableError("TH261", fonts=_WANTED)
    return UnavailableError("TH262", value=text)


def _fonts_here() -> Fonts:
    """The fonts of this machine, and those in the folder that THRESHOLDS_FONTS names."""
    from typst import Fonts

    folder = os.environ.get("THRESHOLDS_FONTS")
    return Fonts(font_paths=[folder] if folder else [])


def _families(families: Sequence[str]) -> dict[str, list[object]]:
    """Which fonts to set text and headings in; for a character that they do not have, Typst finds another one."""
    text = [name for name in (*_TEXT_FONTS, *_HEADING_FONTS) if name in families][:1]
    heading = [name for name in (*_HEADING_FONTS, *_TEXT_FONTS) if name in families][:1]
    return {"text": [_LATIN_FONT, *text], "heading": [*heading, _LATIN_FONT]}


def _report(document: Document, families: Sequence[str]) -> dict[str, object]:
    """What the template needs."""
    lang = document.lang
    names = {"quantity": "docx.ladder.head", "least": "docx.ladder.least", "most": "docx.ladder.most"}
    words: dict[str, object] = {name: phrase(key, lang) for name, key in names.items()}
    words["key"] = phrase("docx.ladder.key", lang)
    words["contents"] = phrase("docx.contents", lang)
    words["page"] = phrase("docx.page", lang).format(page="\1", pages="\1").split("\1")
    return {
        "lang": lang,
        "title": document.title,
        "footer": document.footer,
        "words": words,
        "full": FULL,
        "fonts": _families(families),
        "blocks": _Blocks(document).all(),
    }


class _Blocks:
    """The blocks of a document as the template takes them; counts tables and charts on the way."""

    def __init__(self, document: Document) -> None:
        self.document, self.lang = document, document.lang
        self.tables, self.charts = count(1), count(1)
        self.first = listed(document.blocks)[:1]

    def all(self) -> list[dict[str, object]]:
        """Every block, and whether it announces the one after it."""
        return [self._block(block) | {"announces": announces} for block, announces in with_next(self.document.blocks)]

    def _block(self, block: Block) -> dict[str, object]:
        match block:
            case Heading(level, text, anchor):
                contents = block in self.first
                return {"kind": "heading", "level": level, "text": text, "anchor": anchor, "contents": contents}
            case Paragraph(text, tone):
                return {"kind": "paragraph", "text": text, "tone": tone}
            case Bullets(items, ordered):
                return {"kind": "bullets", "items": items, "ordered": ordered}
            case Table():
                return self._table(block)
            case LadderChart():
                return self._ladder(block)
            case PageBreak():
                return {"kind": "break"}

    def _table(self, block: Table) -> dict[str, object]:
        status = (*block.status, *[""] * len(block.rows))
        return {
            "kind": "table",
            "caption": phrase("docx.table", self.lang).format(number=next(self.tables), caption=block.caption),
            "widths": columns(block),
            "head": block.head,
            "right": sorted(block.right),
            "rows": [
                {
                    "cells": [{"lines": [line._asdict() for line in lines(text)]} for text in row],
                    "breakable": may_break(row),
                    "established": found == "established",
                }
                for row, found in zip(block.rows, status, strict=False)
            ],
        }

    def _ladder(self, block: LadderChart) -> dict[str, object]:
        rungs = drawn(block.rungs, self.lang)
        grades = grades_at(rungs)
        texts = {0: phrase("docx.ladder.zero", self.lang)} | grades
        return {
            "kind": "ladder",
            "caption": phrase("docx.chart", self.lang).format(number=next(self.charts), caption=block.caption),
            "text": "\n".join(block.text),
            "head": _placed(texts),
            "rungs": [_rung(rung, named=bool(grades)) for rung in rungs],
        }


def _rung(rung: DrawnRung, named: bool) -> dict[str, object]:
    """A bar and the figures below it; with their grades where the head of the chart does not name them."""
    figures = {mark.at: mark.figure if named else f"{mark.figure}\n{mark.grade}" for mark in rung.marks}
    return {
        "item": rung.item,
        "quantity": rung.quantity,
        "counted": rung.counted,
        "endless": rung.endless,
        "bar": [stretch._asdict() for stretch in stretches(rung)],
        "figures": _placed({0: ""} | figures),
    }


def _placed(texts: Mapping[int, str]) -> list[dict[str, object]]:
    return [{"left": left, "right": right, "text": texts[left]} for left, right in between(texts)]
