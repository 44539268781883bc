"""Two moments side by side: every item before and after, and which of them changed."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.page.scene import Line, Scene


class Row(NamedTuple):
    """An item before and after; None where the offence it is of was not, or is no longer, shown."""

    cite: str
    before: Line | None
    after: Line | None

    @property
    def changed(self) -> bool:
        """Whether it does not stand as it did."""
        sides = [(line.status, line.text) if line is not None else None for line in (self.before, self.after)]
        return sides[0] != sides[1]


class Compared(NamedTuple):
    """One offence side by side."""

    name: str
    rows: tuple[Row, ...]


def compared(before: Scene, after: Scene) -> tuple[Compared, ...]:
    """Both moments of one ruleset, offence by offence, in the order of the later one; empty where one is wrong."""
    if not before.charges or not after.charges:
        return ()
    sides = [
        {charge.name: {line.item: line for line in charge.lines} for charge in one.charges} for one in (before, after)
    ]
    names = dict.fromkeys((*sides[1], *sides[0]))
    return tuple([Compared(name, _rows(sides[0].get(name, {}), sides[1].get(name, {}))) for name in names])


def _rows(before: dict[str, Line], after: dict[str, Line]) -> tuple[Row, ...]:
    items = dict.fromkeys((*after, *before))
    return tuple([Row((after.get(item) or before[item]).cite, before.get(item), after.get(item)) for item in items])
