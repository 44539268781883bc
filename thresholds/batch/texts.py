"""CSV and JSON lines as columns of text: nothing is taken for a number, so that nothing becomes a float."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from thresholds.batch.faults import damaged
from thresholds.batch.inputs import InputFile, Survey, survey
from thresholds.batch.quotes import unclosed_row
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
        lines, self.delimiter, self.skipped = _beginning(file, found.encoding)
        self.bad: list[tuple[int, int]] = []
        #: Whether a cell goes on over the end of a line: then quotation marks are looked at one by one.
        self.broken_lines = False
        #: A header and nothing else.
        self.bare = len(lines) == 1
        self.names = self._header()

    def _header(self) -> list[str]:
        """The names of the columns; read without Arrow, whose threads would outlive an error that ends the program."""
        with self.file.path.open(encoding=self.found.encoding, newline="") as stream:
            lines = islice(stream, self.skipped, None)
            try:
                return next(names for names in csv.reader(lines, delimiter=self.delimiter) if names)
            except csv.Error:
                raise damaged(str(self.file.path), "not-what-it-says") from None

    def write(self, writer: Writer, first: int, tell: Tell) -> list[Malformed]:
        import pyarrow as pa

        if self.bare:
            self._nothing(writer)
            return []
        self.bad.clear()
        try:
            self._copy(writer, first, tell)
        except pa.ArrowInvalid:
            self._check_quotes()
            raise damaged(str(self.file.path), "broken-within") from None
        if self.broken_lines or self.found.odd_quotes:
            self._check_quotes()
        if not writer.stored:
            self._nothing(writer)
        return [Malformed(first - 1 + number, "ragged", str(fields)) for number, fields in self.bad]

    def _copy(self, writer: Writer, first: int, tell: Tell) -> None:
        import numpy
        import pyarrow as pa

        row, used = 0, 0
        with pa.OSFile(str(self.file.path)) as stream, self._open(stream) as reader:
            if reader.schema.names != self.names:
                raise damaged(str(self.file.path), "broken-within")
            for batch in reader:
                table = pa.Table.from_batches([batch])
                numbers = self._numbers(row, used, len(table))
                row, used = int(numbers[-1]) if len(numbers) else row, self._below(numbers, used)
                writer.write(table, numbers + numpy.int64(first - 1))
                self.broken_lines = self.broken_lines or _has_broken_lines(batch)
                tell(stream.tell(), self.file.size)

    def _check_quotes(self) -> None:
        found = unclosed_row(self.file.path, self.found.encoding, self.delimiter, self.skipped)
        if found is not None:
            raise SourceErrors([Diagnostic("TH516", str(self.file.path), 0, 0, str(found))])

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

    def _open(self, stream: pyarrow.NativeFile) -> pyarrow.csv.CSVStreamingReader:
        import pyarrow as pa
        import pyarrow.csv as pc

        encoding = "utf8" if self.found.encoding == "utf-8-sig" else self.found.encoding
        return pc.open_csv(
            stream,
            pc.ReadOptions(use_threads=False, block_size=_BLOCK, encoding=encoding, skip_rows=self.skipped),
            pc.ParseOptions(delimiter=self.delimiter, newlines_in_values=True, invalid_row_handler=self._misfit),
            pc.ConvertOptions(
                column_types={name: pa.string() for name in self.names},
                strings_can_be_null=True,
                null_values=[""],
                check_utf8=True,
            ),
        )

    def _misfit(self, row: pyarrow.csv.InvalidRow) -> str:
        number = row.number - 1 - self.skipped
        self.broken_lines = self.broken_lines or _breaks(row.text.encode())
        self.bad.append((number, row.actual_columns))
        return "skip"


def _has_broken_lines(batch: pyarrow.RecordBatch) -> bool:
    """Whether a cell of text goes on over the end of a line; the bytes of all cells are looked at together."""
    texts = (column.buffers()[-1] for column in batch.columns)
    return any(text is not None and _breaks(text.to_pybytes()) for text in texts)


def _breaks(text: bytes) -> bool:
    return b"\n" in text or b"\r" in text


def _beginning(file: InputFile, encoding: str) -> tuple[list[str], str, int]:
    """The first lines with anything in them, the header's first; what stands between fields; lines to pass over."""
    with file.path.open(encoding=encoding, newline="") as stream:
        lines = [line for line, _ in zip(_lines(stream), range(3), strict=False)]
    told = _TOLD.fullmatch(lines[0].strip()) if lines else None
    lines = lines[1 if told else 0 :][:2]
    if not lines:
        raise damaged(str(file.path), "empty")
    if told:
        return lines, told[1], 1
    widths = {delimiter: len(next(csv.reader(lines[:1], delimiter=delimiter))) for delimiter in _DELIMITERS}
    return lines, max(widths, key=widths.__getitem__), 0


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
            if isinstance(value, dict) and ("\\u" not in text or _is_text(value)):
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
        check_names(self.file.label, list(self.names))
        columns = {name: [_cell(row.get(name)) for row in self.rows] for name in self.names}
        made = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
        self.writer.write(pa.table(made), self.numbers)
        self.numbers, self.rows = [], []


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _is_text(value: dict[str, Any]) -> bool:
    """Whether no half of a character (`\\ud800`) stands alone in it, which no encoding can write."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False)
