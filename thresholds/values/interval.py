"""Intervals of whole numbers: records in 条, money in 分. No floats anywhere."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

#: Larger figures are refused when they are read: no case speaks of a thousand million million records.
LARGEST = 10**15


class Interval(NamedTuple):
    """From `at_least` to `at_most`, both included; `at_most` None means that there is no upper bound."""

    at_least: int
    at_most: int | None

    @property
    def exact(self) -> bool:
        """Whether both ends are the same number."""
        return self.at_least == self.at_most


ZERO = Interval(0, 0)
ANY = Interval(0, None)


def plus(one: int | None, other: int | None) -> int | None:
    """The sum, None standing for a figure without upper bound."""
    return None if one is None or other is None else one + other


def least(one: int | None, other: int | None) -> int | None:
    """The smaller of two upper ends, None standing for no bound."""
    if one is None:
        return other
    return one if other is None else min(one, other)


def decimal_text(value: Fraction | int) -> str:
    """The exact number as text: a finite decimal where there is one, otherwise `n/d`."""
    value = Fraction(value)
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    if places == 0:
        return str(value.numerator)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
