"""Worlds between the two ends, where an item can be met although it is met at neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from thresholds.evaluation.program import (
    ALL,
    NARROW,
    AmountMeasure,
    Program,
    RecordsMeasure,
    SumMeasure,
)

if TYPE_CHECKING:
    from thresholds.evaluation.worlds import World


#: More combinations of amounts than this are not tried; each amount is then moved by itself.
_MOST = 512


def between(program: Program, low: World, top: World) -> list[World]:
    """Worlds with as much as reaches no class's own standard, and with every amount that a bracket asks about.

    An item in a bracket is met between two numbers: of each such amount the ends and both sides of every number that
    it is compared with are tried, in all combinations, with everything else at either end.
    """
    found = list(_bracketed(program, low, top))
    for measure in clips(program):
        middle = _clipped(program, measure, low, top)
        if middle is not None:
            found.append(middle)
    return found


@lru_cache(maxsize=64)
def clips(program: Program) -> tuple[SumMeasure, ...]:
    """The sums that are likeliest reached between the ends: each the one way to meet an item."""
    alone = [compiled.alternatives[0] for compiled in program.compiled if len(compiled.alternatives) == 1]
    asked = [program.measures[test.measure] for tests in alone for test in tests if test.operator == ">="]
    return tuple(dict.fromkeys([measure for measure in asked if isinstance(measure, SumMeasure)]))


def _bracketed(program: Program, low: World, top: World) -> Iterator[World]:
    """Every combination of the amounts that some condition asks to stay below a number."""
    inside = {
        name: _inside(numbers, low.amounts.get(name, 0), top.amounts.get(name, 0))
        for name, numbers in turning(program).items()
    }
    tries = {name: sorted(numbers) for name, numbers in inside.items() if numbers}
    if prod(len(numbers) for numbers in tries.values()) > _MOST:
        for name, numbers in tries.items():
            for value in numbers:
                yield top._replace(amounts={**top.amounts, name: value})
        return
    for combination in product(*tries.values()) if tries else ():
        moved = dict(zip(tries, combination, strict=True))
        for world in (low, top):
            yield world._replace(amounts={**world.amounts, **moved})


def _inside(values: frozenset[int], least: int, most: int) -> set[int]:
    """The ends and what lies between them; nothing for an amount that is known."""
    return {least, most, *(value for value in values if least < value < most)} if least != most else set()


@lru_cache(maxsize=64)
def turning(program: Program) -> dict[str, frozenset[int]]:
    """For each amount that a bracket ends, both sides of every number that it is compared with."""
    tests = {test for compiled in program.compiled for way in compiled.alternatives for test in way}
    found: dict[str, set[int]] = {}
    bracketed = set()
    for test in tests:
        measure = program.measures[test.measure]
        if isinstance(measure, AmountMeasure):
            found.setdefault(measure.name, set()).update((test.constant - 1, test.constant))
            if test.operator == "<":
                bracketed.add(measure.name)
    return {name: frozenset(values) for name, values in found.items() if name in bracketed}


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
