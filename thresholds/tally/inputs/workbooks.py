"""Excel workbooks: every sheet, hidden ones too, row by row; numbers as their digits, dates as ISO writes them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from typing import IO, Protocol, cast
from zipfile import BadZipFile

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.tally.inputs.archives import refuse_bomb
from thresholds.tally.inputs.dialect import titles
from thresholds.tally.inputs.headers import Heading, heading, hidden, names
from thresholds.tally.inputs.pieces import Pieces
from thresholds.tally.inputs.scan import BLOCK, Advance
from thresholds.tally.inputs.sources import Source
from thresholds.tally.inputs.staging import BATCH, Staged, Texts, write
from thresholds.tally.model import Note

#: Rows looked at for the header and the number of columns.
_HEAD = 200
#: Columns of a usual table: batches of wider ones have fewer rows.
_USUAL = 10
#: Excel keeps fifteen digits of a number.
_EXACT = 10**15
#: A formula without a value behind it.
_UNVALUED = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")

_BROKEN = (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, EOFError, RuntimeError)


def read(
    source: Source, pieces: Pieces, advance: Advance, piece: str, header: Callable[[str], bool | None]
) -> list[Staged]:
    """Every sheet of a workbook that has any cell, in their order, as pieces whose names begin with `piece`.

    `header` tells of a sheet by its name whether it has a header, where that is known.

    Raises:
        SourceErrors: it is cut off or damaged (TH611) or too large unpacked (TH609).
        UnavailableError: the disk is full (TH602).
    """
    from openpyxl import load_workbook

    try:
        refuse_bomb(source)
        with warnings.catch_warnings(), source.path.open("rb") as file:
            warnings.simplefilter("ignore")
            workbook = load_workbook(file, read_only=True, data_only=True)
            sheets = [cast("_Worksheet", sheet) for sheet in workbook.worksheets]
            found = []
            for place, sheet in enumerate(sheets):
                found.append(_Sheet(sheet, header(sheet.title)).staged(f"{piece}-{place}", pieces))
                advance(source.path.stat().st_size // len(sheets))
            return found
    except _BROKEN:
        raise SourceErrors([Diagnostic("TH611", source.label, 0, 0, detail=(("format", "xlsx"),))]) from None


class _Worksheet(Protocol):
    """What openpyxl gives for a sheet that is read only."""

    title: str
    sheet_state: str

    def reset_dimensions(self) -> None:
        """Look at the cells, not at what the sheet says of its size."""

    def iter_rows(self, *, values_only: bool) -> Iterator[tuple[object, ...]]:
        """The values of the cells, row by row."""

    def _get_source(self) -> IO[bytes]: ...


class _Sheet:
    """One sheet, read once; counts as it goes."""

    def __init__(self, sheet: _Worksheet, said: bool | None) -> None:
        self.sheet, self.said = sheet, said
        self.empty = self.ragged = self.repeated = self.lost = 0
        self.width = self.titles = 0
        self.header: tuple[str, ...] = ()
        self.heading = Heading(False)

    def staged(self, piece: str, pieces: Pieces) -> Staged:
        """The rows of the sheet in a piece."""
        self.sheet.reset_dimensions()
        lines = self._lines()
        head = list(islice(lines, _HEAD))
        filled = [[cell or "" for cell in line] for line in head if line]
        self.titles = above = 0 if self.said is False else titles(filled)
        filled = filled[above:]
        self.heading = heading(filled, self.said) if filled else Heading(False)
        own = self.heading.present
        self.width = max((len(line) for line in filled), default=0)
        if own:
            self.header = tuple(filled[0])
        rows = write(pieces, piece, max(self.width, 1), self._batches(chain(head, lines)))
        columns = names(self.header, max(self.width, 1), sure=self.heading.sure)
        return Staged(
            piece,
            self.sheet.title,
            columns,
            rows,
            self.ragged,
            self.empty,
            self.repeated - own,
            int(own) + above,
            self._notes(),
        )

    def _lines(self) -> Iterator[list[str | None]]:
        """The cells of every row as text, without the blank ones at its end."""
        for row in self.sheet.iter_rows(values_only=True):
            line = [self._text(value) for value in row]
            while line and not line[-1]:
                line.pop()
            yield line

    def _batches(self, lines: Iterable[list[str | None]]) -> Iterator[Sequence[Texts]]:
        """The rows that count, in batches of columns as wide as the sheet."""
        batch: list[list[str | None]] = []
        for line in lines:
            if not line:
                self.empty += 1
            elif self.titles:
                self.titles -= 1
            elif self.header and tuple(cell or "" for cell in line) == self.header:
                self.repeated += 1
            else:
                batch.append(self._filled(line))
            if len(batch) * self.width >= BATCH * _USUAL:
                yield list(zip(*batch, strict=True))
                batch = []
        if batch:
            yield list(zip(*batch, strict=True))

    def _filled(self, line: list[str | None]) -> list[str | None]:
        """A row as wide as the sheet: cells beyond its columns are joined to the last."""
        if len(line) > self.width:
            self.ragged += 1
            return [*line[: self.width - 1], ",".join(cell or "" for cell in line[self.width - 1 :])]
        return line + [None] * (self.width - len(line))

    def _text(self, value: object) -> str | None:
        """What a cell says: a number with all its digits, never in powers of ten."""
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, int | float):
            whole = value == value and abs(value) < 1e300 and value == int(value)
            self.lost += abs(value) >= _EXACT
            return str(int(value)) if whole else repr(value)
        if isinstance(value, datetime):
            return value.isoformat(" ", "seconds")
        return value.isoformat() if isinstance(value, date | time) else str(value)

    def _notes(self) -> tuple[Note, ...]:
        notes = [Note("hidden-sheet")] if self.sheet.sheet_state != "visible" else []
        notes += [Note("digits-lost", self.lost)] if self.lost else []
        missing = self._without_value()
        notes += [Note("formula-without-value", missing)] if missing else []
        masked = hidden(self.header, sure=self.heading.sure)
        notes += [Note("no-header")] if self.width and not self.heading.present else []
        return (*notes, Note("hidden-names", masked)) if masked else tuple(notes)

    def _without_value(self) -> int:
        """The formulas whose result the workbook does not have."""
        found, rest = 0, b""
        with self.sheet._get_source() as part:
            while block := part.read(BLOCK):
                block = rest + block
                end = block.rfind(b"</c>") + 4 if b"</c>" in block else 0
                found += len(_UNVALUED.findall(block[:end])) if b"<f" in block[:end] else 0
                rest = block[end:]
        return found
