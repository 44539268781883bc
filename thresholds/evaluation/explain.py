"""The second compiler: the same condition tree, resolved once, then walked with exact numbers for every item.

It knows nothing of the scaled constants that durable-rules compares, so that the two check each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from thresholds.evaluation.amounts import bounded, declared
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import (
    ALL,
    NARROW,
    Compiled,
    Countable,
    FactMeasure,
    Program,
    countable,
    dealing_measure,
    standard_of,
)
from thresholds.evaluation.trace import PLAIN, Trace
from thresholds.evaluation.view import DECLARED, Explained, Slot, Verdicts, View, Walk
from thresholds.evaluation.walks import (
    bits,
    both,
    conduct_trace,
    dealing_walk,
    fact_walk,
    for_judgment,
    measured,
    multiplied,
    under,
)
from thresholds.evaluation.worlds import World
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    DealingCondition,
    FactCondition,
    JudgmentCondition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)
from thresholds.values.figures import Unit

_ONE = Fraction(1)


class Explainer:
    """The explanation of every item of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._slots: dict[Slot, int] = {}
        self._items = [
            (
                compiled.conduct,
                compiled.judgment,
                self._item(compiled),
            )
            for compiled in program.compiled
        ]

    def _item(self, compiled: Compiled) -> Walk:
        """The item's own condition, after what the opening words of its paragraph ask."""
        opening = None
        if compiled.requires is not None:
            opening = self._resolve(compiled.requires, compiled.conduct, _ONE, ALL, "")
        if compiled.judgment:
            return for_judgment(opening)
        walk = self._resolve(compiled.item.when, compiled.conduct, _ONE, ALL, "")
        return walk if opening is None else both(opening, walk)

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
                chapeau = chapeaux[conduct] = bits([world.conduct[conduct] for world in view.worlds])
            if chapeau == everywhere:
                found.append(walk(view))
            else:
                verdicts, trace = walk(view)
                verdicts &= chapeau
                status = trace.status if judgment else view.status(verdicts)
                condition = conduct_trace(conduct, view.status(chapeau))
                fields = (
                    "all_of",
                    (),
                    status,
                    0,
                    0,
                    None,
                    1,
                    None,
                    None,
                    "",
                    (),
                    (condition, trace),
                    "",
                    *PLAIN,
                )
                found.append((verdicts, tuple.__new__(Trace, fields)))
        return found

    def _resolve(self, when: Condition, conduct: str, times: Fraction, scope: str, of_item: str) -> Walk:
        """A condition at a multiple of its standards, counting everything or only what item (8) counts."""
        match when:
            case RecordsCondition():
                return self._records(when, times, scope, of_item)
            case MoneyCondition():
                return self._money(when, times, scope, of_item)
            case NumberCondition():
                return self._things(when, times, of_item)
            case UnderCondition():
                return under(when)
            case ProportionsCondition():
                return self._proportions(when, times, scope, of_item)
            case StandardsCondition():
                return self._standards(when, conduct, times, scope, of_item)
            case FactCondition():
                return fact_walk(when, self.program.number(FactMeasure(when.fact, conduct, when.within, when.holds)))
            case DealingCondition():
                return dealing_walk(when, self.program.number(dealing_measure(when.dealing, conduct)))
            case AnyOfCondition():
                return self._joined("any_of", when.any_of, conduct, times, scope)
            case AllOfCondition():
                return self._joined("all_of", when.all_of, conduct, times, scope)
            case JudgmentCondition():
                return for_judgment(None)
        raise TypeError(type(when).__name__)

    def _slot(self, scope: str, categories: tuple[str, ...]) -> int:
        return self._slots.setdefault((scope, categories), len(self._slots))

    def _records(self, when: RecordsCondition, times: Fraction, scope: str, of_item: str) -> Walk:
        standard, names, slot = (
            multiplied(when.at_least, times),
            when.records_of,
            self._slot(when.of_fact or scope, when.records_of),
        )
        standing = measured("records", names, standard, 1, Unit.RECORDS, times, of_item)

        def walk(view: View) -> Explained:
            return standing(view, view.numbers[slot], view.pieces(names) if view.evidence else ())

        return walk

    def _money(self, when: MoneyCondition, times: Fraction, scope: str, of_item: str) -> Walk:
        name, names, key = when.money, (when.money,), (scope, when.money)
        if name in self.program.ruleset.declared or when.at_least is None:
            return self._declared_money(when, times, of_item)
        standing = measured("money", names, multiplied(when.at_least, times), 1, Unit.MONEY, times, of_item)

        def walk(view: View) -> Explained:
            numbers = [world.money.get(key, 0) for world in view.worlds]
            met, trace = bounded(view, *standing(view, numbers, view.money_pieces(name)), numbers, when.below)
            if trace.high == 0 and name not in view.stated and not view.paid:
                trace = trace._replace(detail="unstated")
            return met, trace

        return walk

    def _declared_money(self, when: MoneyCondition, times: Fraction, of_item: str) -> Walk:
        """An amount that the ruleset declares, or one measured by what a region has fixed."""
        own, region = when.money in self.program.ruleset.declared, when.standard if when.at_least is None else ""
        slot = self._slot(DECLARED, (when.money,))

        def walk(view: View) -> Explained:
            numbers = view.numbers[slot] if own else [world.money.get((ALL, when.money), 0) for world in view.worlds]
            if when.at_least is None:
                standards = [multiplied(world.fixed[when.standard], times) for world in view.worlds]
            else:
                standards = [multiplied(when.at_least, times)] * len(numbers)
            name = when.money
            return declared(view, "money", name, numbers, standards, Unit.MONEY, times, of_item, "", when.below, region)

        return walk

    def _things(self, when: NumberCondition, times: Fraction, of_item: str) -> Walk:
        number, word = when.at_least
        standard, below = multiplied(number, times), when.below[0] if when.below else None
        slot = self._slot(DECLARED, (when.number_of,))

        def walk(view: View) -> Explained:
            numbers = view.numbers[slot]
            standards = [standard] * len(numbers)
            name = when.number_of
            return declared(view, "number", name, numbers, standards, Unit.RECORDS, times, of_item, word, below)

        return walk

    def _proportions(self, when: ProportionsCondition, times: Fraction, scope: str, of_item: str) -> Walk:
        conditions = [countable(self.program.ruleset, name) for name in when.proportions_of]
        classes = [(*self._class(condition, scope), standard_of(condition)) for condition in conditions]
        common = prod(number for _, _, number in classes)
        standard = multiplied(when.sum_at_least * common, times)
        own = times == _ONE and scope == ALL
        weights = [(slot, number, common // number) for slot, _, number in classes]
        none_reached = own and when.none_reached
        narrowing = self.program.narrowing
        base = narrowing.times if scope == NARROW and narrowing else _ONE
        capped = when.multiplied is not None and times > base
        mixing = own and when.mixing_in is not None
        special = self.program.special_categories
        beside = [slot for slot, categories, _ in classes if special.isdisjoint(categories)]
        standing = measured("sum", when.proportions_of, standard, common, None, times, of_item)

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
            trace = standing(view, sums, ())[1]
            if blocked:
                trace = trace._replace(status=view.status(verdicts), detail="reached")
            return verdicts, trace

        return walk

    def _class(self, condition: Countable, scope: str) -> tuple[int, tuple[str, ...]]:
        """The slot of one class of a sum, and its categories; things that are not records have none."""
        if isinstance(condition, NumberCondition):
            return self._slot(DECLARED, (condition.number_of,)), ()
        return self._slot(condition.of_fact or scope, condition.records_of), condition.records_of

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
            return met, tuple.__new__(Trace, (*fields, of_item, *PLAIN))

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
            fields = (
                kind,
                (),
                view.status(met),
                0,
                0,
                None,
                1,
                None,
                None,
                "",
                (),
                tuple(children),
                "",
                *PLAIN,
            )
            return met, tuple.__new__(Trace, fields)

        return walk
