"""A world as the whole numbers and truths that the compiled tests compare."""

from __future__ import annotations

from thresholds.evaluation.program import (
    ALL,
    MoneyMeasure,
    Program,
    RecordsMeasure,
    SumMeasure,
)
from thresholds.evaluation.worlds import World

#: Larger numbers go in as this one; every constant is far smaller, so no comparison changes.
CEILING = 2**60


def measured(program: Program, world: World, ceiling: int = CEILING) -> list[int]:
    """The value of every measure of the program in one world, truths as 0 and 1; records before their sums."""
    values = [1 if truth else 0 for truth in world.truths]
    for number, measure in program.numeric:
        if isinstance(measure, RecordsMeasure):
            counts = world.general if measure.scope == ALL else world.narrow
            value = sum([counts.get(category, 0) for category in measure.categories]) if counts else 0
        elif isinstance(measure, SumMeasure):
            value = _sum(measure, world, values)
        elif isinstance(measure, MoneyMeasure):
            value = world.money.get((measure.scope, measure.name), 0)
        else:
            value = 1 if world.conduct[measure.conduct] else 0
        values[number] = value if value < ceiling else ceiling
    return values


def _sum(measure: SumMeasure, world: World, values: list[int]) -> int:
    """The scaled sum; capped, it leaves out classes at their base; mixing, it lets others in beside what is there."""
    total = 0
    for share in measure.shares:
        number = values[share.records]
        if measure.capped is not None and world.caps and number >= share.standard * measure.capped:
            continue
        total += number * share.weight
    if measure.mixing and world.mixes and _beside(measure, values):
        for share in measure.shares:
            total += sum([world.lawful.get(category, 0) for category in share.categories]) * share.weight
    return total


def _beside(measure: SumMeasure, values: list[int]) -> bool:
    """Whether there are records of a class that nothing is mixed into."""
    return any(values[share.records] for share in measure.shares if measure.mixing.isdisjoint(share.categories))
