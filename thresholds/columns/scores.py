"""How high every item stands against its standard, in each row: the condition nearest to being met, at both ends."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Generic, NamedTuple, TypeVar

import ibis
from ibis.expr import types as ir

from thresholds.columns.cells import UNBOUNDED
from thresholds.columns.stage import Output, Stage
from thresholds.columns.terms import (
    Term,
    Value,
    chosen,
    difference,
    equals,
    estimate,
    every,
    exceeds,
    highest,
    lowest,
    negated,
    reaches,
    some,
    times,
    total,
)
from thresholds.columns.verdicts import Measured
from thresholds.evaluation.program import (
    ALL,
    NARROW,
    AmountMeasure,
    Program,
    RecordsMeasure,
    SumMeasure,
)
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
)
from thresholds.law.model import Item

#: Scores have so many parts; they are rounded down, so that 1 is reached where the standard is, and only there.
PARTS = 10_000
_HIGHEST = 10**14 - 1


class Leaf(NamedTuple):
    """A numeric condition of an item: the number of its measure, and the standard in the parts of the measure."""

    measure: int
    standard: Fraction


def leaves_of(program: Program, item: Item) -> list[Leaf]:
    """The numeric conditions of an item in the order of its text; none for what a region fixes."""
    found = _leaves(program, item.when, Fraction(1), ALL)
    return [leaf for leaf in found if leaf is not None] if None not in found else []


def _leaves(program: Program, when: Condition, times: Fraction, scope: str) -> list[Leaf | None]:
    match when:
        case RecordsCondition():
            measure = RecordsMeasure(when.of_fact or scope, when.records_of)
            return [Leaf(program.number(measure), when.at_least * times)]
        case MoneyCondition():
            if when.at_least is None:
                return [None]
            return [Leaf(program.number(program.amount(when.money, scope)), when.at_least * times)]
        case NumberCondition():
            return [Leaf(program.number(AmountMeasure(when.number_of)), when.at_least[0] * times)]
        case ProportionsCondition():
            return [_sum(program, when, times, scope)]
        case StandardsCondition():
            narrower = NARROW if when.counting_only else scope
            inner = [program.ruleset.by_id[name].when for name in when.standards_of]
            return [leaf for one in inner for leaf in _leaves(program, one, times * when.times, narrower)]
        case AnyOfCondition(any_of=parts) | AllOfCondition(all_of=parts):
            return [leaf for one in parts for leaf in _leaves(program, one, times, scope)]
    return []


def _sum(program: Program, when: ProportionsCondition, times: Fraction, scope: str) -> Leaf:
    measure = program.sum_of(when, times, scope)
    assert isinstance(measure, SumMeasure)
    return Leaf(program.number(measure), when.sum_at_least * times * measure.scale)


_Held = TypeVar("_Held")


class _Standing(NamedTuple, Generic[_Held]):
    """A score at both ends in parts of a common denominator; `endless` where there is no upper bound."""

    low: _Held
    high: _Held
    endless: _Held


class Scorer:
    """Scores of the items of a program over all worlds, in steps of the stage."""

    def __init__(self, stage: Stage, program: Program, worlds: tuple[Measured, ...]) -> None:
        self.stage, self.program, self.worlds = stage, program, worlds

    def scores(self) -> dict[str, tuple[Output, Output]]:
        """Quantity ÷ standard of every numeric item at both ends; null at the upper one where there is no bound."""
        leaves = {item.id: leaves_of(self.program, item) for _, item in self.program.ruleset.items()}
        common = {name: lcm(*[leaf.standard.numerator for leaf in found]) for name, found in leaves.items() if found}
        standing = {name: self._kept(self._standing(leaves[name][0], parts)) for name, parts in common.items()}
        self.stage.step()
        for place in range(1, max(map(len, leaves.values()), default=0)):
            for name, parts in common.items():
                if len(leaves[name]) > place:
                    other = self._standing(leaves[name][place], parts)
                    standing[name] = self._kept(_nearer(other, self._read(standing[name])))
            self.stage.step()
        return self._written(standing, common)

    def _kept(self, standing: _Standing[Term]) -> _Standing[Value]:
        return _Standing(*[self.stage.put(term) for term in standing])

    def _read(self, standing: _Standing[Value]) -> _Standing[Term]:
        return _Standing(*[self.stage.of(value) for value in standing])

    def _standing(self, leaf: Leaf, common: int) -> _Standing[Term]:
        numbers = [self.stage.of(value) for value in dict.fromkeys(world[leaf.measure] for world in self.worlds)]
        factor = Fraction(common) / leaf.standard
        assert factor.denominator == 1
        low, high = lowest(numbers), highest(numbers)
        endless = reaches(high, UNBOUNDED // 2) if len(numbers) > 1 else False
        return _Standing(times(low, factor.numerator), times(high, factor.numerator), endless)

    def _written(
        self, standing: dict[str, _Standing[Value]], common: dict[str, int]
    ) -> dict[str, tuple[Output, Output]]:
        """Both ends as decimals: the whole parts first, an estimate put right, then the rest."""
        of, put = self.stage.of, self.stage.put
        ends = list(dict.fromkeys((end, common[name]) for name, found in standing.items() for end in found[:2]))
        guesses = {key: put(estimate(of(key[0]), key[1])) for key in ends}
        self.stage.step()
        rests = {(end, by): put(difference(of(end), times(of(guess), by))) for (end, by), guess in guesses.items()}
        self.stage.step()
        parts = {key: put(self._parts(guess, rests[key], key[1])) for key, guess in guesses.items()}
        self.stage.step()
        written = {}
        for name, found in standing.items():
            low, high = (of(parts[end, common[name]]) for end in found[:2])
            written[name] = Output((low,), _decimal), Output((high, of(found.endless)), _bounded)
        return written

    def _parts(self, guess: Value, rest: Value, common: int) -> Term:
        """How many parts of a score, rounded down; one too high to be written is the highest that can be.

        The rest is far below 2**53, and its quotient lies further from a whole number than a float can err.
        """
        of = self.stage.of
        off = chosen(exceeds(0, of(rest)), -1, chosen(reaches(of(rest), common), 1, 0))
        whole, left = total([of(guess), off]), difference(of(rest), times(off, common))
        return lowest([total([times(whole, PARTS), estimate(times(left, PARTS), common)]), _HIGHEST])


def _decimal(parts: ir.IntegerValue) -> ir.Value:
    # of one type, because Ibis multiplies no others; the product has more places than it says, hence another in the end
    return (parts.cast("decimal(18, 4)") * ibis.literal("0.0001", type="decimal(18, 4)")).cast("decimal(19, 4)")


def _bounded(parts: ir.IntegerValue, endless: ir.BooleanValue) -> ir.Value:
    written = _decimal(parts)
    return endless.ifelse(ibis.null(written.type()), written)


def _nearer(one: _Standing[Term], best: _Standing[Term]) -> _Standing[Term]:
    """Whichever stands higher: at the lower end, then at the upper; the earlier one where both are equal."""
    lower, upper = exceeds(one.low, best.low), equals(one.low, best.low)
    wider = some([
        every([one.endless, negated(best.endless)]),
        every([negated(one.endless), negated(best.endless), exceeds(one.high, best.high)]),
    ])  # fmt: skip
    takes = some([lower, every([upper, wider])])
    return _Standing(*[chosen(takes, new, old) for new, old in zip(one, best, strict=True)])
