"""Check sheets: the rows of one that is to be filled in, and the verdicts read back from one that was."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thresholds import glossary
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.glossary import Family
from thresholds.source.yaml import read_bytes
from thresholds.tally.counting.interval import Checked, checked
from thresholds.tally.counting.sample import Sample, mark, population_of
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.tally.counting.result import Tally

#: What a person may write as a verdict, and what it is.
VERDICTS = ("duplicate", "untrue", "fine")
#: What a cell begins with that a spreadsheet computes, in half and full width; and what none may have.
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_COLUMNS = ("number", "mark", "file", "row", "category", "verdict", "remark")


class Verdict(NamedTuple):
    """One filled in row: its line, the number of the record, the mark of its tally, and what was written."""

    line: int
    number: str
    mark: str
    text: str


class _Row(NamedTuple):
    """A row of a sheet: its number, counted from 1, and what stands in its columns, counted from 0."""

    line: int
    cells: dict[int, str]


class _Places(NamedTuple):
    """The columns, counted from 0, that these stand in."""

    number: int
    mark: int
    verdict: int


def verdict_words(lang: str) -> tuple[str, ...]:
    """The words of the three verdicts."""
    return tuple(phrase(f"tally.count.verdict.{one}", lang) for one in VERDICTS)


def sheet_rows(sample: Sample, tally: Tally, lang: str) -> tuple[tuple[str, ...], tuple[tuple[str | int, ...], ...]]:
    """Head and rows of a sheet to fill in: where each record stands, its cells masked, and two empty columns."""
    headers = list(dict.fromkeys(name for row in sample.rows for name, _ in row.cells))
    first, last = _COLUMNS[:5], _COLUMNS[5:]
    head = [phrase(f"tally.count.sheet.{name}", lang) for name in first]
    own = {*head, *(phrase(f"tally.count.sheet.{name}", lang) for name in last)}
    shown = [f"{name}*" if name in own else name for name in headers]
    rows: list[tuple[str | int, ...]] = []
    for number, row in enumerate(sample.rows, 1):
        cells = dict(row.cells)
        label = tally.sources[row.source].table.label
        category = glossary.label(row.category, lang, Family.CATEGORY)
        rows.append((number, sample.mark, label, row.row, category, *(cells.get(name, "") for name in headers), "", ""))
    return (*head, *shown, *(phrase(f"tally.count.sheet.{name}", lang) for name in last)), tuple(rows)


def sheet_csv(head: Sequence[str], rows: Sequence[Sequence[str | int]]) -> str:
    """The sheet as CSV with a byte order mark, as spreadsheets want it; no cell is a formula to them."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([[_harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in (head, *rows)])
    return "\ufeff" + written.getvalue()


def _harmless(cell: str) -> str:
    """The cell without controls, and with an apostrophe before what spreadsheets would compute."""
    plain = _CONTROLS.sub("", cell.replace("\t", " ").replace("\n", " "))
    return f"'{plain}" if cell.startswith(_COMPUTED) or plain.startswith(_COMPUTED) else plain


def read_verdicts(path: Path, tally: Tally, confidence: Fraction) -> Checked:
    """What a filled in sheet says of the records of a tally.

    Raises:
        SourceErrors: it cannot be read (TH001, TH008, TH241), is no check sheet (TH630) or one of other data (TH631);
            a verdict is none of the three (TH632), or a record stands twice (TH633).
    """
    places, rows = _verdicts(path)
    problems = list(_problems(path, places, rows, mark(tally)))
    if problems:
        raise SourceErrors(problems)
    found = [_verdict(row.text) for row in rows]
    duplicates, untrue, fine, open_ = (found.count(one) for one in (*VERDICTS, ""))
    return checked(population_of(tally), duplicates, untrue, fine, open_, confidence)


def _problems(path: Path, places: _Places, rows: Sequence[Verdict], wanted: str) -> Iterator[Diagnostic]:
    """What is wrong, by the cell: what stands in it is not repeated, for it may be somebody's data."""
    words = tuple(dict.fromkeys((*verdict_words("zh"), *verdict_words("en"))))
    seen: dict[str, int] = {}
    for row in rows:
        if row.mark != wanted:
            detail = (("wanted", wanted),)
            yield Diagnostic("TH631", str(path), row.line, places.mark + 1, detail=detail, cell=_cell(row, places.mark))
            return
        if _verdict(row.text) is None:
            place = places.verdict
            near = nearest(row.text, words)
            yield Diagnostic("TH632", str(path), row.line, place + 1, "", words, near, cell=_cell(row, place))
        if row.number in seen:
            detail = (("first", str(seen[row.number])),)
            place = places.number
            yield Diagnostic("TH633", str(path), row.line, place + 1, detail=detail, cell=_cell(row, place))
        seen.setdefault(row.number, row.line)


def _cell(row: Verdict, place: int) -> str:
    """The name of a cell: F7."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(place + 1)}{row.line}"


def _verdict(text: str) -> str | None:
    """The verdict, empty where none is written yet; nothing where the word is none."""
    if not text:
        return ""
    known = {
        word.lower(): one for lang in ("zh", "en") for one, word in zip(VERDICTS, verdict_words(lang), strict=True)
    }
    return known.get(text.lower())


def _verdicts(path: Path) -> tuple[_Places, list[Verdict]]:
    """Where the columns are, and the rows of a sheet.

    Raises:
        SourceErrors: it cannot be read (TH001, TH008, TH241), or is no check sheet (TH630).
    """
    raw = read_bytes(path, str(path))
    rows = _excel(path, raw) if raw.startswith(b"PK") else _csv(path, raw)
    head = {place: text.strip() for place, text in rows[0].cells.items()} if rows else {}
    found = {name: _place(head, name) for name in _Places._fields}
    missing = [name for name, place in found.items() if place is None]
    if missing:
        names = tuple(phrase(f"tally.count.sheet.{name}", "zh") for name in missing)
        raise SourceErrors([Diagnostic("TH630", str(path), 1 if head else 0, 1 if head else 0, "、".join(names))])

    places = _Places(*(place or 0 for place in found.values()))
    return places, [
        Verdict(row.line, *(row.cells.get(place, "").strip() for place in places))
        for row in rows[1:]
        if any(text.strip() for text in row.cells.values())
    ]


def _place(head: Mapping[int, str], name: str) -> int | None:
    """The place of a column; of several with its name the last, for cells of the data stand before the verdicts."""
    words = {phrase(f"tally.count.sheet.{name}", lang) for lang in ("zh", "en")}
    found = [place for place, text in sorted(head.items()) if text in words]
    return (found[-1] if name == "verdict" else found[0]) if found else None


def _csv(path: Path, raw: bytes) -> list[_Row]:
    """The rows of a CSV file; spreadsheets save GB18030 where they do not save UTF-8."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            rows = list(csv.reader(StringIO(raw.decode(encoding), newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
        return [_Row(line, dict(enumerate(row))) for line, row in enumerate(rows, 1)]
    raise SourceErrors([Diagnostic("TH630", str(path), 0, 0, path.name)])


def _excel(path: Path, raw: bytes) -> list[_Row]:
    """The rows of the first worksheet."""
    from thresholds.case.ledger.excel import Workbook

    book = Workbook(raw, str(path))
    rows = book.table(book.sheets[0]).rows
    return [_Row(row.number, {cell.index - 1: cell.text or "" for cell in row.cells}) for row in rows]
