"""Margins of one person: for each neighbouring tier what reaches it, and what falls below it."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.evaluation.assess import Assessment, Engine
from thresholds.explore.margins.declared_fall import DeclaredFall
from thresholds.explore.margins.declared_reach import DeclaredReach
from thresholds.explore.margins.fall import Fall
from thresholds.explore.margins.mix import mixes
from thresholds.explore.margins.model import Kind, Margin, Way
from thresholds.explore.margins.reach import Reach
from thresholds.values.status import Status

#: Kinds of quantities that can be added up by their shares.
_SUMMED = (Kind.RECORDS, Kind.NUMBER, Kind.TALLY)


def margins(engine: Engine, assessment: Assessment, rank: int | None = None) -> tuple[Margin, ...]:
    """The lines next to where the person stands, or both sides of one tier (a rank from 1).

    The next tier above what is established is to be reached; the highest that is possible is to be fallen below.

    Raises:
        EngineError: a change that was found does not hold when it is assessed; a fault of this program.
    """
    return tuple(_margins(engine, assessment, rank))


def _margins(engine: Engine, assessment: Assessment, rank: int | None) -> Iterator[Margin]:
    low, high = assessment.bounds
    top = len(engine.ruleset.grade_ids) - 1
    above = low + 1 if rank is None else rank
    if low < above <= top:
        yield _margin(engine, assessment, above, True)
    below = high if rank is None else rank
    if 0 < below <= high:
        yield _margin(engine, assessment, below, False)


def _margin(engine: Engine, assessment: Assessment, rank: int, reach: bool) -> Margin:
    held = tuple(
        finding.item
        for finding in assessment.findings
        if finding.rank >= rank and finding.status in (Status.ESTABLISHED, Status.OPEN)
    )
    ways = tuple(_ways(engine, assessment, rank, reach))
    whole = any(len(way.changes) == 1 and way.changes[0].kind in _SUMMED for way in ways)
    mixed = tuple(mixes(engine.program, rank, assessment, reach)) if whole or not reach else ()
    return Margin(rank, reach, held, ways, mixed)


def _ways(engine: Engine, assessment: Assessment, rank: int, reach: bool) -> Iterator[Way]:
    """Ways by dealings and by the facts that the format of case files has; those by facts that the ruleset declares."""
    declares = bool(engine.ruleset.declared)
    if engine.ruleset.from_dealings or not declares:
        yield from Reach(engine, assessment, rank).ways() if reach else Fall(engine, assessment, rank).ways()
    if declares:
        yield from (DeclaredReach if reach else DeclaredFall)(engine, assessment, rank).ways()
