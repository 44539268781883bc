"""What a sample says of the whole: the exact interval of Clopper and Pearson, and the records that it leaves."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import NamedTuple

#: Ends of intervals have so many decimals, the lower rounded down and the upper up: never narrower than they are.
DECIMALS = 6


class Share(NamedTuple):
    """`found` of `size` looked at, and between which shares of the whole that lies with the confidence asked for."""

    found: int
    size: int
    low: Fraction
    high: Fraction


class Checked(NamedTuple):
    """What checking a sample came to: duplicates, untrue ones, both together, each with its interval.

    `confidence` is that of each interval by itself; `records` is the number that the sample was drawn from, and
    `open` says how many of the sample have no verdict: they are left out of `size`.
    """

    records: int
    confidence: Fraction
    duplicate: Share
    inauthentic: Share
    either: Share
    open: int

    @property
    def left(self) -> tuple[int, int]:
        """Between how many records are left if what is duplicate or untrue is taken off."""
        return remaining(self.records, self.either.high), remaining(self.records, self.either.low)


def remaining(records: int, share: Fraction) -> int:
    """Records less a share of them, rounded down, as case files take rates off."""
    return floor(records * (1 - share))


def share(found: int, size: int, confidence: Fraction) -> Share:
    """The share with its exact interval; without anything looked at, everything is possible.

    Raises:
        UnavailableError: the library of statistics is not installed (TH601).
    """
    if not size:
        return Share(0, 0, Fraction(0), Fraction(1))
    try:
        from scipy.stats import binomtest
    except ImportError:
        from thresholds.errors import UnavailableError

        raise UnavailableError("TH601") from None
    ends = binomtest(found, size).proportion_ci(confidence_level=float(confidence), method="exact")
    return Share(found, size, _down(ends.low), 1 - _down(1 - float(ends.high)))


def checked(records: int, duplicates: int, untrue: int, fine: int, open_: int, confidence: Fraction) -> Checked:
    """What so many verdicts say of so many records."""
    size = duplicates + untrue + fine
    return Checked(
        records,
        confidence,
        share(duplicates, size, confidence),
        share(untrue, size, confidence),
        share(duplicates + untrue, size, confidence),
        open_,
    )


def _down(number: float) -> Fraction:
    """The number cut after so many decimals."""
    scale = 10**DECIMALS
    return max(Fraction(0), Fraction(floor(Fraction(float(number)) * scale), scale))
