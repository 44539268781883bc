"""Which of its numbers an item turns on: the one whose quantity, standard and score stand beside its status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from thresholds.evaluation.trace import Trace
from thresholds.values.status import Status

_RANK = {Status.NOT_ESTABLISHED: 0, Status.ESTABLISHED: 2}


class _Way(NamedTuple):
    """A numeric condition, and how the part of the tree that it stands for stands.

    `rank` is the status of that part. `shut`: something beside it that is no number is not so. `idle`: something that
    is no number and is enough instead is so.
    """

    number: Trace
    rank: int
    shut: bool = False
    idle: bool = False


def decisive(trace: Trace) -> Trace | None:
    """The numeric condition that an item turns on; None where nothing is numeric.

    Of ways any of which is enough: the one that stands best, and of those that stand alike one that nothing shuts (a
    unit is not measured by the number for natural persons), then the nearest to its standard. Of what is needed
    together: what stands worst, then what is farthest from its standard. So the number says why the item stands as it
    does, wherever one number can; where several do, each in other worlds, its detail is `by_any`.
    """
    found = _way(trace)
    if found is None:
        return None
    by_any = trace.status is Status.ESTABLISHED and found.number.status is Status.OPEN and not found.idle
    return found.number._replace(detail="by_any") if by_any else found.number


def rank_of(status: Status) -> int:
    """2 established, 0 not established, 1 anything between."""
    return _RANK.get(status, 1)


def _way(trace: Trace) -> _Way | None:
    if trace.standard is not None:
        return _Way(trace, rank_of(trace.status))
    if trace.kind == "requires":
        return _opened(*trace.children)
    ways = [_way(child) for child in trace.children]
    others = [child.status for child, way in zip(trace.children, ways, strict=True) if way is None]
    found = [way for way in ways if way is not None]
    if not found:
        return None
    chosen = _together(found, others) if trace.kind == "all_of" else _instead(found, others)
    return chosen._replace(rank=rank_of(trace.status))


def _instead(ways: Sequence[_Way], others: Sequence[Status]) -> _Way:
    """Of ways any of which is enough, the best; the first of those that are alike."""
    best = ways[0]
    for way in ways[1:]:
        mine, theirs = (way.rank, not way.shut, not way.idle), (best.rank, not best.shut, not best.idle)
        if mine > theirs or (mine == theirs and _nearer(way.number, best.number)):
            best = way
    return best._replace(idle=best.idle or (best.rank < 2 and Status.ESTABLISHED in others))


def _together(ways: Sequence[_Way], others: Sequence[Status]) -> _Way:
    """Of what is needed together, the worst that is needed at all; the first of those that are alike."""
    worst = ways[0]
    for way in ways[1:]:
        mine, theirs = (way.idle, way.rank), (worst.idle, worst.rank)
        if mine < theirs or (mine == theirs and _nearer(worst.number, way.number)):
            worst = way
    return worst._replace(shut=any(way.shut for way in ways) or Status.NOT_ESTABLISHED in others)


def _opened(asked: Trace, rest: Trace) -> _Way | None:
    """The number of the item itself, unless the opening words of its paragraph ask for one that stands worse."""
    own, opening = _way(rest), _way(asked)
    if own is None or opening is None:
        return own
    worse = max(opening.rank, rank_of(opening.number.status)) < rank_of(own.number.status)
    return opening if worse else own


def _nearer(one: Trace, other: Trace) -> bool:
    """Whether the first stands higher against its standard: at the lower end, then at the upper."""
    assert one.standard is not None
    assert other.standard is not None
    mine, theirs = one.low * other.standard, other.low * one.standard
    if mine != theirs:
        return mine > theirs
    if one.high is None or other.high is None:
        return one.high is None and other.high is not None
    return one.high * other.standard > other.high * one.standard
