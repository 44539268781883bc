"""The least number that crosses a line: the law's numbers give the candidates, deciding them picks the one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from thresholds.errors import EngineError
from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.measuring import measured
from thresholds.evaluation.program import (
    ALL,
    NARROW,
    MoneyMeasure,
    Program,
    RecordsMeasure,
    SumMeasure,
)
from thresholds.evaluation.worlds import World

#: Numbers without upper bound are compared as they are.
_ENDLESS = UNBOUNDED**2


class Line(NamedTuple):
    """A number that a quantity is compared with: where it stands in a world, and what one unit of it adds."""

    value: int
    constant: int
    weight: int


def lines(program: Program, rank: int, worlds: Iterable[World], names: tuple[str, ...]) -> Iterator[Line]:
    """Every comparison of the tier (or a higher one) that records of these categories, or this money, bear on."""
    return lines_of(program, rank, worlds, lambda number: _weight(program, number, names))


def lines_of(program: Program, rank: int, worlds: Iterable[World], weight_in: Callable[[int], int]) -> Iterator[Line]:
    """The same of anything of which it is known what one unit adds to the measure of a number."""
    tests = {
        test
        for compiled in program.compiled
        if compiled.rank >= rank and not compiled.judgment
        for alternative in compiled.alternatives
        for test in alternative
        if test.operator == ">="
    }
    for world in worlds:
        values = measured(program, world, _ENDLESS)
        for test in tests:
            weight = weight_in(test.measure)
            if weight:
                yield Line(values[test.measure], test.constant, weight)


def _weight(program: Program, number: int, names: tuple[str, ...]) -> int:
    """What one unit adds to a measure; 0 where it adds nothing."""
    measure = program.measures[number]
    if isinstance(measure, RecordsMeasure):
        return 1 if measure.scope in (ALL, NARROW) and not set(names).isdisjoint(measure.categories) else 0
    if isinstance(measure, SumMeasure):
        return next((share.weight for share in measure.shares if not set(names).isdisjoint(share.categories)), 0)
    return 1 if isinstance(measure, MoneyMeasure) and measure.name in names else 0


def least(candidates: Iterable[int], crosses: Callable[[int], bool]) -> int | None:
    """The least of the candidates that crosses, None if none does; one less does not.

    Raises:
        EngineError: one less crosses too, so that a candidate is missing; a fault of this program.
    """
    ordered = sorted({number for number in candidates if number > 0})
    place = bisect_left(ordered, True, key=crosses)
    if place == len(ordered):
        return None
    found = ordered[place]
    if found > 1 and crosses(found - 1):
        raise EngineError("engine-disagrees", detail=f"margin {found} is not the least")
    return found
