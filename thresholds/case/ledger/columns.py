"""Headers: which key of a dealing, or which category, a column holds, and in what unit its bare numbers are.

A header is a key in either language (`行为人`, `by`), or a category, whose column then holds numbers of records.
A unit may stand behind it in brackets: `收款（万元）`, `重复率（%）`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from thresholds import glossary
from thresholds.case.ledger.rows import Row
from thresholds.case.read import DEDUCTIONS
from thresholds.errors import nearest
from thresholds.glossary import Family
from thresholds.law.model import FactDeclaration
from thresholds.law.vocabulary import vocabulary
from thresholds.source.node import Cell
from thresholds.source.reader import Reader
from thresholds.values.figures import COUNT_UNITS, MONEY_UNITS

NUMBERS = ("records", "batch_records", *DEDUCTIONS[:4])
MONEY = ("paid", "illegal_gains", "profit_from_use")
RATES = DEDUCTIONS[4:]

_WITH_UNIT = re.compile(r"(.+?)[(\[【](.+?)[)\]】]")
_SCALE = re.compile("[百千万亿]*")
_SCALED = re.compile("[百千万亿%]")
_NUMBER = re.compile(r"[+-]?[\d.,]+[余多]?")
#: Rows above the header that hold one cell each are titles; after so many there is no header.
_TITLES = 10


class Column(NamedTuple):
    """A column: its header, the key that it stands for (or the category whose numbers it holds), and the unit.

    `kind` is that of a fact which a ruleset declares.
    """

    header: Cell
    key: str
    category: bool = False
    unit: str = ""
    kind: str = ""

    def figure(self, text: str) -> str | None:
        """A figure of this column with the unit of the header; None where it cannot be told what the two make."""
        if not _SCALED.search(self.unit):
            return text
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        if _NUMBER.fullmatch(plain):
            return plain + self.unit
        unit = plain.endswith((*COUNT_UNITS, *MONEY_UNITS, "%"))
        return text if unit or glossary.find_value(Family.TRUTH, plain) == "unknown" else None


class Kind(NamedTuple):
    """What a table may have for headers, which must be there, and by which its row of headers is known.

    `other` are spellings of keys that allowed keys have elsewhere and that mean something else here; `declared` lets
    in the facts that rulesets declare.
    """

    allowed: tuple[str, ...]
    required: tuple[str, ...]
    anchors: tuple[str, ...]
    categories: bool = False
    other: tuple[str, ...] = ()
    declared: bool = False

    def column(self, header: Cell) -> Column | None:
        """The column under a header; None where the header is nothing that may stand here."""
        for text, unit in _readings(header.text or ""):
            key = glossary.find_key(text)
            if key is not None and key in self.allowed and text not in self.other and _fits(key, unit):
                return Column(header, key, unit=unit)
            category = glossary.find_value(Family.CATEGORY, text) if self.categories else None
            if category is not None and _fits("records", unit):
                return Column(header, category, category=True, unit=unit)
            fact = vocabulary().facts.get(text) if self.declared and key not in self.allowed else None
            if fact is not None and _counts(fact, unit):
                return Column(header, fact.id, unit=unit, kind=fact.kind or "")
        return None

    def recognised(self, row: Row) -> set[str]:
        """The keys and categories that a row has for headers."""
        return {column.key for cell in row.cells if (column := self.column(cell)) is not None}

    def is_header(self, row: Row) -> bool:
        """Whether a row is that of the headers: it has an anchor, or two headers of any kind."""
        found = self.recognised(row)
        return len(found) > 1 or not found.isdisjoint(self.anchors)

    def header(self, rows: Iterable[Row]) -> Row | None:
        """The row of the headers; above it only titles may stand, one cell each."""
        for seen, row in enumerate(rows):
            if self.is_header(row):
                return row
            if len(row.cells) > 1 or seen >= _TITLES:
                return None
        return None

    def columns(self, header: Row, reader: Reader) -> dict[int, Column]:
        """The columns by number; unknown, repeated and missing ones are noted (TH242, TH243, TH244)."""
        found: dict[int, Column] = {}
        first: dict[str, Column] = {}
        for cell in header.cells:
            column = self.column(cell)
            if column is None:
                self._unknown(cell, reader)
                column = Column(cell, "")
            elif column.key in first:
                other = first[column.key].header
                reader.wrong("TH243", cell, first=other.name, name=other.text or "")
                column = Column(cell, "")
            found[cell.index] = column
            first.setdefault(column.key, column)
        for key in self.required:
            if key not in first:
                reader.wrong("TH244", header.cells[0], key, zh=chinese(key))
        return found

    def _unknown(self, cell: Cell, reader: Reader) -> None:
        shown = tuple(f"{key} {chinese(key, self.other)}" for key in self.allowed)
        names = " ".join(shown).replace("/", " ").split()
        names += [term.zh for term in glossary.all_terms() if term.family is Family.CATEGORY and self.categories]
        reader.wrong("TH242", cell, allowed=shown, near=nearest(cell.text or "", names))


def chinese(key: str, besides: tuple[str, ...] = ("案件",)) -> str:
    """The Chinese spellings of a key, besides some; an `id` is that of a case under one alone."""
    entry = glossary.term(key, Family.KEY) or glossary.term(key, Family.FACT)
    spellings = (entry.zh, *entry.also) if entry else ()
    return "/".join(spelling for spelling in spellings if spelling not in besides)


def _readings(text: str) -> Iterable[tuple[str, str]]:
    """A header as it may be meant, with its unit: marks around it, capitals and spaces do not matter."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("*:").strip()
    yield text.strip(), ""
    for spelled in (plain, "".join(plain.split()), "_".join(plain.lower().split())):
        yield spelled, ""
    match = _WITH_UNIT.fullmatch("".join(plain.lower().split()))
    if match:
        yield match[1].rstrip("*:"), match[2]


def _counts(fact: FactDeclaration, unit: str) -> bool:
    """Whether the unit can be that of the figures of a fact which a ruleset declares."""
    if fact.kind == "number":
        return not unit or unit.endswith((fact.unit, "万", "亿"))
    return not unit or (fact.kind == "money" and _fits("paid", unit))


def _fits(key: str, unit: str) -> bool:
    """Whether the unit can be that of the key's figures."""
    if not unit:
        return True
    if key in RATES:
        return unit == "%"
    words = COUNT_UNITS if key in NUMBERS else MONEY_UNITS if key in MONEY else ()
    return any(_SCALE.fullmatch(unit.removesuffix(word)) for word in words if unit.endswith((word, "万", "亿")))
