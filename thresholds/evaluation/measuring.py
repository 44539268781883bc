"""A world as the whole numbers and truths that the compiled tests compare."""

from __future__ import annotations

from thresholds.evaluation.program import (
    ALL,
    NARROW,
    AmountMeasure,
    MoneyMeasure,
    OptionMeasure,
    OverMeasure,
    Program,
    RecordsMeasure,
    SumMeasure,
)
from thresholds.evaluation.worlds import Counts, World

#: Larger numbers go in as this one; every constant is far smaller, so no comparison changes.
CEILING = 2**60


def measured(program: Program, world: World, ceiling: int = CEILING) -> list[int]:
    """The value of every measure of the program in one world, truths as 0 and 1; records before their sums."""
    values = [1 if truth else 0 for truth in world.truths]
    for number, measure in program.numeric:
        if isinstance(measure, RecordsMeasure):
            counts = _counts(world, measure.scope)
            value = sum([counts.get(category, 0) for category in measure.categories]) if counts else 0
        elif isinstance(measure, SumMeasure):
            value = _sum(measure, world, values)
        elif isinstance(measure, MoneyMeasure):
            value = world.money.get((measure.scope, measure.name), 0)
        elif isinstance(measure, AmountMeasure):
            value = world.amounts.get(measure.name, 0)
        elif isinstance(measure, OverMeasure):
            value = max(over(measure, world), -ceiling)
        elif isinstance(measure, OptionMeasure):
            value = 1 if measure in world.options else 0
        else:
            value = 1 if world.conduct[measure.conduct] else 0
        values[number] = value if value < ceiling else ceiling
    return values


def _counts(world: World, scope: str) -> Counts:
    """Records by category: of all dealings, of those that item (8) counts, or of a fact."""
    if scope == ALL:
        return world.general
    return world.narrow if scope == NARROW else world.tallies.get(scope, {})


def over(measure: OverMeasure, world: World) -> int:
    """By how much an amount passes so many times what the region has fixed, scaled to a whole number."""
    amount = world.amounts.get(measure.name, world.money.get((ALL, measure.name), 0))
    return amount * measure.times.denominator - world.fixed[measure.parameter] * measure.times.numerator


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
