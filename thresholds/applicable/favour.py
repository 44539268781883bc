"""Which of two results is lighter: by the ranges that the law gives for them, not by names of grades."""

from __future__ import annotations

from collections.abc import Mapping

from thresholds.applicable.measured import Measured
from thresholds.evaluation.assess import Bounds, Engine, engine_for
from thresholds.law.charges import charges
from thresholds.law.model import Grade

#: How heavy a grade is: imprisonment for life, the top of the range and its bottom in months.
Weight = tuple[bool, int, int]
#: For each offence the weights of its lowest and of its highest grade.
Weights = dict[str, tuple[Weight, Weight]]

_NOTHING: Weight = (False, 0, 0)


def each_offence(measured: Measured) -> dict[str, tuple[Engine, Bounds]]:
    """The engine and the grade (as ranks) of each offence of a ruleset by itself, by its id."""
    engine, person, choices = measured[:3]
    ruleset = engine.ruleset
    if not ruleset.offences:
        return {ruleset.offence: (engine, engine.bounds(person, choices))}
    engines = [engine_for(charge) for charge in charges(ruleset)]
    return {one.ruleset.offence: (one, one.bounds(person, choices)) for one in engines}


def ranges(found: Mapping[str, tuple[Engine, Bounds]]) -> tuple[Grade, ...]:
    """The grades in question that have a range, offence by offence."""
    return tuple([
        grade
        for engine, bounds in found.values()
        for grade in engine.ruleset.grades[bounds.low : bounds.high + 1]
        if grade.months
    ])  # fmt: skip


def weights(measured: Measured) -> Weights:
    """How heavy the result is, offence by offence."""
    found: Weights = {}
    for name, (engine, (low, high)) in each_offence(measured).items():
        each = [_weight(grade) for grade in engine.ruleset.grades[low : high + 1]]
        found[name] = min(each), max(each)
    return found


def _weight(grade: Grade) -> Weight:
    """One without a range is no offence, and weighs nothing."""
    return _NOTHING if grade.months is None else (grade.life, grade.months[1], grade.months[0])


def lighter(one: Weights, other: Weights) -> bool:
    """Whether the first is lighter at one end of one offence at least, and nowhere heavier."""
    nothing = (_NOTHING, _NOTHING)
    pairs = [(one.get(name, nothing), other.get(name, nothing)) for name in dict.fromkeys((*one, *other))]
    no_heavier = all([mine[end] <= theirs[end] for mine, theirs in pairs for end in (0, 1)])
    return no_heavier and any([mine != theirs for mine, theirs in pairs])
