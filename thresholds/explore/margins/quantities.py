"""What can be more or less of what a ruleset declares: numbers, money, records of a fact, the standard of a region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from thresholds.case.edit import path_of
from thresholds.case.model import Amount, Figure, Gains, Occasion, Penalty, Punishment, Stated, Tally
from thresholds.evaluation.declared import fixed
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import (
    ALL,
    AmountMeasure,
    MoneyMeasure,
    OverMeasure,
    Program,
    RecordsMeasure,
    SumMeasure,
)
from thresholds.evaluation.supposed import truth_of, with_declared, with_facts
from thresholds.evaluation.worlds import World
from thresholds.explore.margins import edits
from thresholds.explore.margins.model import Change, Kind
from thresholds.law.model import Parameter, Ruleset
from thresholds.values.interval import Interval
from thresholds.values.status import Truth


class Sum(NamedTuple):
    """A number of things or an amount of money (分), by the id of the fact; `own` belongs to the format of cases."""

    name: str
    own: bool = False

    def total(self, world: World) -> int:
        """How much there is."""
        return world.money.get((ALL, self.name), 0) if self.own else world.amounts.get(self.name, 0)

    def weight(self, program: Program, number: int) -> int:
        """What one more adds to a measure; 0 where it adds nothing."""
        measure = program.measures[number]
        if isinstance(measure, SumMeasure):
            return sum([share.weight for share in measure.shares if self.weight(program, share.records)])
        if isinstance(measure, OverMeasure):
            return measure.times.denominator if measure.name == self.name else 0
        return int(isinstance(measure, AmountMeasure | MoneyMeasure) and measure.name == self.name)

    def at(self, person: PersonFacts, figure: Figure) -> PersonFacts:
        """The person with this much."""
        if not self.own:
            return with_declared(person, self.name, Amount(occasions=(Occasion(figure=figure),)))
        value = Gains(gross=figure, net=figure) if self.name == "illegal_gains" else figure
        return with_facts(person, **{self.name: value})

    def raised(self, person: PersonFacts, now: Interval, number: int) -> PersonFacts:
        """The person with so much more."""
        return self.at(person, _shifted(now, number))

    def capped(self, person: PersonFacts, now: Interval, cap: int) -> PersonFacts:
        """The person with no more than so much."""
        return self.at(person, Figure(at_least=min(now.at_least, cap), at_most=cap))

    def change(self, ruleset: Ruleset, now: Interval, by: int | None, to: int) -> Change:
        """As a change."""
        declared = ruleset.declared.get(self.name)
        kind = Kind.NUMBER if declared is not None and declared.kind == "number" else Kind.MONEY
        return Change(kind, (self.name,), by, now, to)

    def edit(self, ruleset: Ruleset, before: PersonFacts, after: PersonFacts) -> str:
        """As an edit of the case file."""
        name, value = before.person.id, after.facts.get(self.name)
        if isinstance(value, Amount):
            return (
                f"{path_of('facts', name, self.name)}={edits.figure(value.occasions[0].figure, _unit(ruleset, self))}"
            )
        assert isinstance(value, Gains | Figure)
        return edits.fact(name, self.name, value)


class RecordsIn(NamedTuple):
    """Records of these categories together (条) of which a declared fact tells."""

    fact: str
    categories: tuple[str, ...]

    def total(self, world: World) -> int:
        """How many there are."""
        counts = world.tallies.get(self.fact, {})
        return sum([counts.get(name, 0) for name in self.categories])

    def weight(self, program: Program, number: int) -> int:
        """What one more adds to a measure; 0 where it adds nothing."""
        measure = program.measures[number]
        if isinstance(measure, SumMeasure):
            return sum([share.weight for share in measure.shares if self.weight(program, share.records)])
        return int(
            isinstance(measure, RecordsMeasure)
            and measure.scope == self.fact
            and not set(self.categories).isdisjoint(measure.categories)
        )

    def raised(self, person: PersonFacts, now: Interval, number: int) -> PersonFacts:  # noqa: ARG002  # as of a Sum
        """The person with so many more, of a category that the file has already."""
        records = self._records(person)
        category = next((name for name in self.categories if name in records), self.categories[0])
        known = records.get(category, Figure(at_least=0, at_most=0))
        return self._with(person, {**records, category: _shifted(known.interval, number)})

    def capped(self, person: PersonFacts, now: Interval, cap: int) -> PersonFacts:  # noqa: ARG002  # as of a Sum
        """The person with no more than so many in all, the first categories keeping theirs."""
        records, left = self._records(person), cap
        for name in self.categories:
            known = records.get(name)
            if known is not None:
                top = left if known.at_most is None else min(left, known.at_most)
                records[name] = Figure(at_least=min(known.at_least, top), at_most=top)
                left -= top
        return self._with(person, records)

    def _records(self, person: PersonFacts) -> dict[str, Figure]:
        value = person.facts.declared.get(self.fact)
        return dict(value.records) if isinstance(value, Tally) else {}

    def _with(self, person: PersonFacts, records: dict[str, Figure]) -> PersonFacts:
        return with_declared(person, self.fact, Tally(records=records))

    def change(self, ruleset: Ruleset, now: Interval, by: int | None, to: int) -> Change:  # noqa: ARG002
        """As a change."""
        return Change(Kind.TALLY, (self.fact, *self.categories), by, now, to)

    def edit(self, ruleset: Ruleset, before: PersonFacts, after: PersonFacts) -> str:  # noqa: ARG002
        """As an edit of the case file."""
        records = ", ".join(f"{name}: {edits.figure(value, '条')}" for name, value in self._records(after).items())
        return f"{path_of('facts', before.person.id, self.fact)}={{{records}}}"


class Standard(NamedTuple):
    """What the region has fixed (分), where the file leaves it open."""

    parameter: Parameter

    def undecided(self, person: PersonFacts) -> bool:
        """Whether it is not known exactly."""
        low, high = fixed(person, self.parameter)
        return low != high

    def band(self, person: PersonFacts) -> Interval:
        """What it can be."""
        return Interval(*fixed(person, self.parameter))

    def at_most(self, person: PersonFacts, fen: int) -> PersonFacts:
        """The person where it is no higher."""
        return self._with(person, Figure(at_least=min(self.band(person).at_least, fen), at_most=fen))

    def at_least(self, person: PersonFacts, fen: int) -> PersonFacts:
        """The person where it is no lower."""
        return self._with(person, Figure(at_least=fen, at_most=self.band(person).at_most))

    def _with(self, person: PersonFacts, figure: Figure) -> PersonFacts:
        return person._replace(standards={**person.standards, self.parameter.id: figure})

    def change(self, person: PersonFacts, to: int, reach: bool) -> Change:
        """As a change."""
        return Change(Kind.STANDARD, (self.parameter.id,), None, self.band(person), to, truth=reach)

    def edit(self, after: PersonFacts) -> str:
        """As an edit of the case file."""
        return f"{path_of('standards', self.parameter.id)}={edits.figure(after.standards[self.parameter.id], '元')}"


Quantity = Sum | RecordsIn


def quantities(program: Program, number: int) -> list[Quantity]:
    """What can be more so that a measure is more: each of these alone; none where dealings alone do it."""
    measure = program.measures[number]
    if isinstance(measure, SumMeasure):
        return [one for share in measure.shares for one in quantities(program, share.records)]
    if isinstance(measure, AmountMeasure):
        return [Sum(measure.name)]
    if isinstance(measure, MoneyMeasure):
        return [Sum(measure.name, own=True)] if measure.scope == ALL else []
    if isinstance(measure, OverMeasure):
        return [Sum(measure.name, own=measure.name not in program.ruleset.declared)]
    if isinstance(measure, RecordsMeasure) and measure.scope in program.ruleset.declared:
        return [RecordsIn(measure.scope, measure.categories)]
    return []


def with_truth(person: PersonFacts, ruleset: Ruleset, name: str, truth: Truth) -> PersonFacts:
    """With a fact that is so or not, of the format's own or declared by the ruleset."""
    declared = ruleset.declared.get(name)
    if declared is None:
        return with_facts(person, **{name: truth_of(name, truth)})
    kinds = {"penalty": Penalty, "punishment": Punishment}
    return with_declared(person, name, kinds.get(declared.kind or "", Stated)(truth=truth))


def many(worlds: Sequence[World], quantity: Quantity) -> bool:
    """Whether there may be any of it."""
    return any([quantity.total(world) for world in worlds])


def _shifted(now: Interval, number: int) -> Figure:
    return Figure(at_least=now.at_least + number, at_most=None if now.at_most is None else now.at_most + number)


def _unit(ruleset: Ruleset, quantity: Sum) -> str:
    declared = ruleset.declared[quantity.name]
    return "元" if declared.kind == "money" else declared.unit
