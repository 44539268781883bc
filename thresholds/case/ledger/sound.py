"""What must not stand in a table: merged cells, hidden rows, sums, a second header, values under no header.

A hidden row may have been left out or forgotten; the program cannot know, and whoever looks at the sheet does not
see what was counted. So nothing hidden is read, and nothing hidden is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from thresholds.case.ledger.columns import Column
from thresholds.case.ledger.rows import Row, Table
from thresholds.source.node import Cell
from thresholds.source.reader import Reader
from thresholds.wording import Worded

_SUM = re.compile(
    r"(本页|本表|本月|以上|全部|累计)?(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总和)\s*([:：（(\d].*)?"
    r"|(sub|grand)?[ -]?(total|sum)s?\s*:?",
    re.IGNORECASE,
)


def rows_of(table: Table, header: Row, columns: dict[int, Column], reader: Reader) -> Iterator[tuple[Row, bool]]:
    """The rows below the header, each with whether it is a row of its own; what is wrong is noted (TH245-TH251).

    Cells that are at fault are noted too, and are for the caller to pass over.
    """
    if table.hidden:
        reader.wrong("TH249", header.cells[0], what=Worded("hidden.sheet", value=table.name))
    _hidden_columns(table, header, reader)
    below = [row for row in table.rows if row.number >= header.number]
    _hidden_rows([row for row in below if row.hidden], reader)
    merged = [one for one in table.merged if one.last_row >= header.number]
    for one in merged:
        reader.wrong("TH245", one.first, one.name)
    actor = next((index for index, column in columns.items() if column.key == "by"), 0)
    for row in below[1:]:
        joined = any(one.first.row <= row.number <= one.last_row for one in merged)
        yield row, not joined and not row.hidden and _is_own(row, columns, actor, reader)


def _hidden_columns(table: Table, header: Row, reader: Reader) -> None:
    seen: set[int] = set()
    if not table.hidden_columns:
        return
    for row in table.rows:
        for cell in row.cells:
            if row.number >= header.number and cell.index in table.hidden_columns - seen:
                seen.add(cell.index)
                letters = cell.name.rpartition("!")[2].rstrip("0123456789")
                reader.wrong("TH249", cell, what=Worded("hidden.column", value=letters))


def _hidden_rows(rows: list[Row], reader: Reader) -> None:
    """One error for every run of hidden rows."""
    start = 0
    for place, row in enumerate(rows):
        if place + 1 == len(rows) or rows[place + 1].number > row.number + 1:
            first = rows[start]
            numbers = str(first.number) if first is row else f"{first.number}-{row.number}"
            reader.wrong("TH249", first.cells[0], what=Worded("hidden.rows", value=numbers))
            start = place + 1


def _is_own(row: Row, columns: dict[int, Column], actor: int, reader: Reader) -> bool:
    if any(_SUM.fullmatch(cell.text or "") for cell in (row.cells[0], *_at(row, actor))):
        reader.wrong("TH246", row.cells[0])
        return False
    if _repeats(row, columns):
        reader.wrong("TH247", row.cells[0])
        return False
    for cell in row.cells:
        if cell.index not in columns or cell.fault:
            reader.wrong("TH248" if cell.index not in columns else cell.fault, cell)
    return True


def _at(row: Row, index: int) -> list[Cell]:
    return [cell for cell in row.cells if cell.index == index]


def _repeats(row: Row, columns: dict[int, Column]) -> bool:
    """Whether the row is the header once more."""
    again = [cell for cell in row.cells if cell.index in columns and cell.text == columns[cell.index].header.text]
    return len(again) > 1 and len(again) * 2 >= len(row.cells)
