"""Conduct and facts in one world of every row: which dealings count, under which standards, and what is so."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from functools import lru_cache

from thresholds.case.flat import Sort, keys_of
from thresholds.columns.cells import UNSTATED, Fact
from thresholds.columns.row import Body, Row
from thresholds.columns.stage import Stage
from thresholds.columns.terms import (
    Term,
    Value,
    among,
    chosen,
    difference,
    equals,
    every,
    exceeds,
    negated,
    reaches,
    some,
    total,
)
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.program import DealingMeasure, FactMeasure, Program
from thresholds.law.conditions import UNIT
from thresholds.law.model import GENERAL

#: Years in which the days of a table can lie, for 29 February.
_YEARS = range(1900, 2200)


class ConductMaker:
    """What a row says of conduct, under one choice of readings."""

    def __init__(self, stage: Stage, row: Row, program: Program, choices: Choices) -> None:
        self.stage, self.row, self.program, self.choices = stage, row, program, choices
        self.sorts = {name: key.sort for name, key in keys_of(program.ruleset).items()}

    def present(self, body: Body, high: bool) -> Term:
        """Whether there is a dealing that consent or anonymisation does not take out, at this end."""
        of = self.stage.of
        sure = True if high else negated(of(body.doubtful))
        return every([of(body.there), negated(of(body.out)), sure])

    def is_lawful(self, body: Body, category: str | None, lawful: bool) -> Term:
        """Whether records of a category (None: no record is stated) are under 第六条 in this world."""
        if category is not None and category not in self.program.special_categories:
            return False
        of, fact = self.stage.of, body.lawful_business
        return every([of(body.special), of(fact.maybe if lawful else fact.yes)])

    def _nothing(self, body: Body) -> Term:
        """Whether no record is stated at all."""
        return negated(some([self.stage.of(number.stated) for number in body.counts.values()]))

    def _possible(self, body: Body, category: str) -> Term:
        """Whether records of the category are stated, and more than none of them is possible."""
        number = body.counts[category]
        return every([self.stage.of(number.stated), reaches(self.stage.of(number.high), 1)])

    def general(self, body: Body, high: bool, lawful: bool) -> Term:
        """Whether the dealing is under the general standards, with any of its records."""
        kinds = [
            every([self._possible(body, name), negated(self.is_lawful(body, name, lawful))]) for name in body.counts
        ]
        alone = every([self._nothing(body), negated(self.is_lawful(body, None, lawful))])
        return every([self.present(body, high), some([*kinds, alone])])

    def covered(self, body: Body, high: bool, lawful: bool) -> Term:
        """Whether 第六条 covers any of its records."""
        kinds = [every([self._possible(body, name), self.is_lawful(body, name, lawful)]) for name in body.counts]
        alone = every([self._nothing(body), self.is_lawful(body, None, lawful)])
        return every([self.present(body, high), some([*kinds, alone])])

    def supplies_from_duty(self, high: bool) -> Term:
        """Whether any supply is of records from duty or service, at this end."""
        of, found = self.stage.of, []
        for body in self.row.bodies:
            duty = of(body.duty.maybe if high else body.duty.yes)
            records = some([self._nothing(body), *[self._possible(body, name) for name in body.counts]])
            found.append(every([self.present(body, high), of(body.supplies), duty, records]))
        return some(found)

    def make(
        self, high: bool, lawful: bool, supposed: Mapping[str, bool], gains: Value
    ) -> tuple[dict[str, Value], dict[int, Value]]:
        """Which kinds of conduct there are, and every fact and dealing by the number of its measure."""
        put, bodies = self.stage.put, self.row.bodies
        general = [self.general(body, high, lawful) for body in bodies]
        covered = [self.covered(body, high, lawful) for body in bodies]
        conduct = self._conducts(high, lawful, some(general), self.stage.pending(gains))
        truths: dict[int, Value] = {}
        for number, measure in self.program.person_facts:
            dealings = covered if measure.conduct == self.program.special else general
            truths[number] = put(self._fact(measure, high, supposed, dealings))
        for number, asked in self.program.dealing_facts:
            truths[number] = put(some([self._dealing(asked, body, high) for body in bodies]))
        return conduct, truths

    def _conducts(self, high: bool, lawful: bool, general: Term, gains: Term) -> dict[str, Value]:
        """Stated gains alone speak of conduct too; a breach is taken as stated."""
        of, put, program = self.stage.of, self.stage.put, self.program
        kept = []
        for body in self.row.bodies:
            inside = [
                every([of(number.stated), self.is_lawful(body, name, lawful)]) for name, number in body.counts.items()
            ]
            inside.append(every([self._nothing(body), self.is_lawful(body, None, lawful)]))
            kept.append(every([self.present(body, high), some(inside)]))
        special = some(kept)
        if not program.ruleset.from_dealings:
            return {GENERAL: True, program.special: put(special)}
        breach = self.row.facts.get("breach_of_state_provisions", UNSTATED)
        breached = some([negated(of(breach.stated)), of(breach.maybe if high else breach.yes)])
        by_gains = every([self._silent(), reaches(gains, 1)])
        return {
            GENERAL: put(every([breached, some([general, by_gains])])),
            program.special: put(every([breached, special])),
        }

    def _silent(self) -> Term:
        """Whether no dealing is stated, or only dealings in no records at all."""
        of, found = self.stage.of, []
        for body in self.row.bodies:
            none = [negated(self._possible(body, name)) for name in body.counts]
            empty = every([negated(of(body.out)), negated(self._nothing(body)), *none])
            found.append(some([negated(of(body.there)), empty]))
        return every(found)

    def _dealing(self, asked: DealingMeasure, body: Body, high: bool) -> Term:
        of = self.stage.of
        supplies = of(body.supplies)
        family = {"supply": supplies, "get": negated(supplies)}.get(asked.acts, True)
        names = [name for name in body.counts if not asked.categories or name in asked.categories]
        records: list[Term] = [self._possible(body, name) for name in names]
        if not asked.categories:
            records.append(self._nothing(body))
        stated: Term = True
        if asked.fact is not None:
            fact: Fact = getattr(body, asked.fact)
            stated = of(fact.maybe if high else fact.yes)
        return every([self.present(body, high), family, stated, some(records)])

    def _fact(self, measure: FactMeasure, high: bool, supposed: Mapping[str, bool], dealings: list[Term]) -> Term:
        """Whether a fact of the person is so, or is not; one that works both ways is supposed where it is unknown."""
        of = self.stage.of
        if measure.name == UNIT:
            unit = of(self.row.unit)
            return unit if measure.holds else negated(unit)
        fact = self.row.facts.get(measure.name, UNSTATED)
        held = self._held(measure, fact, high, dealings)
        if measure.name in supposed:
            unknown = every([of(fact.maybe), negated(of(fact.yes))])
            held = chosen(unknown, supposed[measure.name], held)
        if measure.holds:
            return every([of(fact.stated), held])
        return some([negated(of(fact.stated)), negated(held)])

    def _held(self, measure: FactMeasure, fact: Fact, high: bool, dealings: list[Term]) -> Term:
        held = self.stage.of(fact.maybe if high else fact.yes)
        sort = self.sorts.get(measure.name)
        if sort is Sort.PUNISHMENT:
            if self.choices.prior_exemption == "does_not_count":
                held = every([held, negated(self.stage.of(fact.exempted))])
            return every([held, self._before(fact, high, dealings)])
        if sort is Sort.PENALTY and measure.within is not None:
            return every([held, self._within(fact, measure.within, high, dealings)])
        return held

    def _before(self, fact: Fact, high: bool, dealings: list[Term]) -> Term:
        """A punishment is earlier as stated, unless its day is known and falls after conduct whose days all are."""
        if fact.day == 0:
            return True
        of, row = self.stage.of, self.row
        day, after_ = of(fact.day), reaches if high else exceeds
        later = [self._on(body, lambda when: after_(when, day)) for body in row.bodies]
        undated = some([every([dealing, negated(of(body.dated))]) for dealing, body in self._with(dealings)])
        after = some([every([dealing, late]) for (dealing, _), late in zip(self._with(dealings), later, strict=True)])
        alone = some([negated(of(row.conduct_dated)), after_(of(row.conduct_day), day)])
        return some([equals(day, 0), chosen(some(dealings), some([undated, after]), alone)])

    def _within(self, fact: Fact, years: int, high: bool, dealings: list[Term]) -> Term:
        """A dated penalty lies within so many years before a later dealing; one without a date does as stated."""
        if fact.day == 0:
            return True
        of, row = self.stage.of, self.row
        day = of(fact.day)
        last = _years_later(day, years)
        inclusive = self.choices.two_years == "inclusive"

        def near(when: Term) -> Term:
            after = reaches(when, day) if high else exceeds(when, day)
            return every([after, reaches(last, when) if inclusive else exceeds(last, when)])

        found = [every([dealing, self._on(body, near)]) for dealing, body in self._with(dealings)]
        alone = every([of(row.conduct_dated), near(of(row.conduct_day))])
        return some([equals(day, 0), chosen(some(dealings), some(found), alone)])

    def _on(self, body: Body, asks: Callable[[Term], Term]) -> Term:
        """Whether the dealing has a day of which this is so."""
        of = self.stage.of
        return every([of(body.dated), asks(of(body.day))])

    def _with(self, dealings: list[Term]) -> list[tuple[Term, Body]]:
        return list(zip(dealings, self.row.bodies, strict=True))


def _years_later(day: Term, years: int) -> Term:
    """The same calendar day (yyyymmdd) some years later; 29 February becomes the last day of its month."""
    shorter = chosen(among(day, _leap_days_lost(years)), 1, 0)
    return difference(total([day, years * 10_000]), shorter)


@lru_cache(maxsize=16)
def _leap_days_lost(years: int) -> tuple[int, ...]:
    """The days that do not exist so many years later."""
    return tuple(year * 10_000 + 229 for year in _YEARS if calendar.isleap(year) and not calendar.isleap(year + years))
