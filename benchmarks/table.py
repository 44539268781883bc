"""Rows of results, as a table for people and as data for machines."""

from __future__ import annotations

import os
import platform
import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from math import isnan


@dataclass(frozen=True)
class Row:
    """One measurement; `target` is the most that it may be, in the same unit."""

    section: str
    what: str
    value: float
    unit: str
    target: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether it is within its target."""
        return None if self.target is None else round(self.value, 3) <= self.target

    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        least = "" if self.least is None else f"{_number(self.least)}"
        target = "" if self.target is None else f"≤ {_number(self.target)}"
        mark = {None: "", True: "ok", False: "MISSED"}[self.reached]
        return self.section, self.what, _number(self.value), self.unit, least, target, mark, self.note


HEAD = ("", "what", "median", "unit", "least", "target", "", "note")
RIGHT = frozenset({2, 4})


def of_passes(section: str, what: str, values: Sequence[float], **more: object) -> Row:
    """A row of the median and the least of several passes."""
    return Row(section, what, statistics.median(values), "µs", least=min(values), **more)  # type: ignore[arg-type]


def skipped(section: str, what: str, why: str) -> Row:
    """A row that says why there is no figure."""
    return Row(section, what, float("nan"), "", note=f"skipped: {why}")


def text(rows: Sequence[Row]) -> str:
    """All rows, aligned; a section is named once."""
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(HEAD))]
    lines, before = [], ""
    for row in cells:
        first = "" if row[0] == before else row[0]
        if first:
            lines.append("")
        before = row[0]
        padded = [_padded(cell, widths[n], n in RIGHT) for n, cell in enumerate((first, *row[1:]))]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def data(rows: Sequence[Row], versions: dict[str, str]) -> dict[str, object]:
    """All rows and what they were measured on."""
    machine = {"python": platform.python_version(), "system": platform.platform(), "cpus": os.cpu_count()}
    machine |= {"load": os.getloadavg()} if hasattr(os, "getloadavg") else {}
    found = [{**asdict(row), "value": _finite(row.value), "reached": row.reached} for row in rows]
    return {"date": date.today().isoformat(), "machine": machine, "versions": versions, "rows": found}


def _finite(value: float) -> float | None:
    return None if isnan(value) else value


def _number(value: float) -> str:
    if isnan(value):
        return "–"
    if value >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _width(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in cell)


def _padded(cell: str, width: int, right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space
