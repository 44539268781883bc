"""The decision that is timed, straight from 法释〔2017〕10号 in exact fractions, apart from the package.

Art. 5 ¶1 (3)-(8) and ¶2 (3), numbers only: three classes of records against 50, 500 and 5000, their shares
added up, gains against 5000 yuan, half of each for what came from duty or service, ten times each.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

STANDARDS = (50, 500, 5000)
GAINS = 5000
HALF, TEN = Fraction(1, 2), 10
ITEMS = ("art5.1.3", "art5.1.4", "art5.1.5", "art5.1.6", "art5.1.7", "art5.1.8", "art5.2.3")


class Amounts(NamedTuple):
    """Records of the three classes, and gains in fen."""

    first: int = 0
    second: int = 0
    third: int = 0
    fen: int = 0


class Verdict(NamedTuple):
    """0, 1 (情节严重) or 2 (情节特别严重), and the items met."""

    grade: int
    items: frozenset[str]


def judge(everything: Amounts, from_duty: Amounts) -> Verdict:
    """The verdict on all amounts, of which some came from duty or service."""
    shares = _shares(everything)
    alone = [share >= 1 for share in shares]
    together = not any(alone) and sum(shares) >= 1
    base = [*alone, together, _gains(everything) >= 1, _highest(from_duty) >= HALF]
    tenfold = _highest(everything) >= TEN or _highest(from_duty) >= HALF * TEN
    met = frozenset(item for item, held in zip(ITEMS, [*base, tenfold], strict=True) if held)
    return Verdict(2 if tenfold else 1 if met else 0, met)


def _shares(amounts: Amounts) -> list[Fraction]:
    return [Fraction(number, standard) for number, standard in zip(amounts[:3], STANDARDS, strict=True)]


def _gains(amounts: Amounts) -> Fraction:
    return Fraction(amounts.fen, 100) / GAINS


def _highest(amounts: Amounts) -> Fraction:
    """The highest score of any standard: each class, the sum, the gains."""
    shares = _shares(amounts)
    return max(*shares, sum(shares, Fraction(0)), _gains(amounts))
