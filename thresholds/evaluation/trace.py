"""The explanation as a tree of values; renderers make the words."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from thresholds.values.figures import Unit
from thresholds.values.status import Status

Number = int | Fraction

#: The last four fields of a trace that needs none of them.
PLAIN: tuple[str, None, None, str] = ("", None, None, "")
#: Conditions that ask for no number: what is so of a person or a dealing, and which option of a reading is chosen.
_ANSWERED = frozenset({"fact", "fact_absent", "dealing", "under"})


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
        """What is missing to the standard at the lower end; 0 where it is reached."""
        return None if self.standard is None else max(Fraction(0), Fraction(self.standard - self.low) / self.scale)

    @property
    def margin(self) -> Fraction | None:
        """By how much the lower end passes the standard; 0 where it does not."""
        return None if self.standard is None else max(Fraction(0), Fraction(self.low - self.standard) / self.scale)

    def decisive(self) -> Trace | None:
        """The numeric condition nearest to being met, here or below; None where nothing is numeric.

        One that the law asks for beside a fact that is not so comes after those that are still open: a unit is not
        measured by the number for natural persons, nor somebody without a record by the half that one brings.
        """
        found = self._nearest(False)
        return None if found is None else found[0]

    def _nearest(self, shut: bool) -> tuple[Trace, bool] | None:
        """The numeric condition nearest to being met, and whether a fact shuts the way to it."""
        if self.standard is not None:
            return self, shut
        if self.kind == "requires":
            return self.children[1]._nearest(shut)
        shut = shut or (self.kind == "all_of" and any(child._is_not_so() for child in self.children))
        best: tuple[Trace, bool] | None = None
        for child in self.children:
            found = child._nearest(shut)
            if found is not None and (best is None or _before(found, best)):
                best = found
        return best

    def _is_not_so(self) -> bool:
        """Whether this asks for no number, and is answered no in every world."""
        return self.kind in _ANSWERED and self.status is Status.NOT_ESTABLISHED


def _before(one: tuple[Trace, bool], other: tuple[Trace, bool]) -> bool:
    return _nearer(one[0], other[0]) if one[1] == other[1] else other[1]


def _nearer(one: Trace, other: Trace) -> bool:
    """Whether the first stands higher against its standard: at the lower end, then at the upper."""
    assert one.standard is not None
    assert other.standard is not None
    mine, theirs = one.low * other.standard, other.low * one.standard
    if mine != theirs:
        return mine > theirs
    if one.high is None or other.high is None:
        return one.high is None and other.high is not None
    return one.high * other.standard > other.high * one.standard
