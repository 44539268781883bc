"""Documents made by hand, and how to look into the Word files that they become."""

from __future__ import annotations

import zipfile
from fractions import Fraction
from io import BytesIO

import docx
from docx.document import Document as Package
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from thresholds.rendering.document.docx import write
from thresholds.rendering.document.model import Block, Document, Heading, Table
from thresholds.report.ladder import Mark, Rung
from thresholds.values.figures import Unit
from thresholds.values.status import Status

NOT, MET = Status.NOT_ESTABLISHED, Status.ESTABLISHED

#: A4 less the margins of 28 and 26 mm, in twentieths of a point.
TEXT_WIDTH = 11906 - 1587 - 1474

SECTIONS = tuple(Heading(2, f"第{n}节", f"section-{n}") for n in "一二三四五")
TABLE = Table(
    "各项",
    ("条款项", "结论", "数量"),
    (("第五条第一款第（三）项", "● 成立", "483"), ("第（四）项", "○ 不成立", "差 93 条\n　证据 E4")),
    (50, 20, 30),
    frozenset({2}),
    ("established", "not_established"),
)


def rung(low: int, high: int | None, statuses: tuple[Status, Status] = (MET, NOT), base: int = 50) -> Rung:
    marks = (
        Mark("art5.1.3", "serious", Fraction(base), statuses[0]),
        Mark("art5.2.3", "especially_serious", Fraction(10 * base), statuses[1], Fraction(10)),
    )
    top = None if high is None else Fraction(high)
    return Rung("art5.1.3", ("location_tracking",), Unit.RECORDS, Fraction(low), top, marks)


def document(*blocks: Block, lang: str = "zh", title: str = "某案") -> Document:
    return Document(title, "案卷 sha256 0123456789ab", lang, blocks)


def opened(*blocks: Block, lang: str = "zh", title: str = "某案") -> Package:
    return docx.Document(BytesIO(write(document(*blocks, lang=lang, title=title))))


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def value(element: BaseOxmlElement, path: str, name: str = "val") -> str:
    """An attribute of the only element at a path below."""
    (found,) = element.xpath(path)
    return str(found.get(qn(f"w:{name}")))
