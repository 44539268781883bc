"""Tables as they stand: rows of cells with their places, whatever kind of file they come from."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.source.node import Cell

_WIDTHLESS = ("\u200b", "\ufeff")


def stripped(text: str) -> str:
    """The text of a cell without spaces around it, those that have no width too."""
    text = text.strip()
    return text.strip("\u200b\ufeff") if text[:1] in _WIDTHLESS or text[-1:] in _WIDTHLESS else text


class Row(NamedTuple):
    """The cells of a row that are not empty, from left to right; `number` is that of the spreadsheet, from 1.

    `starts` are the columns of a text file at which the fields begin, empty ones too.
    """

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    starts: tuple[int, ...] = ()

    def cell(self, index: int) -> Cell:
        """The cell in a column, or an empty one that stands where it would be."""
        before = self.cells[0]
        for cell in self.cells:
            if cell.index == index:
                return cell
            before = cell if cell.index < index else before
        column = self.starts[index - 1] if index <= len(self.starts) else index
        return Cell("", (before.line, column), self.number, index, before.sheet)


class Merged(NamedTuple):
    """A range of merged cells: its name, its first cell, its last row."""

    name: str
    first: Cell
    last_row: int


class Table(NamedTuple):
    """A sheet, or the whole of a CSV file: its rows that have cells, what is merged, and what is hidden."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merged, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
