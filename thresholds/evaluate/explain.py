"""The second compiler: walks the same condition tree with exact numbers, for every item, met or not.

It knows nothing of the scaled constants that durable-rules compares, so that the two check each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from thresholds.case.model import Facts
from thresholds.evaluate.counting import UNBOUNDED
from thresholds.evaluate.facts import PersonFacts
from thresholds.evaluate.program import ALL, NARROW, Compiled, FactMeasure, Program, dealing_measure
from thresholds.evaluate.trace import Number, Trace
from thresholds.evaluate.worlds import World
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    DealingCondition,
    FactCondition,
    JudgmentCondition,
    MoneyCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
)
from thresholds.values.figures import Unit
from thresholds.values.status import Status, over_worlds

_ONE = Fraction(1)
_NEVER = UNBOUNDED // 2


class Walked:
    """Verdicts of one condition, world by world, and its trace."""

    __slots__ = ("trace", "verdicts")

    def __init__(self, verdicts: list[bool], trace: Trace) -> None:
        self.verdicts, self.trace = verdicts, trace


class Explainer:
    """Explains the items of a program for one person over his worlds."""

    def __init__(self, program: Program, person: PersonFacts, worlds: Sequence[World]) -> None:
        self.program, self.person, self.worlds = program, person, worlds
        self.evidence = _evidence_by_category(person)

    def item(self, compiled: Compiled) -> Walked:
        """An item with its chapeau: no conduct of its kind, no item."""
        walked = self.walk(compiled.item.when, compiled.conduct, _ONE, ALL)
        chapeau = [world.truths[compiled.conduct] for world in self.worlds]
        if all(chapeau):
            return walked
        verdicts = [held and met for held, met in zip(chapeau, walked.verdicts, strict=True)]
        status = walked.trace.status if compiled.judgment else over_worlds(verdicts)
        conduct = Trace("conduct", (compiled.conduct,), over_worlds(chapeau))
        return Walked(verdicts, Trace("all_of", (), status, children=(conduct, walked.trace)))

    def walk(self, when: Condition, conduct: str, times: Fraction, scope: str) -> Walked:
        """A condition at a multiple of its standards, counting everything or only what item (8) counts."""
        match when:
            case RecordsCondition():
                return self._records(when, times, scope)
            case MoneyCondition():
                return self._money(when, times, scope)
            case ProportionsCondition():
                return self._proportions(when, times, scope)
            case StandardsCondition():
                return self._standards(when, conduct, times, scope)
            case FactCondition():
                return self._fact(when, conduct)
            case DealingCondition():
                return self._dealing(when, conduct)
            case AnyOfCondition():
                return self._joined("any_of", when.any_of, conduct, times, scope)
            case AllOfCondition():
                return self._joined("all_of", when.all_of, conduct, times, scope)
            case JudgmentCondition():
                verdicts = [False] * len(self.worlds)
                return Walked(verdicts, Trace("judgment", (), Status.FOR_THE_COURT))
        raise TypeError(type(when).__name__)

    def _measured(
        self, kind: str, names: tuple[str, ...], numbers: list[int], standard: Number, unit: Unit, times: Fraction
    ) -> Walked:
        verdicts = [number >= standard for number in numbers]
        low, high = min(numbers), max(numbers)
        trace = Trace(
            kind,
            names,
            over_worlds(verdicts),
            low,
            None if high >= _NEVER else high,
            standard,
            unit,
            times,
            evidence=self._evidence(kind, names),
        )
        return Walked(verdicts, trace)

    def _evidence(self, kind: str, names: tuple[str, ...]) -> tuple[str, ...]:
        if not self.evidence and kind == "records":
            return ()
        if kind == "money":
            return money_evidence(self.person, names[0])
        found = dict.fromkeys(piece for name in names for piece in self.evidence.get(name, ()))
        return tuple(found)

    def _records(self, when: RecordsCondition, times: Fraction, scope: str) -> Walked:
        numbers = [
            sum([world.records(scope).get(category, 0) for category in when.records_of]) for world in self.worlds
        ]
        standard = _multiplied(when.at_least, times)
        return self._measured("records", when.records_of, numbers, standard, Unit.RECORDS, times)

    def _money(self, when: MoneyCondition, times: Fraction, scope: str) -> Walked:
        numbers = [world.money.get((scope, when.money), 0) for world in self.worlds]
        standard = _multiplied(when.at_least, times)
        return self._measured("money", (when.money,), numbers, standard, Unit.MONEY, times)

    def _proportions(self, when: ProportionsCondition, times: Fraction, scope: str) -> Walked:
        own = times == _ONE and scope == ALL
        conditions = []
        for reference in when.proportions_of:
            condition = self.program.ruleset.by_id[reference].when
            assert isinstance(condition, RecordsCondition)
            conditions.append(condition)
        common = prod(condition.at_least for condition in conditions)
        sums, verdicts = [], []
        for world in self.worlds:
            counts = world.records(scope)
            numbers = [sum([counts.get(c, 0) for c in condition.records_of]) for condition in conditions]
            total = self._sum(when, conditions, numbers, world, common, own, times, scope)
            sums.append(total)
            met = total >= when.sum_at_least * times * common
            reached = any(n >= c.at_least for n, c in zip(numbers, conditions, strict=True))
            verdicts.append(met and not (own and when.none_reached and reached))
        low, high = min(sums), max(sums)
        status = over_worlds(verdicts)
        names = when.proportions_of
        standard = _multiplied(when.sum_at_least, times)
        ends = Fraction(low, common), None if high >= _NEVER else Fraction(high, common)
        detail = "none_reached" if own and when.none_reached and status is Status.NOT_ESTABLISHED else ""
        if detail and not all(total >= when.sum_at_least * common for total in sums):
            detail = ""
        return Walked(verdicts, Trace("sum", names, status, *ends, standard, None, times, detail))

    def _sum(
        self,
        when: ProportionsCondition,
        conditions: list[RecordsCondition],
        numbers: list[int],
        world: World,
        common: int,
        own: bool,
        times: Fraction,
        scope: str,
    ) -> int:
        """The sum times `common`: with what a reading mixes in at its base, without what one leaves out above."""
        narrowing = self.program.narrowing
        base = narrowing.times if scope == NARROW and narrowing else _ONE
        capped = when.multiplied is not None and world.caps and times > base
        total = 0
        for number, condition in zip(numbers, conditions, strict=True):
            if not (capped and number >= condition.at_least * base):
                total += number * (common // condition.at_least)
        if own and when.mixing_in and world.mixes and total:
            for condition in conditions:
                mixed = sum([world.lawful.get(c, 0) for c in condition.records_of])
                total += mixed * (common // condition.at_least)
        return total

    def _standards(self, when: StandardsCondition, conduct: str, times: Fraction, scope: str) -> Walked:
        narrower = NARROW if when.counting_only else scope
        items = self.program.ruleset.by_id
        parts = [
            self.walk(items[reference].when, conduct, times * when.times, narrower)
            for reference in when.standards_of
        ]
        verdicts = [any(met) for met in zip(*(part.verdicts for part in parts), strict=True)]
        children = tuple(
            Trace("of_item", (reference,), part.trace.status, children=(part.trace,))
            for reference, part in zip(when.standards_of, parts, strict=True)
        )
        status = over_worlds(verdicts)
        return Walked(verdicts, Trace("standards", when.standards_of, status, times=when.times, children=children))

    def _joined(
        self, kind: str, conditions: tuple[Condition, ...], conduct: str, times: Fraction, scope: str
    ) -> Walked:
        parts = [self.walk(condition, conduct, times, scope) for condition in conditions]
        join = any if kind == "any_of" else all
        verdicts = [join(met) for met in zip(*(part.verdicts for part in parts), strict=True)]
        children = tuple(part.trace for part in parts)
        return Walked(verdicts, Trace(kind, (), over_worlds(verdicts), children=children))

    def _fact(self, when: FactCondition, conduct: str) -> Walked:
        key = FactMeasure(when.fact, conduct, when.within)
        verdicts = [world.truths[key] for world in self.worlds]
        detail, evidence = stated(self.person.facts, when.fact)
        return Walked(
            verdicts, Trace("fact", (when.fact,), over_worlds(verdicts), detail=detail, evidence=evidence)
        )

    def _dealing(self, when: DealingCondition, conduct: str) -> Walked:
        key = dealing_measure(when.dealing, conduct)
        verdicts = [world.truths[key] for world in self.worlds]
        fact = when.dealing.fact or ""
        detail, evidence = _stated_of_dealings(self.person, fact)
        names = (fact, *when.dealing.categories)
        trace = Trace("dealing", names, over_worlds(verdicts), detail=detail, evidence=evidence)
        return Walked(verdicts, trace)


def _multiplied(number: int | Fraction, times: Fraction) -> Number:
    product = number * times
    return product.numerator if product.denominator == 1 else product


def stated(facts: Facts, name: str) -> tuple[str, tuple[str, ...]]:
    """How the file states a fact of the person (yes, no, unknown, exempted, dated, unstated), and its evidence."""
    value = getattr(facts, name, None)
    if value is None:
        return "unstated", ()
    if getattr(value, "exempted", False):
        return "exempted", value.evidence
    days = getattr(value, "days", None)
    if days:
        first = days[0] if isinstance(days, tuple) else days
        return f"dated {first.written}", value.evidence
    return str(value.truth), value.evidence


def _stated_of_dealings(person: PersonFacts, fact: str) -> tuple[str, tuple[str, ...]]:
    """The strongest statement of a fact among the person's supplies, and the evidence for it."""
    best, evidence = "unstated", ()
    for truth in ("yes", "unknown", "no"):
        for dealing in person.dealings:
            value = getattr(dealing, fact, None) if fact else None
            if value is not None and value.truth == truth:
                return f"{truth} {dealing.id}", value.evidence or dealing.evidence
    return best, evidence


def _evidence_by_category(person: PersonFacts) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for holding in person.holdings:
        pieces = dict.fromkeys(holding.body.evidence)
        if holding.body.records:
            pieces |= dict.fromkeys(holding.body.records.evidence)
        for line in holding.lines():
            pieces |= dict.fromkeys(line.dealing.evidence)
        if pieces and holding.category:
            for category in holding.category.options:
                found.setdefault(category, {}).update(pieces)
    return {category: tuple(pieces) for category, pieces in found.items()}


def money_evidence(person: PersonFacts, name: str) -> tuple[str, ...]:
    """Evidence for an amount: of the stated figure, or of the payments that are added up."""
    value = getattr(person.facts, name, None)
    if value is not None:
        inner = [getattr(value, part, None) for part in ("gross", "net")]
        pieces = [*value.evidence, *(piece for figure in inner if figure for piece in figure.evidence)]
        return tuple(dict.fromkeys(pieces))
    if name != "illegal_gains":
        return ()
    found: dict[str, None] = {}
    for dealing in person.dealings:
        if dealing.paid is not None and dealing.supplies:
            found.update(dict.fromkeys([*dealing.paid.evidence, *dealing.evidence]))
    return tuple(found)
