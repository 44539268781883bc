"""A ruleset compiled for evaluation: what must be measured, and each item as alternatives of plain tests.

Every test compares one whole number or truth with a constant; the numbers are scaled beforehand, so that
50, 一半 and 十倍 meet as integers: 100 a + 10 b + c against 5000, 2500 or 50 000.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import ceil, lcm
from typing import NamedTuple

from thresholds import glossary
from thresholds.errors import EngineError
from thresholds.glossary import Family
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    DealingCondition,
    DealingMatch,
    FactCondition,
    JudgmentCondition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)
from thresholds.law.model import Item, Ruleset

#: Where quantities are taken from: everything under the general standards, or only what item (8) counts.
ALL, NARROW = "all", "narrow"


class RecordsMeasure(NamedTuple):
    """Records of these categories together (条); the scope may be a fact that tells of other records."""

    scope: str
    categories: tuple[str, ...]


class Share(NamedTuple):
    """One class of a proportional sum: categories, standard, weight in the scaled sum, number of its measure.

    A class of things that are not records has no categories.
    """

    categories: tuple[str, ...]
    standard: int
    weight: int
    records: int


class SumMeasure(NamedTuple):
    """A proportional sum, scaled by the least common multiple of its standards."""

    scope: str
    shares: tuple[Share, ...]
    scale: int
    mixing: frozenset[str]
    capped: Fraction | None


class MoneyMeasure(NamedTuple):
    """An amount of money (分)."""

    scope: str
    name: str


class AmountMeasure(NamedTuple):
    """A number of things or an amount of money (分) that the ruleset declares as a fact."""

    name: str


class OverMeasure(NamedTuple):
    """By how much an amount passes so many times what a region has fixed, in parts of the multiplier's denominator."""

    name: str
    parameter: str
    times: Fraction


class OptionMeasure(NamedTuple):
    """Whether this option of a reading is chosen."""

    reading: str
    option: str


class FactMeasure(NamedTuple):
    """Whether a fact of the person is so (or is not), measured against one kind of conduct."""

    name: str
    conduct: str
    within: int | None
    holds: bool = True


class DealingMeasure(NamedTuple):
    """Whether there is a dealing of this kind."""

    acts: str
    categories: tuple[str, ...]
    fact: str | None
    conduct: str


class ConductMeasure(NamedTuple):
    """Whether there is conduct of this kind at all."""

    conduct: str


Measure = (
    RecordsMeasure
    | SumMeasure
    | MoneyMeasure
    | AmountMeasure
    | OverMeasure
    | OptionMeasure
    | FactMeasure
    | DealingMeasure
    | ConductMeasure
)


class Test(NamedTuple):
    """One comparison: `>=` or `<` a constant, or `is` true."""

    measure: int
    operator: str
    constant: int


Alternative = tuple[Test, ...]


class Compiled(NamedTuple):
    """An item: its grade as a rank, its conduct, and the alternatives any of which meets it."""

    item: Item
    paragraph: str
    rank: int
    conduct: str
    alternatives: tuple[Alternative, ...]
    requires: Condition | None = None
    offence: str = ""

    @property
    def judgment(self) -> bool:
        """Whether it is left to the court."""
        return isinstance(self.item.when, JudgmentCondition)


class Program:
    """What a ruleset asks of a case, in the order of the law. Immutable once made."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.measures: list[Measure] = []
        self._numbers: dict[Measure, int] = {}
        special = next(iter(ruleset.conduct), None)
        #: The conduct that has standards of its own: its id, the acts and the categories that it covers.
        self.special = special.id if special else ""
        self.special_acts = frozenset(special.acts) if special else frozenset()
        self.special_categories = frozenset(special.categories) if special else frozenset()
        self.narrowing: StandardsCondition | None = next(
            (
                item.when
                for _, item in ruleset.items()
                if isinstance(item.when, StandardsCondition) and item.when.counting_only
            ),
            None,
        )
        self.mixing = next(
            (
                item.when.mixing_in
                for _, item in ruleset.items()
                if isinstance(item.when, ProportionsCondition) and item.when.mixing_in
            ),
            None,
        )
        self.capping = next(
            (
                item.when.multiplied
                for _, item in ruleset.items()
                if isinstance(item.when, ProportionsCondition) and item.when.multiplied
            ),
            None,
        )
        self.compiled = tuple(self._compile(paragraph, item) for paragraph, item in ruleset.items())
        #: Facts that some condition asks to be absent: they can work both ways.
        self.two_way = tuple({m.name: None for m in self.measures if isinstance(m, FactMeasure) and not m.holds})
        #: Years within which several occasions add up; None where nothing is said.
        self.accumulating = {
            name: rule.within
            for rule in ruleset.rules
            if rule.rule == "accumulation"
            for name in rule.facts or tuple(ruleset.declared)
        }
        self.options = tuple([m for m in self.measures if isinstance(m, OptionMeasure)])
        self.person_facts = [(n, m) for n, m in enumerate(self.measures) if isinstance(m, FactMeasure)]
        self.numeric = [(n, m) for n, m in enumerate(self.measures) if not isinstance(m, FactMeasure | DealingMeasure)]
        self.dealing_facts = [(n, m) for n, m in enumerate(self.measures) if isinstance(m, DealingMeasure)]
        self.singly = frozenset(
            category
            for rule in ruleset.rules
            for reference in rule.counted_singly
            for category in getattr(countable(ruleset, reference), "records_of", ())
        )
        #: Whether any item asks for the records of dealings, or for a dealing itself.
        self.asks_for_dealings = any(
            isinstance(m, DealingMeasure) or (isinstance(m, RecordsMeasure) and m.scope in (ALL, NARROW))
            for m in self.measures
        )
        self.categories = glossary.ids(Family.CATEGORY)
        self.protection = _protection(ruleset)

    def _compile(self, paragraph: object, item: Item) -> Compiled:
        from thresholds.law.model import Standards

        assert isinstance(paragraph, Standards)
        rank = self.ruleset.grade_ids.index(paragraph.grade)
        alternatives = self._alternatives(item.when, paragraph.conduct, Fraction(1), ALL)
        if paragraph.requires is not None:
            opening = self._alternatives(paragraph.requires, paragraph.conduct, Fraction(1), ALL)
            alternatives = [(*first, *rest) for first in opening for rest in alternatives]
        conduct = Test(self._number(ConductMeasure(paragraph.conduct)), "is", 1)
        unique = dict.fromkeys((conduct, *alternative) for alternative in alternatives)
        return Compiled(
            item, paragraph.id, rank, paragraph.conduct, tuple(unique), paragraph.requires, paragraph.offence
        )

    def opening(self, compiled: Compiled) -> tuple[Alternative, ...]:
        """The ways in which the opening words of an item's paragraph are met."""
        assert compiled.requires is not None
        return self.ways(compiled.requires, compiled.conduct, Fraction(1), ALL)

    def ways(self, when: Condition, conduct: str, times: Fraction, scope: str) -> tuple[Alternative, ...]:
        """The ways in which a part of an item is met, at a multiple of its standards."""
        return tuple(self._alternatives(when, conduct, times, scope))

    def _number(self, measure: Measure) -> int:
        number = self._numbers.setdefault(measure, len(self.measures))
        if number == len(self.measures):
            self.measures.append(measure)
        return number

    def number(self, measure: Measure) -> int:
        """The place of a measure among all measures."""
        return self._numbers[measure]

    def _test(self, measure: Measure, operator: str = "is", constant: int = 1) -> Test:
        return Test(self._number(measure), operator, constant)

    def _alternatives(self, when: Condition, conduct: str, times: Fraction, scope: str) -> list[Alternative]:
        match when:
            case FactCondition():
                return [(self._test(FactMeasure(when.fact, conduct, when.within, when.holds)),)]
            case DealingCondition(dealing=match):
                return [(self._test(dealing_measure(match, conduct)),)]
            case RecordsCondition():
                measure = RecordsMeasure(when.of_fact or scope, when.records_of)
                return [(self._test(measure, ">=", ceil(when.at_least * times)),)]
            case MoneyCondition():
                return [self._money(when, times, scope)]
            case NumberCondition():
                counted = AmountMeasure(when.number_of)
                below = [self._test(counted, "<", when.below[0])] if when.below else []
                return [(self._test(counted, ">=", ceil(when.at_least[0] * times)), *below)]
            case UnderCondition():
                return [(self._test(OptionMeasure(when.under.reading, when.under.option)),)]
            case ProportionsCondition():
                return [self._proportions(when, times, scope)]
            case StandardsCondition():
                narrower = NARROW if when.counting_only else scope
                return [
                    alternative
                    for reference in when.standards_of
                    for alternative in self._alternatives(
                        self.ruleset.by_id[reference].when, conduct, times * when.times, narrower
                    )
                ]
            case AnyOfCondition():
                return [a for inner in when.any_of for a in self._alternatives(inner, conduct, times, scope)]
            case AllOfCondition():
                every = [self._alternatives(inner, conduct, times, scope) for inner in when.all_of]
                return [tuple(test for part in parts for test in part) for parts in product(*every)]
        return []

    def _money(self, when: MoneyCondition, times: Fraction, scope: str) -> Alternative:
        if when.at_least is None:
            over = OverMeasure(when.money, when.standard, times)
            tests = [self._test(over, ">=", 0)]
        else:
            tests = [self._test(self.amount(when.money, scope), ">=", ceil(when.at_least * times))]
        if when.below is not None:
            tests.append(self._test(self.amount(when.money, scope), "<", when.below))
        return tuple(tests)

    def amount(self, name: str, scope: str = ALL) -> MoneyMeasure | AmountMeasure:
        """The measure of an amount: of the case format's own, or declared by the ruleset."""
        return AmountMeasure(name) if name in self.ruleset.declared else MoneyMeasure(scope, name)

    def counted(self, condition: Countable, scope: str = ALL) -> RecordsMeasure | AmountMeasure:
        """The measure of a plain number."""
        if isinstance(condition, NumberCondition):
            return AmountMeasure(condition.number_of)
        return RecordsMeasure(condition.of_fact or scope, condition.records_of)

    def sum_of(self, when: ProportionsCondition, times: Fraction, scope: str) -> SumMeasure:
        """The measure of a proportional sum at a multiple of its standard."""
        conditions = [countable(self.ruleset, reference) for reference in when.proportions_of]
        scale = lcm(*(standard_of(condition) for condition in conditions))
        shares = tuple(
            Share(
                () if isinstance(condition, NumberCondition) else condition.records_of,
                standard_of(condition),
                scale // standard_of(condition),
                self._number(self.counted(condition, scope)),
            )
            for condition in conditions
        )
        base = Fraction(1) if scope == ALL or self.narrowing is None else self.narrowing.times
        return SumMeasure(
            scope,
            shares,
            scale,
            self.special_categories if when.mixing_in and times == 1 and scope == ALL else frozenset(),
            base if when.multiplied and times > base else None,
        )

    def _proportions(self, when: ProportionsCondition, times: Fraction, scope: str) -> Alternative:
        """The sum reaches its multiple; at its own base, none of its classes has reached its standard.

        A multiple asks nothing more of the classes: a class that reaches the multiple alone meets the item too.
        """
        measure = self.sum_of(when, times, scope)
        total = self._test(measure, ">=", ceil(when.sum_at_least * times * measure.scale))
        if not (times == 1 and scope == ALL and when.none_reached):
            return (total,)
        conditions = [countable(self.ruleset, reference) for reference in when.proportions_of]
        below = [self._test(self.counted(condition, scope), "<", standard_of(condition)) for condition in conditions]
        return (*below, total)


Countable = RecordsCondition | NumberCondition


def countable(ruleset: Ruleset, reference: str) -> Countable:
    """The plain number of an item that another one refers to."""
    condition = ruleset.by_id[reference].when
    if not isinstance(condition, RecordsCondition | NumberCondition):
        raise EngineError("engine-fault", detail=f"{reference} has no number")
    return condition


def standard_of(condition: Countable) -> int:
    """The number that it has to reach."""
    return condition.at_least[0] if isinstance(condition, NumberCondition) else condition.at_least


def dealing_measure(match: DealingMatch, conduct: str) -> DealingMeasure:
    """The measure that asks for a dealing of this kind."""
    return DealingMeasure(match.acts, match.categories, match.fact, conduct)


def _protection(ruleset: Ruleset) -> dict[str, int]:
    """How protected each category is: the lower the number that makes it serious, the more."""
    order: dict[str, int] = {}
    for _, item in ruleset.items():
        if isinstance(item.when, RecordsCondition) and not item.when.of_fact:
            for category in item.when.records_of:
                order.setdefault(category, item.when.at_least)
    return order


@lru_cache(maxsize=64)
def compile_ruleset(ruleset: Ruleset) -> Program:
    """The program of a ruleset; the same ruleset gives the same program."""
    return Program(ruleset)
