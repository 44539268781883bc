"""What every world comes to: the measures of the program, its items, and the grades, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from thresholds.columns.between import between, crossed
from thresholds.columns.row import Row
from thresholds.columns.stage import Stage
from thresholds.columns.terms import Term, Value, chosen, difference, every, negated, reaches, some, times, total
from thresholds.columns.worlds import Counts, End, World, WorldMaker, ends_of
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.program import (
    ALL,
    NARROW,
    Alternative,
    AmountMeasure,
    ConductMeasure,
    MoneyMeasure,
    OptionMeasure,
    OverMeasure,
    Program,
    RecordsMeasure,
    SumMeasure,
    Test,
)

#: The value of every measure of a program in one world, by its number.
Measured = tuple[Value, ...]


class Decided(NamedTuple):
    """One world decided: every item in the order of the program, and the highest grade of each ladder (rank)."""

    items: tuple[Value, ...]
    ranks: tuple[Value, ...]


class Judge:
    """Decides worlds of a program under one choice of readings; every method works within one step of the stage."""

    def __init__(self, stage: Stage, program: Program, choices: Choices) -> None:
        self.stage, self.program, self.choices = stage, program, choices

    def counted(self, world: World) -> dict[int, Value]:
        """First: every measure but sums."""
        return {
            number: self.stage.put(self._plain(number, world))
            for number, measure in enumerate(self.program.measures)
            if not isinstance(measure, SumMeasure)
        }

    def measured(self, world: World, counted: dict[int, Value]) -> Measured:
        """Second: sums of what was counted."""
        sums = {
            number: self.stage.put(self._sum(measure, world, counted))
            for number, measure in enumerate(self.program.measures)
            if isinstance(measure, SumMeasure)
        }
        return tuple([sums[n] if n in sums else counted[n] for n in range(len(self.program.measures))])

    def items(self, measured: Measured) -> tuple[Value, ...]:
        """Third: whether each item is met."""
        return tuple([self.stage.put(self.met(item.alternatives, measured)) for item in self.program.compiled])

    def ranks(self, items: tuple[Value, ...]) -> tuple[Value, ...]:
        """Fourth: the highest grade reached, of all items and then of each offence of its own."""
        offences = ["", *[offence.id for offence in self.program.ruleset.offences]]
        return tuple([self.stage.put(self._rank(items, offence)) for offence in offences])

    def met(self, alternatives: tuple[Alternative, ...], measured: Measured) -> Term:
        """Whether all tests of any alternative hold; one that only holds where another does is not asked."""
        ways = []
        for alternative in self._needed(alternatives):
            tests = []
            for test in alternative:
                value = self.stage.of(measured[test.measure])
                if test.operator == "is":
                    tests.append(value)
                else:
                    reached = reaches(value, test.constant)
                    tests.append(reached if test.operator == ">=" else negated(reached))
            ways.append(every(tests))
        return some(ways)

    def _needed(self, alternatives: tuple[Alternative, ...]) -> list[Alternative]:
        """The alternatives without those in which a class alone makes up the sum that another asks for."""
        kept = list(alternatives)
        for way in alternatives:
            if any(self._within(way, whole) for whole in kept if whole is not way):
                kept.remove(way)
        return kept

    def _sum_asked(self, test: Test) -> SumMeasure | None:
        """The sum that a test asks to be reached, where no class is left out of it."""
        measure = self.program.measures[test.measure]
        if test.operator != ">=" or not isinstance(measure, SumMeasure):
            return None
        return None if measure.capped is not None and self._caps() else measure

    def _within(self, way: Alternative, whole: Alternative) -> bool:
        """Whether every test of the whole follows from one of the way: the same, or the share of a class in a sum."""
        return all(test in way or any(self._carries(one, test) for one in way) for test in whole)

    def _carries(self, one: Test, test: Test) -> bool:
        measure = self._sum_asked(test)
        if measure is None or one.operator != ">=":
            return False
        return any(
            share.records == one.measure and share.weight * one.constant >= test.constant for share in measure.shares
        )

    def _caps(self) -> bool:
        """Whether sums leave out classes that are at their base."""
        capping = self.program.capping
        return capping is not None and self.choices.option(capping.reading) == capping.only_below_base

    def _rank(self, items: tuple[Value, ...], offence: str) -> Term:
        by_rank: dict[int, list[Term]] = {}
        for compiled, item in zip(self.program.compiled, items, strict=True):
            if not offence or compiled.offence == offence:
                by_rank.setdefault(compiled.rank, []).append(self.stage.of(item))
        found: Term = 0
        for rank in sorted(by_rank):
            found = chosen(some(by_rank[rank]), rank, found)
        return found

    def _plain(self, number: int, world: World) -> Term:
        measure, of = self.program.measures[number], self.stage.of
        match measure:
            case RecordsMeasure():
                counts = _counts(world, measure.scope)
                return total([of(counts.get(category, 0)) for category in measure.categories])
            case MoneyMeasure():
                return of(world.money.get((measure.scope, measure.name), 0))
            case AmountMeasure():
                return of(world.amounts.get(measure.name, 0))
            case OverMeasure():
                return self._over(measure, world)
            case OptionMeasure():
                return self.choices.option(measure.reading) == measure.option
            case ConductMeasure():
                return of(world.conduct[measure.conduct])
        return of(world.truths[number])

    def _over(self, measure: OverMeasure, world: World) -> Term:
        of = self.stage.of
        amount = of(world.amounts.get(measure.name, world.money.get((ALL, measure.name), 0)))
        fixed = times(of(world.fixed[measure.parameter]), measure.times.numerator)
        scaled = times(amount, measure.times.denominator)
        return difference(scaled, fixed)

    def _sum(self, measure: SumMeasure, world: World, counted: dict[int, Value]) -> Term:
        """The scaled sum; capped, it leaves out classes at their base; mixing, it lets others in beside these."""
        of, program, terms = self.stage.of, self.program, []
        mixing, caps = program.mixing, self._caps()
        for share in measure.shares:
            number = of(counted[share.records])
            part = times(number, share.weight)
            if measure.capped is not None and caps:
                base = share.standard * measure.capped
                part = chosen(reaches(number, -(-base.numerator // base.denominator)), 0, part)
            terms.append(part)
        if measure.mixing and mixing is not None and self.choices.option(mixing.reading) == mixing.option:
            let_in = [
                times(of(world.lawful.get(category, 0)), share.weight)
                for share in measure.shares
                for category in share.categories
            ]
            beside = [
                reaches(of(counted[share.records]), 1)
                for share in measure.shares
                if measure.mixing.isdisjoint(share.categories)
            ]
            terms.append(chosen(some(beside), total(let_in), 0))
        return total(terms)


def _counts(world: World, scope: str) -> Counts:
    if scope == ALL:
        return world.general
    return world.narrow if scope == NARROW else world.tallies.get(scope, {})


class Verdicts(NamedTuple):
    """All worlds of every row under one choice of readings."""

    judge: Judge
    measured: tuple[Measured, ...]
    decided: tuple[Decided, ...]


def decide(stage: Stage, row: Row, program: Program, choices: Sequence[Choices]) -> list[Verdicts]:
    """Every row decided under each choice of readings; what is the same under several is worked out once."""
    groups = ends_of(row, program)
    makers = [WorldMaker(stage, row, program, chosen_) for chosen_ in choices]
    parts = [{end: (maker.counted(end), maker.payments(end)) for group in groups for end in group} for maker in makers]
    stage.step()
    ends = [
        [[maker.world(end, *found[end]) for end in group] for group in groups]
        for maker, found in zip(makers, parts, strict=True)
    ]
    stage.step()
    worlds = [_all_worlds(stage, row, program, groups, made) for made in ends]
    stage.step()
    judges = [Judge(stage, program, chosen_) for chosen_ in choices]
    pairs = list(zip(judges, worlds, strict=True))
    counted = [[judge.counted(world) for world in found] for judge, found in pairs]
    stage.step()
    measured = [
        _distinct([judge.measured(*both) for both in zip(found, numbers, strict=True)])
        for (judge, found), numbers in zip(pairs, counted, strict=True)
    ]
    stage.step()
    items = [[judge.items(values) for values in found] for judge, found in zip(judges, measured, strict=True)]
    stage.step()
    ranks = [[judge.ranks(met) for met in found] for judge, found in zip(judges, items, strict=True)]
    stage.step()
    return [
        Verdicts(judge, tuple(values), tuple(map(Decided, met, rank)))
        for judge, values, met, rank in zip(judges, measured, items, ranks, strict=True)
    ]


def _all_worlds(
    stage: Stage, row: Row, program: Program, groups: list[list[End]], made: list[list[World]]
) -> list[World]:
    """The worlds at the ends and those between them, in the order in which one case has them."""
    found: list[World] = []
    for number, (group, worlds) in enumerate(zip(groups, made, strict=True)):
        found += worlds
        if len(worlds) == 2:
            found += between(stage, program, worlds[0], worlds[1])
        if group[0].lawful and len(worlds) == 2:
            found += crossed(stage, row, program, made[number - 1], worlds)
    return found


def _distinct(found: list[Measured]) -> list[Measured]:
    return list(dict.fromkeys(found))
