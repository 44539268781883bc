"""Check sheets: the rows of one that is to be filled in, and the verdicts read back from one that was."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thresholds import glossary
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.glossary import Family
from thresholds.source.yaml import read_bytes, unreadable
from thresholds.tally.counting.interval import Checked, checked
from thresholds.tally.counting.sample import Sample, mark, population_of
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.tally.counting.result import Tally

#: What a person may write as a verdict, and what it is.
VERDICTS = ("duplicate", "untrue", "fine")
_COLUMNS = ("number", "mark", "file", "row", "category", "verdict", "remark")


class Verdict(NamedTuple):
    """One filled in row: its line, the number of the record, the mark of its tally, and what was written."""

    line: int
    number: str
    mark: str
    text: str


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
    """The sheet as CSV with a byte order mark, as spreadsheets want it."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([head, *rows])
    return "\ufeff" + written.getvalue()


def read_verdicts(path: Path, tally: Tally, confidence: Fraction) -> Checked:
    """What a filled in sheet says of the records of a tally.

    Raises:
        SourceErrors: it cannot be read (TH001), is no check sheet (TH630) or one of other data (TH631); a verdict is
            none of the three (TH632), or a record stands twice (TH633).
    """
    rows = _verdicts(path)
    problems = list(_problems(path, rows, mark(tally)))
    if problems:
        raise SourceErrors(problems)
    found = [_verdict(row.text) for row in rows]
    duplicates, untrue, fine, open_ = (found.count(one) for one in (*VERDICTS, ""))
    return checked(population_of(tally), duplicates, untrue, fine, open_, confidence)


def _problems(path: Path, rows: Sequence[Verdict], wanted: str) -> Iterator[Diagnostic]:
    words = tuple(dict.fromkeys((*verdict_words("zh"), *verdict_words("en"))))
    seen: set[str] = set()
    for row in rows:
        if row.mark != wanted:
            yield Diagnostic("TH631", str(path), row.line, 1, row.mark, detail=(("wanted", wanted),))
            return
        if _verdict(row.text) is None:
            yield Diagnostic("TH632", str(path), row.line, 1, row.text, words, nearest(row.text, words))
        if row.number in seen:
            yield Diagnostic("TH633", str(path), row.line, 1, row.number)
        seen.add(row.number)


def _verdict(text: str) -> str | None:
    """The verdict, empty where none is written yet; nothing where the word is none."""
    if not text:
        return ""
    known = {
        word.lower(): one for lang in ("zh", "en") for one, word in zip(VERDICTS, verdict_words(lang), strict=True)
    }
    return known.get(text.lower())


def _verdicts(path: Path) -> list[Verdict]:
    """The rows of a sheet.

    Raises:
        SourceErrors: it cannot be read (TH001), or is no check sheet (TH630).
    """
    raw = read_bytes(path, str(path))
    table = _excel(path) if raw.startswith(b"PK") else _csv(path, raw)
    head = [cell.strip() for cell in table[0]] if table else []
    places = {name: _place(head, name) for name in ("number", "mark", "verdict")}
    missing = [name for name, place in places.items() if place is None]
    if missing:
        names = tuple(phrase(f"tally.count.sheet.{name}", "zh") for name in missing)
        raise SourceErrors([Diagnostic("TH630", str(path), 1 if head else 0, 1 if head else 0, "、".join(names))])

    def cell(row: Sequence[str], name: str) -> str:
        place = places[name]
        assert place is not None
        return row[place].strip() if place < len(row) else ""

    return [
        Verdict(line, cell(row, "number"), cell(row, "mark"), cell(row, "verdict"))
        for line, row in enumerate(table[1:], 2)
        if any(one.strip() for one in row)
    ]


def _place(head: Sequence[str], name: str) -> int | None:
    """The place of a column; of several with its name the last, for cells of the data stand before the verdicts."""
    words = {phrase(f"tally.count.sheet.{name}", lang) for lang in ("zh", "en")}
    found = [place for place, text in enumerate(head) if text in words]
    return (found[-1] if name == "verdict" else found[0]) if found else None


def _csv(path: Path, raw: bytes) -> list[list[str]]:
    """The rows of a CSV file; spreadsheets save GB18030 where they do not save UTF-8."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(StringIO(raw.decode(encoding), newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise SourceErrors([Diagnostic("TH630", str(path), 0, 0, path.name)])


def _excel(path: Path) -> list[list[str]]:
    """The rows of the first worksheet."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        return [["" if value is None else str(value) for value in row] for row in rows]
    except OSError as error:
        raise SourceErrors([unreadable(str(path), error)]) from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError):
        raise SourceErrors([Diagnostic("TH630", str(path), 0, 0, path.name)]) from None
