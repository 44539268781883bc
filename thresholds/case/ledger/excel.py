"""Excel workbooks: every cell as a text that says what the sheet shows, with the name of its cell.

The package is read by openpyxl, row by row; rows, merged ranges and what is hidden come out of the same pass.
Nothing is calculated: of a formula the value stored with it counts, and one without a value is at fault.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from thresholds.case.ledger.rows import Merged, Row, Table
from thresholds.case.ledger.shown import Formats, shown
from thresholds.errors import Diagnostic, SourceErrors, ThresholdsError
from thresholds.source.node import Cell
from thresholds.source.yaml import MAX_NODES
from thresholds.wording import Worded

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Unpacked, the parts of a workbook may be so large at most; a ledger of 100 000 rows takes some 60 MiB.
MAX_UNPACKED = 1024 * 1024 * 1024
#: Beyond this they may be so many times as large as the file: sheets of cells that differ are packed to a twentieth.
_HARMLESS, _MOST_TIMES = 64 * 1024 * 1024, 64

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_YES = ("1", "true")


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, whether it is hidden, and its part of the package."""

    name: str
    hidden: bool
    part: str


class Workbook:
    """A workbook whose sheets are read when they are asked for."""

    def __init__(self, raw: bytes, name: str) -> None:
        """Open the workbook.

        Raises:
            SourceErrors: it is none, is protected, or is too large (TH008, TH241).
        """
        self.name = name
        self._cells = 0
        if not raw.startswith(_ZIP):
            kind = "locked" if _ENCRYPTED in raw else "old" if raw.startswith(_OLE) else "not-a-workbook"
            raise SourceErrors([unreadable_workbook(name, kind)])
        with _readable(name):
            _check(ZipFile(BytesIO(raw)), name, min(MAX_UNPACKED, max(_HARMLESS, _MOST_TIMES * len(raw))))
            self._reader = ExcelReader(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            self._reader.read_manifest()
            self._reader.read_strings()
            self._reader.read_workbook()
            with warnings.catch_warnings():  # it warns of styles that are missing
                warnings.simplefilter("ignore")
                apply_stylesheet(self._reader.archive, self._reader.wb)
            self._formats = Formats(self._reader.wb)
            found = self._reader.parser.find_sheets()
            self.sheets = [
                Sheet(sheet.name, sheet.state != "visible", part.target)
                for sheet, part in found
                if "worksheet" in part.Type and part.target in self._reader.valid_files
            ]
        if not self.sheets:
            raise SourceErrors([unreadable_workbook(name, "damaged")])

    def head(self, sheet: Sheet, rows: int) -> tuple[Row, ...]:
        """The first rows of a sheet that are not empty."""
        found: list[Row] = []
        with _readable(self.name), self._reader.archive.open(sheet.part) as source:
            for item in self._items(sheet, source):
                if isinstance(item, Row):
                    found.append(item)
                if len(found) == rows:
                    break
        return tuple(found)

    def table(self, sheet: Sheet) -> Table:
        """Everything in a sheet.

        Raises:
            SourceErrors: it cannot be read (TH241) or has too many cells (TH008).
        """
        rows: list[Row] = []
        merged: list[Merged] = []
        hidden: set[int] = set()
        with _readable(self.name), self._reader.archive.open(sheet.part) as source:
            for item in self._items(sheet, source):
                if isinstance(item, Row):
                    rows.append(item)
                elif isinstance(item, Merged):
                    merged.append(item)
                else:
                    hidden.update(item)
        return Table(sheet.name, tuple(rows), tuple(merged), frozenset(hidden), sheet.hidden)

    def _items(self, sheet: Sheet, source: IO[bytes]) -> Iterator[Row | Merged | range]:
        """Rows that are not empty, merged ranges, and ranges of hidden columns, as the part has them."""
        parser = _Parser(source, self._reader.shared_strings, data_only=True, epoch=self._reader.wb.epoch)
        for _, element in iterparse(source):
            if element.tag == ROW_TAG:
                row = self._row(sheet, parser, element)
                if row.cells:
                    yield row
            elif element.tag == MERGE_TAG:
                for one in element:
                    yield self._merged(sheet, one.get("ref", ""))
            elif element.tag == COL_TAG and element.get("hidden") in _YES:
                yield range(int(element.get("min", "0")), int(element.get("max", "0")) + 1)
            else:
                continue
            element.clear()

    def _row(self, sheet: Sheet, parser: _Parser, element: Element) -> Row:
        number, raw = parser.parse_row(element)  # type: ignore[arg-type]
        label = self._label(sheet)
        cells: list[Cell] = []
        for one in raw:
            text, fault = shown(one["value"], str(one["data_type"]), self._formats, one["style_id"], parser.epoch)
            if text or fault:
                index = int(one["column"])
                cells.append(Cell(text, (number, index), number, index, label, fault))
        self._cells += len(cells)
        if self._cells > MAX_NODES:
            raise SourceErrors([Diagnostic("TH008", self.name, number, 1, str(MAX_NODES))])
        return Row(number, tuple(cells), element.get("hidden") in _YES)

    def _merged(self, sheet: Sheet, name: str) -> Merged:
        column, row, _, last = range_boundaries(name)
        first = Cell("", (row or 1, column or 1), row or 1, column or 1, self._label(sheet))
        return Merged(name, first, last or 1)

    def _label(self, sheet: Sheet) -> str:
        """The sheet's name where cells need it to be told apart."""
        return sheet.name if len(self.sheets) > 1 else ""


class _Parser(WorkSheetParser):
    """openpyxl's parser of a sheet, which tells a formula without a value from an empty cell."""

    def parse_cell(self, element: Element) -> dict[str, object]:
        """What openpyxl finds; the type of a formula that was never calculated is `f`.

        A calculated text may be empty: its type says that it is a text.
        """
        found: dict[str, object] = super().parse_cell(element)
        if found["value"] is None and element.get("t") != "str" and element.find(FORMULA_TAG) is not None:
            found["data_type"] = "f"
        return found


def unreadable_workbook(name: str, kind: str) -> Diagnostic:
    """TH241: why a file is no workbook that can be read."""
    return Diagnostic("TH241", name, 0, 0, detail=(("problem", Worded(f"workbook.{kind}")),))


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Whatever a damaged package makes the library raise becomes one error (TH241)."""
    try:
        yield
    except ThresholdsError:
        raise
    except Exception:
        raise SourceErrors([unreadable_workbook(name, "damaged")]) from None


def _check(archive: ZipFile, name: str, most: int) -> None:
    """Refuse a package that is of another kind, unpacks to too much, or has what a workbook never needs.

    Raises:
        SourceErrors: it is refused (TH008, TH241).
    """
    parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
    # any part can be named as a sheet, and no more is read of one than the package says that it has
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > most:
        raise SourceErrors([Diagnostic("TH008", name, 0, 0, str(unpacked))])
    names = archive.namelist()
    if any(part.startswith("word/") for part in names):
        raise SourceErrors([unreadable_workbook(name, "word")])
    if "xl/workbook.bin" in names:
        raise SourceErrors([unreadable_workbook(name, "old")])
    for part in parts:
        with archive.open(part) as source:
            if b"<!DOCTYPE" in source.read(1024):
                raise SourceErrors([unreadable_workbook(name, "damaged")])
