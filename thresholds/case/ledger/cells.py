"""The text of a cell → the node of a value, as a case file has it: lists, dates as Excel writes them, braces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from thresholds import glossary
from thresholds.case.ledger.columns import MONEY, NUMBERS, RATES, Column
from thresholds.errors import SourceErrors
from thresholds.glossary import Family
from thresholds.source.node import Cell, Node
from thresholds.source.reader import Reader
from thresholds.source.yaml import parse
from thresholds.values.dates import parse_date
from thresholds.wording import Worded

NAMES = frozenset({"by", "to", "source", "evidence"})
LISTS = NAMES | {"kinds", "administrative_penalty", "grave_consequences"}
DATES = frozenset({
    "date", "judged_on", "prior_criminal_punishment", "administrative_penalty", "conduct_date", "case_filed_on",
})  # fmt: skip
#: Keys under which a text stands as it is.
TEXTS = frozenset({"id", "batch", "title", "note", "name", "role", "what", "at", "counting", "ruleset"})
FIGURES = frozenset({*NUMBERS, *MONEY})

_BOOLEANS = {"TRUE": "yes", "FALSE": "no"}

_BETWEEN = re.compile("[、;；,，\n]")
_POINT = re.compile(
    r"(\d{4})\s*(?:[-./年]\s*(\d{1,2})\s*(?:[-./月]\s*(\d{1,2})\s*日?|月)?|年)?"
    r"(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_UNTIL = re.compile("至|到|~|—+|–|/|-")


def value_of(column: Column, cell: Cell, reader: Reader) -> Node | None:
    """The value in a cell; None where it is noted to be wrong (TH209, TH258)."""
    text, key = cell.text or "", column.key
    if key in TEXTS:
        return cell
    counted = column.category or column.kind in ("number", "money")
    if column.unit and (counted or key in FIGURES or key in RATES):
        figure = column.figure(text)
        if figure is None:
            reader.wrong("TH209", cell)
            return None
        text = figure
    if text.startswith("{"):
        return _flow(cell, reader)
    if (key in LISTS or column.kind == "penalty") and _BETWEEN.search(text):
        parts = [one for part in _parts(key, text) if (one := part.strip())]
        if len(parts) != 1:
            return _list(cell, "administrative_penalty" if column.kind == "penalty" else key, parts)
        text = parts[0]
    text = dated(text) if column.kind in ("penalty", "punishment") else _simple(key, text)
    return cell if text == cell.text else cell.saying(text)


def free_of(cell: Cell, reader: Reader) -> Node | None:
    """Free text, or what stands in braces; None where that is noted to be wrong (TH258)."""
    return _flow(cell, reader) if (cell.text or "").startswith("{") else cell


def _simple(key: str, text: str) -> str:
    if key in DATES:
        return dated(text)
    return text if key in NAMES else _BOOLEANS.get(text, text)


def _parts(key: str, text: str) -> list[str]:
    """The members of a list in one cell; a comma inside the name of a category does not part it."""
    if key == "kinds":
        for term in glossary.all_terms():
            if term.family is Family.CATEGORY:
                for spelling in (term.zh, *term.also):
                    text = text.replace(spelling, term.id) if _BETWEEN.search(spelling) else text
    return _BETWEEN.split(text)


def _list(cell: Cell, key: str, parts: list[str]) -> Node:
    node = empty(cell)
    node.items = [cell.saying(_simple(key, part)) for part in parts]
    return node


def empty(cell: Cell) -> Cell:
    """A node at the place of a cell, to be made a list or a map."""
    node = cell.saying("")
    node.text = None
    return node


def mapped(cell: Cell, pairs: list[tuple[Node, Node]]) -> Cell:
    """A map at the place of a cell."""
    node = empty(cell)
    node.pairs = pairs
    return node


def _flow(cell: Cell, reader: Reader) -> Node | None:
    """What stands in braces, as in a case file; all of it at the place of the cell."""
    try:
        node = parse(cell.text or "", reader.file)
    except SourceErrors as errors:
        found = errors.diagnostics[0]
        reader.wrong("TH258", cell, problem=dict(found.detail).get("problem") or Worded("braces"))
        return None
    if any(value.empty for _, value in node.pairs or ()):
        reader.wrong("TH258", cell, problem=Worded("yaml.no-colon"))
        return None
    return _moved(node, cell)


def _moved(node: Node, cell: Cell) -> Cell:
    found = empty(cell)
    found.text, found.quoted = node.text, node.quoted
    if node.items is not None:
        found.items = [_moved(item, cell) for item in node.items]
    if node.pairs is not None:
        found.pairs = [(_moved(key, cell), _moved(value, cell)) for key, value in node.pairs]
    return found


@lru_cache(maxsize=4096)  # a ledger repeats its dates
def dated(text: str) -> str:
    """A date as a case file has it: `2021/3/2`, `2021.3.2 14:05` and `2021.3.2-2021.3.5` are rewritten.

    What can be read as it is, or not at all, stays as it is.
    """
    if parse_date(text) is not None:
        return text
    plain = unicodedata.normalize("NFKC", text).strip()
    whole = _point(plain)
    if whole:
        return whole
    for match in _UNTIL.finditer(plain):
        first, last = _point(plain[: match.start()]), _point(plain[match.end() :])
        if first and last:
            return f"{first}/{last}"
    return text


def _point(text: str) -> str:
    match = _POINT.fullmatch(text.strip())
    if not match:
        return ""
    return "-".join(part.zfill(2) for part in match.groups() if part)
