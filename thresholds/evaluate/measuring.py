"""A world as the whole numbers and truths that the compiled tests compare."""

from __future__ import annotations

from thresholds.evaluate.program import (
    ALL,
    ConductMeasure,
    Measure,
    MoneyMeasure,
    Program,
    RecordsMeasure,
    SumMeasure,
)
from thresholds.evaluate.worlds import World

#: Larger numbers go in as this one; every constant is far smaller, so no comparison changes.
CEILING = 2**60


def measured(program: Program, world: World) -> list[int]:
    """The value of every measure of the program in one world, truths as 0 and 1."""
    return [_value(measure, world) for measure in program.measures]


def _value(measure: Measure, world: World) -> int:
    if isinstance(measure, RecordsMeasure):
        counts = world.general if measure.scope == ALL else world.narrow
        if not counts:
            return 0
        return min(sum([counts.get(category, 0) for category in measure.categories]), CEILING)
    if isinstance(measure, SumMeasure):
        return min(_sum(measure, world), CEILING)
    if isinstance(measure, MoneyMeasure):
        return min(world.money.get((measure.scope, measure.name), 0), CEILING)
    if isinstance(measure, ConductMeasure):
        return int(world.truths[measure.conduct])
    return int(world.truths[measure])


def _sum(measure: SumMeasure, world: World) -> int:
    """The scaled sum; capped, it leaves out classes at their base; mixing, it lets others in beside what is there."""
    counts = world.records(measure.scope)
    total = 0
    for share in measure.shares:
        number = sum([counts.get(category, 0) for category in share.categories])
        if measure.capped is not None and world.caps and number >= share.standard * measure.capped:
            continue
        total += number * share.weight
    if measure.mixes and world.mixes and total:
        for share in measure.shares:
            total += sum([world.lawful.get(category, 0) for category in share.categories]) * share.weight
    return total
