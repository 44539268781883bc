"""How high every item stands against its standard, in each row: the condition nearest to being met, at both ends."""

from __future__ import annotations

from collections.abc import Iterator
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
    Compiled,
    FactMeasure,
    OptionMeasure,
    Program,
    dealing_measure,
    standard_of,
)
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    DealingCondition,
    FactCondition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)

#: Scores have so many parts; they are rounded down, so that 1 is reached where the standard is, and only there.
PARTS = 10_000
_HIGHEST = 10**14 - 1


class Leaf(NamedTuple):
    """A numeric condition of an item: the number of its measure, and the standard in the parts of the measure.

    `beside` are the measures of what the law asks for beside it, and that is no number: any that is not so shuts it.
    """

    measure: int
    standard: Fraction
    beside: tuple[int, ...] = ()


def leaves_of(program: Program, compiled: Compiled) -> list[Leaf]:
    """The numeric conditions of an item in the order of its text; none for what a region fixes."""
    found = list(_Leaves(program, compiled.conduct).of(compiled.item.when, Fraction(1), ALL))
    return [leaf for leaf in found if leaf is not None] if None not in found else []


class _Leaves:
    """The numeric conditions below one, under one kind of conduct; None for what a region fixes."""

    def __init__(self, program: Program, conduct: str) -> None:
        self.program, self.conduct = program, conduct

    def of(self, when: Condition, times: Fraction, scope: str) -> Iterator[Leaf | None]:
        program = self.program
        match when:
            case RecordsCondition() | NumberCondition():
                yield Leaf(program.number(program.counted(when, scope)), standard_of(when) * times)
            case MoneyCondition(at_least=None):
                yield None
            case MoneyCondition(at_least=standard):
                yield Leaf(program.number(program.amount(when.money, scope)), Fraction(standard or 0) * times)
            case ProportionsCondition():
                measure = program.sum_of(when, times, scope)
                yield Leaf(program.number(measure), when.sum_at_least * times * measure.scale)
            case StandardsCondition():
                narrower = NARROW if when.counting_only else scope
                for name in when.standards_of:
                    yield from self.of(program.ruleset.by_id[name].when, times * when.times, narrower)
            case AnyOfCondition(any_of=parts):
                for part in parts:
                    yield from self.of(part, times, scope)
            case AllOfCondition(all_of=parts):
                beside = tuple([number for part in parts if (number := self._answered(part)) is not None])
                for part in parts:
                    for leaf in self.of(part, times, scope):
                        yield leaf and leaf._replace(beside=(*leaf.beside, *beside))

    def _answered(self, when: Condition) -> int | None:
        """The measure of what asks for no number; None for anything else."""
        match when:
            case FactCondition():
                return self.program.number(FactMeasure(when.fact, self.conduct, when.within, when.holds))
            case DealingCondition(dealing=kind):
                return self.program.number(dealing_measure(kind, self.conduct))
            case UnderCondition(under=option):
                return self.program.number(OptionMeasure(option.reading, option.option))
        return None


_Held = TypeVar("_Held")


class _Standing(NamedTuple, Generic[_Held]):
    """A score at both ends in parts of a common denominator; `endless` where there is no upper bound.

    `shut` is whether something that the law asks for beside it is not so in any world.
    """

    low: _Held
    high: _Held
    endless: _Held
    shut: _Held


class Scorer:
    """Scores of the items of a program over all worlds, in steps of the stage."""

    def __init__(self, stage: Stage, program: Program, worlds: tuple[Measured, ...]) -> None:
        self.stage, self.program, self.worlds = stage, program, worlds

    def scores(self) -> dict[str, tuple[Output, Output]]:
        """Quantity ÷ standard of every numeric item at both ends; null at the upper one where there is no bound."""
        leaves = {one.item.id: leaves_of(self.program, one) for one in self.program.compiled}
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
        shut = some([self._nowhere(number) for number in leaf.beside])
        return _Standing(times(low, factor.numerator), times(high, factor.numerator), endless, shut)

    def _nowhere(self, measure: int) -> Term:
        return every([negated(self.stage.of(world[measure])) for world in self.worlds])

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
    """Whichever is not shut, or stands higher: at the lower end, then at the upper; the earlier one of equals."""
    lower, upper = exceeds(one.low, best.low), equals(one.low, best.low)
    wider = some([
        every([one.endless, negated(best.endless)]),
        every([negated(one.endless), negated(best.endless), exceeds(one.high, best.high)]),
    ])  # fmt: skip
    higher = every([some([lower, every([upper, wider])]), some([best.shut, negated(one.shut)])])
    takes = some([every([best.shut, negated(one.shut)]), higher])
    return _Standing(*[chosen(takes, new, old) for new, old in zip(one, best, strict=True)])
