"""Inputs of the decision, most of them exactly on a boundary or one record (one fen) beside it."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import NamedTuple

from benchmarks.oracle import GAINS, STANDARDS, Amounts, Verdict, judge

FACTORS = (Fraction(1, 2), Fraction(1), Fraction(5), Fraction(10))


class Input(NamedTuple):
    """One flat case: what there is, and whether all of it came from duty or service."""

    amounts: Amounts
    insider: bool

    @property
    def verdict(self) -> Verdict:
        """What the oracle says."""
        return judge(self.amounts, self.amounts if self.insider else Amounts())


def boundary_inputs(number: int, seed: int) -> list[Input]:
    """Reproducible inputs: a third near a class, a third near a sum, a third anywhere; half with gains."""
    dice = random.Random(seed)
    makers = (_near_a_class, _near_a_sum, _anywhere)
    return [Input(Amounts(*makers[index % 3](dice), _fen(dice)), dice.random() < 0.5) for index in range(number)]


def _beside(dice: random.Random, number: Fraction | int) -> int:
    return max(0, int(number) + dice.choice((-1, 0, 0, 1)))


def _near_a_class(dice: random.Random) -> list[int]:
    return [_beside(dice, standard * dice.choice((0, *FACTORS))) for standard in STANDARDS]


def _near_a_sum(dice: random.Random) -> list[int]:
    """Parts of one sum in the smallest class's records: 100 and 10 of them weigh as one of the others."""
    whole = _beside(dice, STANDARDS[2] * dice.choice(FACTORS))
    first = dice.randint(0, whole // 100)
    second = dice.randint(0, (whole - 100 * first) // 10)
    return [first, second, whole - 100 * first - 10 * second]


def _anywhere(dice: random.Random) -> list[int]:
    return [dice.randint(0, standard + standard // 5) for standard in STANDARDS]


def _fen(dice: random.Random) -> int:
    kind = dice.random()
    if kind < 0.5:
        return 0
    if kind < 0.65:
        return dice.randint(0, 600_000)
    return _beside(dice, GAINS * 100 * dice.choice(FACTORS))
