"""Which of two results is lighter: by the ranges that the law gives for them, not by names of grades."""

from __future__ import annotations

from collections.abc import Sequence

from thresholds.applicable.measured import Measured
from thresholds.evaluation.assess import Bounds
from thresholds.law.model import Grade

#: How heavy a grade is: imprisonment for life, the top of the range and its bottom in months.
Weight = tuple[bool, int, int]


def weight(grades: Sequence[Grade], rank: int) -> Weight:
    """The weight of a grade; one without a range is no offence, and weighs nothing."""
    grade = grades[rank]
    if grade.months is None:
        return False, 0, 0
    return grade.life, grade.months[1], grade.months[0]


def weights(measured: Measured, bounds: Bounds | None = None) -> tuple[Weight, Weight]:
    """The weights of the lowest and of the highest grade."""
    low, high = bounds or measured.bounds
    grades = measured.engine.ruleset.grades
    found = [weight(grades, rank) for rank in range(low, high + 1)]
    return min(found), max(found)


def lighter(one: tuple[Weight, Weight], other: tuple[Weight, Weight]) -> bool:
    """Whether the first is lighter at one end at least, and at none heavier."""
    return one != other and one[0] <= other[0] and one[1] <= other[1]
