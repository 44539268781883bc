"""Check sheets: the rows of one that is to be filled in, and the verdicts read back from one that was."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thresholds import glossary
from thresholds.errors import Diagnostic, nearest
from thresholds.glossary import Family
from thresholds.source.node import Cell
from thresholds.source.reader import Reader
from thresholds.tally.counting.filled import Filled, read_filled
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
#: A formula that was never calculated; a cell with another fault has a text, which is a verdict or a number, or none.
_NO_VALUE = "TH250"
#: So many runs of missing numbers are listed.
_GAPS_SHOWN = 6


class _Entry(NamedTuple):
    """A row of a sheet that was filled in: the cells of its number, its mark and its verdict."""

    number: Cell
    mark: Cell
    verdict: Cell


def verdict_words(lang: str) -> tuple[str, ...]:
    """The words of the three verdicts."""
    return tuple(phrase(f"tally.count.verdict.{one}", lang) for one in VERDICTS)


def sheet_rows(sample: Sample, tally: Tally, lang: str) -> tuple[tuple[str, ...], tuple[tuple[str | int, ...], ...]]:
    """Head and rows of a sheet to fill in: where each record stands, its cells masked, and two empty columns.

    Each mark ends in the number of rows, so that rows which are taken out later are missed.
    """
    headers = list(dict.fromkeys(name for row in sample.rows for name, _ in row.cells))
    first, last = _COLUMNS[:5], _COLUMNS[5:]
    head = [phrase(f"tally.count.sheet.{name}", lang) for name in first]
    own = {*head, *(phrase(f"tally.count.sheet.{name}", lang) for name in last)}
    shown = [f"{name}*" if name in own else name for name in headers]
    rows: list[tuple[str | int, ...]] = []
    sized = f"{sample.mark}-{len(sample.rows)}"
    for number, row in enumerate(sample.rows, 1):
        cells = dict(row.cells)
        label = tally.sources[row.source].table.label
        category = glossary.label(row.category, lang, Family.CATEGORY)
        rows.append((number, sized, label, row.row, category, *(cells.get(name, "") for name in headers), "", ""))
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
        SourceErrors: it cannot be read or has no single check sheet (see read_filled), or one of other data (TH631) or
            of several sheets (TH639); cells are merged (TH636), a formula has no value (TH250); a verdict is none of
            the three (TH632); a number or a mark is missing (TH638), a number is none (TH634) or stands twice (TH633);
            rows are missing (TH635).
    """
    filled, reader = read_filled(path), Reader(str(path))
    for merged in filled.merged:
        reader.wrong("TH636", merged.first, merged.name)
    entries = list(_entries(filled))
    population = population_of(tally)
    size = _size(entries, mark(tally), population, reader)
    if size is not None:
        verdicts = _verdicts(entries, reader)
        numbers = _numbers(entries, filled, size or population, reader)
        if numbers is not None and not filled.merged:
            _whole(numbers, size or max(numbers, default=min(1, population)), reader)
    reader.finish()
    duplicates, untrue, fine, open_ = (verdicts.count(one) for one in (*VERDICTS, ""))
    return checked(population, duplicates, untrue, fine, open_, confidence)


def _entries(filled: Filled) -> Iterator[_Entry]:
    """The rows that are of the sheet: others have no number, mark or verdict; merged ones are not read on."""
    for row in filled.rows:
        entry = _Entry(*(row.cell(head.index) for head in (filled.number, filled.mark, filled.verdict)))
        joined = any(one.first.row <= row.number <= one.last_row for one in filled.merged)
        if not joined and any(cell.text or cell.fault for cell in entry):
            yield entry


def _size(entries: Sequence[_Entry], wanted: str, population: int, reader: Reader) -> int | None:
    """How many rows the marks say that the sheet has, 0 where they do not say; nothing where they are wrong."""
    first: _Entry | None = None
    size = 0
    for entry in entries:
        if not entry.mark.text:
            continue
        match = re.fullmatch(f"{wanted}(?:-([1-9][0-9]{{0,17}}))?", entry.mark.text)
        if match is None or int(match[1] or 0) > population:
            reader.wrong("TH631", entry.mark, "", wanted=wanted)
            return None
        if first is None:
            first, size = entry, int(match[1] or 0)
        elif entry.mark.text != first.mark.text:
            reader.wrong("TH639", entry.mark, "", first=str(first.mark.row))
            return None
    return size


def _verdicts(entries: Sequence[_Entry], reader: Reader) -> list[str]:
    """The verdicts of the rows, empty where none is written yet; formulas without values and other words are noted.

    What stands in a cell is not repeated, here and below: it may be somebody's data.
    """
    words = tuple(dict.fromkeys((*verdict_words("zh"), *verdict_words("en"))))
    found: list[str] = []
    for entry in entries:
        for cell in entry:
            if cell.fault == _NO_VALUE:
                reader.wrong(_NO_VALUE, cell, "")
        text = entry.verdict.text or ""
        verdict = _verdict(text)
        if verdict is None:
            reader.wrong("TH632", entry.verdict, "", words, nearest(text, words))
        found.append(verdict or "")
    return found


def _numbers(entries: Sequence[_Entry], filled: Filled, most: int, reader: Reader) -> set[int] | None:
    """The numbers of the rows; nothing where those of some rows cannot be told."""
    seen: dict[int, int] = {}
    told = True
    for entry in entries:
        number, text = entry.number, entry.number.text or ""
        pairs = ((number, filled.number), (entry.mark, filled.mark))
        missing = [(cell, head.text or "") for cell, head in pairs if not cell.text and cell.fault != _NO_VALUE]
        value = int(text) if re.fullmatch("[0-9]{1,18}", text) else 0
        if missing:
            reader.wrong("TH638", missing[0][0], "、".join(name for _, name in missing))
        elif number.fault != _NO_VALUE and not 1 <= value <= most:
            reader.wrong("TH634", number, "", most=str(most))
        elif value in seen:
            reader.wrong("TH633", number, "", first=str(seen[value]))
        told = told and not missing and 1 <= value <= most
        if 1 <= value <= most:
            seen.setdefault(value, number.row)
    return set(seen) if told else None


def _whole(numbers: set[int], size: int, reader: Reader) -> None:
    """Note the numbers up to a size that no row has: rates of what is left of a sample are not those of the whole."""
    ordered = (0, *sorted(numbers), size + 1)
    gaps = [(before + 1, after - 1) for before, after in pairwise(ordered) if after - before > 1]
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in gaps[:_GAPS_SHOWN]]
    if gaps:
        missing = "、".join(shown) + (" …" if len(gaps) > _GAPS_SHOWN else "")
        reader.diagnostics.append(Diagnostic("TH635", reader.file, 0, 0, missing, detail=(("size", str(size)),)))


def _verdict(text: str) -> str | None:
    """The verdict, empty where none is written yet; nothing where the word is none."""
    if not text:
        return ""
    known = {
        word.lower(): one for lang in ("zh", "en") for one, word in zip(VERDICTS, verdict_words(lang), strict=True)
    }
    return known.get(text.lower())
