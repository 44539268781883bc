"""CSV and JSON lines as columns of text: nothing is taken for a number, so that nothing becomes a float."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from thresholds.batch.faults import damaged
from thresholds.batch.inputs import InputFile, Survey, survey
from thresholds.batch.staging import Malformed, Tell, Writer, check_names
from thresholds.errors import Diagnostic, SourceErrors

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.csv

#: Read at a time: a row must fit in.
_BLOCK = 8 << 20
_LINES = 50_000
_DELIMITERS = (",", "\t", ";", "|")
#: The line by which Excel is told the delimiter.
_TOLD = re.compile(r"sep=(.)", re.IGNORECASE)


def header(file: InputFile, found: Survey | None) -> list[str]:
    """The names of the columns of a CSV file."""
    names: list[str] = _Csv(file, found or survey(file)).names
    return names


def read_csv(file: InputFile, found: Survey, writer: Writer, first: int, tell: Tell) -> list[Malformed]:
    """Write the rows of a CSV file; those with too many or too few fields are returned. Empty lines are no rows.

    Raises:
        SourceErrors: a quotation mark is opened and not closed (TH516).
    """
    return _Csv(file, found).write(writer, first, tell)


class _Csv:
    """A CSV file that is read: what it is written in, its columns, and the rows that do not have these."""

    def __init__(self, file: InputFile, found: Survey) -> None:
        self.file, self.found = file, found
        self.delimiter, self.skipped = _delimiter(file, found.encoding)
        self.bad: list[tuple[int, int]] = []
        self.unclosed = 0
        with self._open(None) as reader:
            self.names = list(reader.schema.names)

    def write(self, writer: Writer, first: int, tell: Tell) -> list[Malformed]:
        import numpy
        import pyarrow as pa

        self.bad.clear()
        row, used, last = 0, 0, None
        try:
            with pa.OSFile(str(self.file.path)) as stream, self._open(self.names, stream) as reader:
                for batch in reader:
                    table = pa.Table.from_batches([batch])
                    numbers = self._numbers(row, used, len(table))
                    row, used = int(numbers[-1]) if len(numbers) else row, self._below(numbers, used)
                    writer.write(table, numbers + numpy.int64(first - 1))
                    last = table if len(table) else last
                    tell(stream.tell(), self.file.size)
        except pa.ArrowInvalid:
            self.unclosed = self.unclosed or row + 1
        if self.found.odd_quotes and last is not None and _ends_with_a_break(last):
            self.unclosed = self.unclosed or row
        if self.unclosed:
            raise SourceErrors([Diagnostic("TH516", str(self.file.path), 0, 0, str(self.unclosed))])
        if not writer.stored:
            self._nothing(writer)
        return [Malformed(first - 1 + number, "ragged", str(fields)) for number, fields in self.bad]

    def _nothing(self, writer: Writer) -> None:
        """Write the columns alone."""
        import pyarrow as pa

        writer.write(pa.table({name: pa.array([], pa.string()) for name in self.names}), [])

    def _numbers(self, row: int, used: int, count: int) -> Any:
        """The numbers of the next rows after `row`: every one but those of the rows that do not fit."""
        import numpy

        pending = numpy.array([number for number, _ in self.bad[used:]], dtype=numpy.int64) if count else ()
        candidates = numpy.arange(row + 1, row + 1 + count + len(pending), dtype=numpy.int64)
        return numpy.setdiff1d(candidates, pending, assume_unique=True)[:count]

    def _below(self, numbers: Any, used: int) -> int:
        """How many of the rows that do not fit stand before the last of these."""
        while used < len(self.bad) and len(numbers) and self.bad[used][0] < numbers[-1]:
            used += 1
        return used

    def _open(
        self, names: Sequence[str] | None, source: pyarrow.NativeFile | None = None
    ) -> pyarrow.csv.CSVStreamingReader:
        import pyarrow as pa
        import pyarrow.csv as pc

        encoding = "utf8" if self.found.encoding == "utf-8-sig" else self.found.encoding
        return pc.open_csv(
            source or str(self.file.path),
            pc.ReadOptions(use_threads=False, block_size=_BLOCK, encoding=encoding, skip_rows=self.skipped),
            pc.ParseOptions(delimiter=self.delimiter, newlines_in_values=True, invalid_row_handler=self._misfit),
            pc.ConvertOptions(
                column_types={name: pa.string() for name in names or ()},
                strings_can_be_null=True,
                null_values=[""],
                check_utf8=True,
            ),
        )

    def _misfit(self, row: pyarrow.csv.InvalidRow) -> str:
        number = row.number - 1 - self.skipped
        if "\n" in row.text and row.text.count('"') % 2:
            self.unclosed = self.unclosed or number
        self.bad.append((number, row.actual_columns))
        return "skip"


def _ends_with_a_break(table: pyarrow.Table) -> bool:
    """Whether the very last cell has swallowed the end of the file."""
    cell = table.column(table.num_columns - 1)[-1].as_py()
    return cell is not None and cell.endswith(("\n", "\r"))


def _delimiter(file: InputFile, encoding: str) -> tuple[str, int]:
    """What stands between the fields of the header, and how many lines stand before it."""
    with file.path.open(encoding=encoding, newline="") as stream:
        lines = [line for line, _ in zip(_lines(stream), range(2), strict=False)]
    if not lines:
        raise damaged(str(file.path), "empty")
    told = _TOLD.fullmatch(lines[0].strip())
    if told:
        return told[1], 1
    widths = {delimiter: len(next(csv.reader(lines[:1], delimiter=delimiter))) for delimiter in _DELIMITERS}
    return max(widths, key=widths.__getitem__), 0


def _lines(stream: Iterator[str]) -> Iterator[str]:
    return (line for line in stream if line.strip())


def read_json_lines(file: InputFile, found: Survey, writer: Writer, first: int, tell: Tell) -> list[Malformed]:
    """Write the objects of a JSON lines file, a column for every key; lines that are no object are returned.

    Numbers stay as they are written; true and false become yes and no, as in a case file. Empty lines are no rows.
    """
    load = json.JSONDecoder(object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=str).decode
    batch = _Batch(file, writer)
    malformed = []
    number = first - 1
    with file.path.open(encoding=found.encoding) as stream:
        for line in stream:
            text = line.strip()
            if not text:
                continue
            number += 1
            try:
                value = load(text)
            except (ValueError, RecursionError):
                value = None
            if isinstance(value, dict):
                batch.add(number, value)
                if len(batch.rows) >= _LINES:
                    batch.flush()
                    tell(number, 0)
            else:
                malformed.append(Malformed(number, "not_an_object", ""))
    batch.flush(last=True)
    return malformed


class _Batch:
    """Objects that are not yet written; the columns grow with the keys that are met."""

    def __init__(self, file: InputFile, writer: Writer) -> None:
        self.file, self.writer = file, writer
        self.names: dict[str, None] = {}
        self.numbers: list[int] = []
        self.rows: list[dict[str, Any]] = []

    def add(self, number: int, row: dict[str, Any]) -> None:
        self.numbers.append(number)
        self.rows.append(row)
        if not row.keys() <= self.names.keys():
            self.names |= dict.fromkeys(row)

    def flush(self, *, last: bool = False) -> None:
        import pyarrow as pa

        if not self.rows and not (last and not self.writer.stored):
            return
        check_names(self.file, list(self.names))
        columns = {name: [_cell(row.get(name)) for row in self.rows] for name in self.names}
        self.writer.write(
            pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}), self.numbers
        )
        self.numbers, self.rows = [], []


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False)
