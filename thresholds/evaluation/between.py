"""Worlds between the two ends, where an item can be met although it is met at neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from thresholds.evaluation.program import (
    ALL,
    NARROW,
    AmountMeasure,
    Compiled,
    Program,
    RecordsMeasure,
    SumMeasure,
    Test,
)

if TYPE_CHECKING:
    from thresholds.evaluation.worlds import World


def between(program: Program, low: World, top: World) -> list[World]:
    """Worlds with as much as reaches no class's own standard, and with amounts just below the end of a bracket."""
    found = []
    for compiled in program.compiled:
        for test in {test for alternative in compiled.alternatives for test in alternative}:
            middle = _between(program, compiled, test, low, top)
            if middle is not None:
                found.append(middle)
    return found


def _between(program: Program, compiled: Compiled, test: Test, low: World, top: World) -> World | None:
    measure = program.measures[test.measure]
    if test.operator == "<" and isinstance(measure, AmountMeasure):
        least, most = (world.amounts.get(measure.name, 0) for world in (low, top))
        if least < test.constant <= most:
            return top._replace(amounts={**top.amounts, measure.name: test.constant - 1})
    if test.operator == ">=" and isinstance(measure, SumMeasure) and len(compiled.alternatives) == 1:
        return _clipped(program, measure, low, top)
    return None


def _clipped(program: Program, measure: SumMeasure, low: World, top: World) -> World | None:
    """The most of every class that does not reach its own standard; None where some class cannot be so few."""
    clipped = top
    for share in measure.shares:
        counted = program.measures[share.records]
        assert isinstance(counted, RecordsMeasure | AmountMeasure)
        numbers, least = dict(_numbers(clipped, counted)), _numbers(low, counted)
        names = share.categories or (getattr(counted, "name", ""),)
        excess = sum(numbers.get(name, 0) for name in names) - (share.standard - 1)
        if excess <= 0:
            continue
        for name in names:
            taken = min(excess, numbers.get(name, 0) - least.get(name, 0))
            if taken > 0:
                numbers[name] -= taken
                excess -= taken
        if excess > 0:
            return None
        clipped = _with(clipped, counted, numbers)
    return None if clipped is top else clipped


def _numbers(world: World, measure: RecordsMeasure | AmountMeasure) -> Mapping[str, int]:
    """The numbers of a world that a class is counted from."""
    if isinstance(measure, AmountMeasure):
        return world.amounts
    return world.tallies.get(measure.scope, {}) if measure.scope not in (ALL, NARROW) else world.general


def _with(world: World, measure: RecordsMeasure | AmountMeasure, numbers: dict[str, int]) -> World:
    if isinstance(measure, AmountMeasure):
        return world._replace(amounts=numbers)
    if measure.scope in (ALL, NARROW):
        return world._replace(general=numbers)
    return world._replace(tallies={**world.tallies, measure.scope: numbers})
