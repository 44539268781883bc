"""The explanation as a tree of values; renderers make the words."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from thresholds.values.figures import Unit
from thresholds.values.status import Status

Number = int | Fraction

#: The last four fields of a trace that needs none of them.
PLAIN: tuple[str, None, None, str] = ("", None, None, "")


class Trace(NamedTuple):
    """One condition of an item: what it asks, how it stands, and with which numbers.

    `low` and `high` are the quantity over all worlds (`high` None: no upper bound), `standard` what it is measured
    by, each in parts of `scale`: records in 条, money in 分, proportional sums in parts of the product of their
    standards. `names` are categories, facts or items;
    `word` is what a number of things is counted in. Where a region fixes the standard and the file does not say
    which, `standard` is the upper end of the band and `least` its lower end; `below` is the number that ends a bracket.
    `of_item` is the item whose standard is measured, where another item refers to it; `parameter` names what a region
    has fixed, where that is the standard.
    """

    kind: str
    names: tuple[str, ...]
    status: Status
    low: int = 0
    high: int | None = 0
    standard: Number | None = None
    scale: int = 1
    unit: Unit | None = None
    times: Fraction | None = None
    detail: str = ""
    evidence: tuple[str, ...] = ()
    children: tuple[Trace, ...] = ()
    of_item: str = ""
    word: str = ""
    least: Number | None = None
    below: Number | None = None
    parameter: str = ""

    @property
    def quantity(self) -> tuple[Fraction, Fraction | None]:
        """The quantity at both ends, in its unit (条, 分, or none for a sum)."""
        return Fraction(self.low, self.scale), None if self.high is None else Fraction(self.high, self.scale)

    @property
    def bar(self) -> Fraction | None:
        """The standard in its unit."""
        return None if self.standard is None else Fraction(self.standard) / self.scale

    @property
    def score_low(self) -> Fraction | None:
        """Quantity ÷ standard at the lower end, exactly."""
        return None if self.standard is None else Fraction(self.low) / Fraction(self.standard)

    @property
    def score_high(self) -> Fraction | None:
        """Quantity ÷ standard at the upper end; None where there is no upper bound."""
        if self.standard is None or self.high is None:
            return None
        return Fraction(self.high) / Fraction(self.standard if self.least is None else self.least)

    @property
    def shortfall(self) -> Fraction | None:
        """What is missing to the standard at the lower end; 0 where it is reached, or another is wherever it is not."""
        if self.standard is None:
            return None
        reached = self.detail == "by_any" or self.low >= self.standard
        return Fraction(0) if reached else Fraction(self.standard - self.low) / self.scale

    @property
    def margin(self) -> Fraction | None:
        """By how much the lower end passes the standard; 0 where it does not."""
        return None if self.standard is None else max(Fraction(0), Fraction(self.low - self.standard) / self.scale)
