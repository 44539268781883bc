"""The second compiler: the same condition tree, resolved once, then walked with exact numbers for every item.

It knows nothing of the scaled constants that durable-rules compares, so that the two check each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod

from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import (
    ALL,
    NARROW,
    FactMeasure,
    Program,
    dealing_measure,
    records_condition,
)
from thresholds.evaluation.statements import evidence_by_category, money_evidence, stated, stated_of_dealings
from thresholds.evaluation.trace import Number, Trace
from thresholds.evaluation.worlds import Counts, World
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
from thresholds.values.status import Status

_ONE = Fraction(1)
_NEVER = UNBOUNDED // 2

#: A bit for each world in which the condition is met; all worlds are View.everywhere.
Verdicts = int
Explained = tuple[Verdicts, Trace]
Walk = Callable[["View"], Explained]
Slot = tuple[str, tuple[str, ...]]


class View:
    """One person in his worlds, with what several conditions ask for worked out once.

    `numbers` has, for each slot of the explainer, the records of its categories world by world.
    """

    __slots__ = ("_money", "everywhere", "evidence", "numbers", "paid", "person", "stated", "worlds")

    def __init__(self, person: PersonFacts, worlds: Sequence[World], slots: Sequence[Slot]) -> None:
        self.person, self.worlds = person, worlds
        self.everywhere = (1 << len(worlds)) - 1
        self.evidence = evidence_by_category(person)
        self._money: dict[str, tuple[str, ...]] = {}
        self.stated = person.stated
        self.paid = any([dealing.paid is not None for dealing in person.dealings])
        self.numbers = [
            [_total(world.general if scope == ALL else world.narrow, names) for world in worlds]
            for scope, names in slots
        ]

    def status(self, verdicts: Verdicts) -> Status:
        """Established in every world, in none, or open."""
        if verdicts == self.everywhere:
            return Status.ESTABLISHED
        return Status.OPEN if verdicts else Status.NOT_ESTABLISHED

    def pieces(self, categories: tuple[str, ...]) -> tuple[str, ...]:
        """Evidence for the records of these categories."""
        return tuple(dict.fromkeys(piece for name in categories for piece in self.evidence.get(name, ())))

    def money_pieces(self, name: str) -> tuple[str, ...]:
        """Evidence for an amount of money."""
        found = self._money.get(name)
        if found is None:
            found = self._money[name] = money_evidence(self.person, name)
        return found


def _total(counts: Counts, names: tuple[str, ...]) -> int:
    return sum([counts.get(name, 0) for name in names]) if counts else 0


class Explainer:
    """The explanation of every item of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._slots: dict[Slot, int] = {}
        self._items = [
            (
                compiled.conduct,
                compiled.judgment,
                self._resolve(compiled.item.when, compiled.conduct, _ONE, ALL, ""),
            )
            for compiled in program.compiled
        ]

    def view(self, person: PersonFacts, worlds: Sequence[World]) -> View:
        """The view that `explain` takes."""
        return View(person, worlds, tuple(self._slots))

    def explain(self, view: View) -> list[tuple[Verdicts, Trace]]:
        """The verdict of every item in each world and its trace, in the order of the program."""
        everywhere = view.everywhere
        chapeaux: dict[str, Verdicts] = {}
        found = []
        for conduct, judgment, walk in self._items:
            chapeau = chapeaux.get(conduct)
            if chapeau is None:
                chapeau = chapeaux[conduct] = _bits([world.conduct[conduct] for world in view.worlds])
            if chapeau == everywhere:
                found.append(walk(view))
            else:
                verdicts, trace = walk(view)
                verdicts &= chapeau
                status = trace.status if judgment else view.status(verdicts)
                condition = _conduct(conduct, view.status(chapeau))
                fields = ("all_of", (), status, 0, 0, None, 1, None, None, "", (), (condition, trace), "")
                found.append((verdicts, tuple.__new__(Trace, fields)))
        return found

    def _resolve(self, when: Condition, conduct: str, times: Fraction, scope: str, of_item: str) -> Walk:
        """A condition at a multiple of its standards, counting everything or only what item (8) counts."""
        match when:
            case RecordsCondition():
                return self._records(when, times, scope, of_item)
            case MoneyCondition():
                return self._money(when, times, scope, of_item)
            case ProportionsCondition():
                return self._proportions(when, times, scope, of_item)
            case StandardsCondition():
                return self._standards(when, conduct, times, scope, of_item)
            case FactCondition():
                return _fact(when, self.program.number(FactMeasure(when.fact, conduct, when.within)))
            case DealingCondition():
                return _dealing(when, self.program.number(dealing_measure(when.dealing, conduct)))
            case AnyOfCondition():
                return self._joined("any_of", when.any_of, conduct, times, scope)
            case AllOfCondition():
                return self._joined("all_of", when.all_of, conduct, times, scope)
            case JudgmentCondition():
                trace = Trace("judgment", (), Status.FOR_THE_COURT)
                return lambda _: (0, trace)
        raise TypeError(type(when).__name__)

    def _slot(self, scope: str, categories: tuple[str, ...]) -> int:
        return self._slots.setdefault((scope, categories), len(self._slots))

    def _records(self, when: RecordsCondition, times: Fraction, scope: str, of_item: str) -> Walk:
        standard, names, slot = (
            _multiplied(when.at_least, times),
            when.records_of,
            self._slot(scope, when.records_of),
        )
        measured = _measured("records", names, standard, 1, Unit.RECORDS, times, of_item)

        def walk(view: View) -> Explained:
            return measured(view, view.numbers[slot], view.pieces(names) if view.evidence else ())

        return walk

    def _money(self, when: MoneyCondition, times: Fraction, scope: str, of_item: str) -> Walk:
        standard, names, key = _multiplied(when.at_least, times), (when.money,), (scope, when.money)
        measured = _measured("money", names, standard, 1, Unit.MONEY, times, of_item)
        name = when.money

        def walk(view: View) -> Explained:
            numbers = [world.money.get(key, 0) for world in view.worlds]
            met, trace = measured(view, numbers, view.money_pieces(name))
            if trace.high == 0 and name not in view.stated and not view.paid:
                trace = trace._replace(detail="unstated")
            return met, trace

        return walk

    def _proportions(self, when: ProportionsCondition, times: Fraction, scope: str, of_item: str) -> Walk:
        conditions = [records_condition(self.program.ruleset, name) for name in when.proportions_of]
        classes = [
            (self._slot(scope, condition.records_of), condition.records_of, condition.at_least)
            for condition in conditions
        ]
        common = prod(number for _, _, number in classes)
        standard = _multiplied(when.sum_at_least * common, times)
        own = times == _ONE and scope == ALL
        weights = [(slot, number, common // number) for slot, _, number in classes]
        none_reached = own and when.none_reached
        narrowing = self.program.narrowing
        base = narrowing.times if scope == NARROW and narrowing else _ONE
        capped = when.multiplied is not None and times > base
        mixing = own and when.mixing_in is not None
        special = self.program.special_categories
        beside = [slot for slot, categories, _ in classes if special.isdisjoint(categories)]
        measured = _measured("sum", when.proportions_of, standard, common, None, times, of_item)

        def walk(view: View) -> Explained:
            rows = [(view.numbers[slot], number, weight) for slot, number, weight in weights]
            sums, verdicts, blocked = [], 0, False
            for index, world in enumerate(view.worlds):
                total, reached = 0, False
                for row, number, weight in rows:
                    amount = row[index]
                    if not (capped and world.caps and amount >= number * base):
                        total += amount * weight
                    reached = reached or amount >= number
                if mixing and world.mixes and any(view.numbers[slot][index] for slot in beside):
                    total += sum(
                        world.lawful.get(name, 0) * (common // number)
                        for _, categories, number in classes
                        for name in categories
                    )
                met = total >= standard
                blocked = blocked or (met and none_reached and reached)
                sums.append(total)
                verdicts |= (met and not (none_reached and reached)) << index
            trace = measured(view, sums, ())[1]
            if blocked:
                trace = trace._replace(status=view.status(verdicts), detail="reached")
            return verdicts, trace

        return walk

    def _standards(self, when: StandardsCondition, conduct: str, times: Fraction, scope: str, of_item: str) -> Walk:
        narrower = NARROW if when.counting_only else scope
        items = self.program.ruleset.by_id
        parts = [
            self._resolve(items[name].when, conduct, times * when.times, narrower, name) for name in when.standards_of
        ]
        references, multiplier = when.standards_of, when.times

        def walk(view: View) -> Explained:
            met, children = 0, []
            for part in parts:
                verdicts, trace = part(view)
                met |= verdicts
                children.append(trace)
            fields = (
                "standards",
                references,
                view.status(met),
                0,
                0,
                None,
                1,
                None,
                multiplier,
                "",
                (),
                tuple(children),
            )
            return met, tuple.__new__(Trace, (*fields, of_item))

        return walk

    def _joined(self, kind: str, conditions: tuple[Condition, ...], conduct: str, times: Fraction, scope: str) -> Walk:
        parts = [self._resolve(condition, conduct, times, scope, "") for condition in conditions]
        one_is_enough = kind == "any_of"

        def walk(view: View) -> Explained:
            met = 0 if one_is_enough else view.everywhere
            children = []
            for part in parts:
                verdicts, trace = part(view)
                met = met | verdicts if one_is_enough else met & verdicts
                children.append(trace)
            fields = (kind, (), view.status(met), 0, 0, None, 1, None, None, "", (), tuple(children), "")
            return met, tuple.__new__(Trace, fields)

        return walk


def _measured(
    kind: str,
    names: tuple[str, ...],
    standard: Number,
    scale: int,
    unit: Unit | None,
    times: Fraction,
    of_item: str,
) -> Callable[[View, list[int], tuple[str, ...]], Explained]:
    """How a number stands against this standard, in one world or in several."""
    new = tuple.__new__
    nothing = Trace(kind, names, Status.NOT_ESTABLISHED, 0, 0, standard, scale, unit, times, of_item=of_item)

    def measured(view: View, numbers: list[int], evidence: tuple[str, ...]) -> Explained:
        if len(numbers) == 1:
            low = high = numbers[0]
            if not (low or evidence):
                return 0, nothing
            met = 1 if low >= standard else 0
            status = Status.ESTABLISHED if met else Status.NOT_ESTABLISHED
        else:
            low, high = min(numbers), max(numbers)
            met = _bits([number >= standard for number in numbers])
            status = view.status(met)
        top = None if high >= _NEVER else high
        fields = (kind, names, status, low, top, standard, scale, unit, times, "", evidence, (), of_item)
        return met, new(Trace, fields)

    return measured


def _bits(verdicts: list[bool]) -> Verdicts:
    """One bit for each world in which it holds."""
    return sum([1 << index for index, met in enumerate(verdicts) if met])


@lru_cache(maxsize=64)
def _conduct(conduct: str, status: Status) -> Trace:
    """Whether there is conduct of a kind, as the first condition of an item."""
    return Trace("conduct", (conduct,), status)


def _fact(when: FactCondition, key: int) -> Walk:
    nothing = Trace("fact", (when.fact,), Status.NOT_ESTABLISHED, detail="unstated")
    name = when.fact

    def walk(view: View) -> Explained:
        if name not in view.stated:
            return 0, nothing
        verdicts = _bits([world.truths[key] for world in view.worlds])
        detail, evidence = stated(view.person.facts, when.fact)
        trace = Trace("fact", (when.fact,), view.status(verdicts), detail=detail, evidence=evidence)
        return verdicts, trace

    return walk


def _dealing(when: DealingCondition, key: int) -> Walk:
    fact = when.dealing.fact or ""
    names = (fact, *when.dealing.categories)
    nothing = Trace("dealing", names, Status.NOT_ESTABLISHED, detail="unstated")

    def walk(view: View) -> Explained:
        if fact and fact not in view.stated:
            return 0, nothing
        verdicts = _bits([world.truths[key] for world in view.worlds])
        detail, evidence = stated_of_dealings(view.person, fact)
        return verdicts, Trace("dealing", names, view.status(verdicts), detail=detail, evidence=evidence)

    return walk


def _multiplied(number: int | Fraction, times: Fraction) -> Number:
    product = Fraction(number) * times
    return product.numerator if product.denominator == 1 else product
