"""Margins of a person whom an earlier law may govern: without what only dates or readings give."""

from __future__ import annotations

from collections.abc import Sequence

from thresholds.applicable.applied import Applied
from thresholds.applicable.ask import supply_counts
from thresholds.applicable.variants import MARKS
from thresholds.explore.margins.model import Margin, Way

#: How an edit begins that adds a supply.
_SUPPLIES = ("act: sale", "act: provision", "act: publication")


def in_time_only(applied: Applied, found: Sequence[Margin]) -> tuple[Margin, ...]:
    """The margins with the ways that facts of the file make; none where there was no offence at the time."""
    if not any(version.offences for version in applied.versions):
        return ()
    counts = supply_counts(applied)
    return tuple([
        margin._replace(ways=tuple([way for way in margin.ways if _real(way, counts)])) for margin in found
    ])  # fmt: skip


def _real(way: Way, counts: bool) -> bool:
    """Whether a way turns on no mark, and adds no supply that the earlier offence would not reach."""
    if any(not set(change.names).isdisjoint(MARKS) for change in way.changes):
        return False
    added = [edit for edit in way.edits if any(act in edit for act in _SUPPLIES)]
    return all(counts and "obtained_in: duty_or_service" in edit for edit in added)
