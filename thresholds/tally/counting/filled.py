"""Filled in check sheets as tables: which sheet of a file is one, where its head is, and the rows below it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from thresholds.case.ledger.rows import Merged, Row, Table, stripped
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.source.node import Cell
from thresholds.source.reader import Reader
from thresholds.source.yaml import read_bytes
from thresholds.wording import Worded, phrase

#: Rows of a sheet, empty ones left out, that are looked at for the head: titles and notes may stand above it.
_HEAD = 20
_COLUMNS = ("number", "mark", "verdict")


class Filled(NamedTuple):
    """A check sheet: the cells of its head, the rows below, and the merged ranges that touch its columns there."""

    number: Cell
    mark: Cell
    verdict: Cell
    rows: tuple[Row, ...]
    merged: tuple[Merged, ...]


def read_filled(path: Path) -> Filled:
    """The check sheet in a file: a CSV file, or the only visible sheet of a workbook that has the columns.

    Raises:
        SourceErrors: it cannot be read (TH001, TH008, TH241), has no check sheet (TH630), none that is visible (TH249)
            or several (TH637).
    """
    raw = read_bytes(path, str(path))
    table = _excel(raw, str(path)) if raw.startswith(b"PK") else _csv(raw, str(path))
    head = _head(table.rows[:_HEAD])
    if head is None:
        raise _no_sheet(str(path), table.rows[:_HEAD])
    number, mark, verdict = (_columns(head)[name] for name in _COLUMNS)
    places = {number.index, mark.index, verdict.index}
    merged = [one for one in table.merged if one.last_row > head.number and _touches(one, places)]
    return Filled(number, mark, verdict, tuple(row for row in table.rows if row.number > head.number), tuple(merged))


def _touches(merged: Merged, places: set[int]) -> bool:
    """Whether a merged range has cells in one of the columns."""
    from openpyxl.utils import range_boundaries

    first, _, last, _ = range_boundaries(merged.name)
    return any((first or 1) <= place <= (last or place) for place in places)


def _head(rows: Sequence[Row]) -> Row | None:
    """The first row that has all three columns."""
    return next((row for row in rows if len(_columns(row)) == len(_COLUMNS)), None)


def _columns(row: Row) -> dict[str, Cell]:
    """The cells that head the columns; of several verdicts the last, for cells of the data stand before them."""
    found: dict[str, Cell] = {}
    for name in _COLUMNS:
        words = {phrase(f"tally.count.sheet.{name}", lang) for lang in ("zh", "en")}
        cells = [cell for cell in row.cells if cell.text in words]
        if cells:
            found[name] = cells[-1 if name == "verdict" else 0]
    return found


def _no_sheet(name: str, rows: Sequence[Row]) -> SourceErrors:
    """TH630: which columns the row lacks that is most like a head."""
    best = max(rows, key=lambda row: len(_columns(row)), default=None)
    found = _columns(best) if best is not None else {}
    missing = "、".join(phrase(f"tally.count.sheet.{one}", "zh") for one in _COLUMNS if one not in found)
    if best is None:
        return SourceErrors([Diagnostic("TH630", name, 0, 0, missing)])
    reader = Reader(name)
    reader.wrong("TH630", best.cells[0], missing)
    return SourceErrors(reader.diagnostics)


def _csv(raw: bytes, name: str) -> Table:
    """The rows of a CSV file; spreadsheets save GB18030 where they do not save UTF-8."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            records = list(csv.reader(StringIO(raw.decode(encoding), newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
        rows = (_row(number, fields) for number, fields in enumerate(records, 1))
        return Table("", tuple(row for row in rows if row.cells))
    raise _no_sheet(name, ())


def _row(number: int, fields: Sequence[str]) -> Row:
    """A record of a CSV file; its line is the row that a spreadsheet shows it in."""
    texts = ((index, stripped(field)) for index, field in enumerate(fields, 1))
    return Row(number, tuple(Cell(text, (number, index), number, index) for index, text in texts if text))


def _excel(raw: bytes, name: str) -> Table:
    """The only visible sheet of a workbook that has the columns.

    What is hidden is nothing that whoever filled in the sheet has seen: it is never read.
    """
    from thresholds.case.ledger.excel import Workbook

    book = Workbook(raw, name)
    heads = {sheet: book.head(sheet, _HEAD) for sheet in book.sheets}
    fit = [sheet for sheet, rows in heads.items() if _head(rows) is not None]
    seen = [sheet for sheet in fit if not sheet.hidden]
    if len(seen) > 1:
        raise SourceErrors([Diagnostic("TH637", name, 0, 0, "、".join(sheet.name for sheet in seen))])
    if seen:
        return book.table(seen[0])
    if not fit:
        raise _no_sheet(name, [row for sheet, rows in heads.items() if not sheet.hidden for row in rows])
    reader = Reader(name)
    for sheet in fit:
        reader.wrong("TH249", heads[sheet][0].cells[0], "", what=Worded("hidden.sheet", value=sheet.name))
    raise SourceErrors(reader.diagnostics)
