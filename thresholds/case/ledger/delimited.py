"""CSV as programs write it: UTF-8 or GB18030, whatever delimiter the header uses, fields in quotes with line breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from thresholds.case.ledger.rows import Row, Table, stripped
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.source.node import Cell
from thresholds.source.reader import Reader
from thresholds.source.yaml import MAX_NODES, looks_like, not_utf8

DELIMITERS = (",", "\t", ";", "，")
#: The line by which Excel is told the delimiter.
_TOLD = re.compile(r"sep=(.)", re.IGNORECASE)
#: Lines looked at for the header.
_HEAD = 12


class _Field(NamedTuple):
    text: str
    line: int
    column: int


def decoded(raw: bytes, name: str) -> str:
    """The text of a CSV file: UTF-8, UTF-16 with its mark, or else GB18030, as Excel in China writes.

    Raises:
        SourceErrors: it is none of these, or no text at all (TH002).
    """
    marked = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return raw.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        if not marked and looks_like(raw) == "gb18030":
            return raw.decode("gb18030")
        raise SourceErrors([not_utf8(name, raw, error.start)]) from None


def read_table(text: str, reader: Reader, is_header: Callable[[Row], bool]) -> Table:
    """The rows of a CSV text; `is_header` tells which of the delimiters makes its header out.

    Rows shorter than the header and quotes that do not match are noted (TH252, TH253).

    Raises:
        SourceErrors: it has too many cells (TH008).
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    told = _TOLD.fullmatch(lines[0].strip())
    if told:
        lines[0] = ""
    delimiter = told[1] if told else _delimiter(lines, is_header)
    rows: list[Row] = []
    width = cells = 0
    for number, fields in enumerate(_records(lines, delimiter, reader), 1):
        row = _row(number, fields)
        if not row.cells:
            continue
        cells += len(row.cells)
        if cells > MAX_NODES:
            raise SourceErrors([Diagnostic("TH008", reader.file, fields[0].line, 1, str(MAX_NODES))])
        if width and len(fields) < width:
            reader.wrong("TH252", row.cells[-1], found=str(len(fields)), expected=str(width))
            continue
        if not width and is_header(row):
            width = row.cells[-1].index
        rows.append(row)
    return Table("", tuple(rows))


def _delimiter(lines: list[str], is_header: Callable[[Row], bool]) -> str:
    """The delimiter with which one of the first lines is a header; a comma where none is."""
    for delimiter in DELIMITERS:
        quiet = Reader("")
        for number, fields in enumerate(_records(lines[:_HEAD], delimiter, quiet), 1):
            if is_header(_row(number, fields)):
                return delimiter
    return DELIMITERS[0]


def _row(number: int, fields: list[_Field]) -> Row:
    cells = [
        Cell(text, (line, column), number, index)
        for index, (field, line, column) in enumerate(fields, 1)
        if field and (text := stripped(field))
    ]
    return Row(number, tuple(cells), starts=tuple([field.column for field in fields]))


def _records(lines: list[str], delimiter: str, reader: Reader) -> Iterator[list[_Field]]:
    """The fields of every record; a record is one line, or several where a field in quotes runs on."""
    at = number = 0
    while at < len(lines):
        number += 1
        if '"' in lines[at]:
            fields, at = _quoted_record(lines, at, number, delimiter, reader)
        else:
            fields, at = _plain_record(lines[at], at + 1, delimiter), at + 1
        yield fields


def _plain_record(line: str, number: int, delimiter: str) -> list[_Field]:
    fields = []
    column = 1
    for part in line.split(delimiter):
        fields.append(_Field(part, number, column))
        column += len(part) + 1
    return fields


def _quoted_record(lines: list[str], at: int, number: int, delimiter: str, reader: Reader) -> tuple[list[_Field], int]:
    """A record with quotes in it, and the line after it; no fields where a quote runs on to the end of the file."""
    fields: list[_Field] = []
    position = 0
    while True:
        line, start = at, position
        if lines[at].startswith('"', position):
            text, at, position = _quoted(lines, at, position)
            if at == len(lines):
                reader.wrong("TH253", Cell("", (line + 1, start + 1), number, len(fields) + 1), text)
                return [], at
        else:
            text = ""
        end = lines[at].find(delimiter, position)
        rest = lines[at][position : end if end >= 0 else None]
        if (at, position) != (line, start) and rest.strip():
            reader.wrong("TH253", Cell("", (at + 1, position + 1), number, len(fields) + 1), rest)
        fields.append(_Field(text or rest, line + 1, start + 1))
        if end < 0:
            return fields, at + 1
        position = end + 1


def _quoted(lines: list[str], at: int, position: int) -> tuple[str, int, int]:
    """The text of a field in quotes, with the line and the position after it; the end of the file if it runs on."""
    parts: list[str] = []
    position += 1
    while at < len(lines):
        found = lines[at].find('"', position)
        if found < 0:
            parts += [lines[at][position:], "\n"]
            at, position = at + 1, 0
            continue
        parts.append(lines[at][position:found])
        position = found + 1
        if not lines[at].startswith('"', position):
            break
        parts.append('"')
        position += 1
    return "".join(parts), at, position
