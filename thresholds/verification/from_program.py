"""What durable-rules decides, as formulas: the very text that it is given, over the measures of the program.

Which rules there are, which numbers they compare and with which constants is read from that text; what each number
measures, from the measures of the program, with the ceiling that numbers are cut at (`evaluation/measuring.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from thresholds.evaluation import program as compiled
from thresholds.evaluation.assess import Engine
from thresholds.evaluation.measuring import CEILING
from thresholds.law.model import Ruleset
from thresholds.verification import logic
from thresholds.verification.logic import Formula, Number
from thresholds.verification.symbols import ALL, APART, Quantity, Truth, World, money, option


class Comparison(NamedTuple):
    """One comparison of the text: the property, `$gte` or `$lt`, and the constant."""

    name: str
    operator: str
    constant: int


class Rule(NamedTuple):
    """One rule of the text: its name, and the comparisons all of which must hold."""

    name: str
    tests: tuple[Comparison, ...]


def rules_of(engine: Engine) -> tuple[Rule, ...]:
    """The rules that durable-rules is given, as read back from their JSON text."""
    found = json.loads(engine.decider.text)
    return tuple(Rule(name, tuple(_comparisons(rule))) for name, rule in found.items())


def _comparisons(rule: Mapping[str, list[dict[str, dict[str, object]]]]) -> list[Comparison]:
    (only,) = rule["all"]
    asked = only["m"]
    parts = asked.get("$and", [asked])
    assert isinstance(parts, list)
    found = []
    for part in parts:
        ((operator, compared),) = part.items()
        ((name, constant),) = compared.items()
        if operator not in ("$gte", "$lt") or not isinstance(constant, int):
            raise ValueError(f"not a comparison: {part}")
        found.append(Comparison(name, operator, constant))
    return found


def measure_of(name: str) -> int:
    """The number of the measure behind a property of the text: `p12`, or `p12g1` in the second fact of a world."""
    return int(name.removeprefix("p").partition("g")[0])


class ProgramForm:
    """The program of an engine over the variables of one world."""

    def __init__(self, engine: Engine, world: World) -> None:
        self.engine, self.world = engine, world
        self.ruleset: Ruleset = engine.ruleset
        self.rules = rules_of(engine)
        self._measured: dict[int, Number] = {}

    def items(self) -> list[Formula]:
        """By the number of the item, that one of its rules fires."""
        return [
            logic.some(logic.every(self.holds(test) for test in rule.tests) for rule in self.rules_for(number))
            for number in range(len(self.engine.program.compiled))
        ]

    def rules_for(self, item: int) -> list[Rule]:
        """The rules of the text that conclude an item, by its number."""
        named = self.engine.decider.names
        return [rule for rule in self.rules if rule.name.startswith("r") and named[rule.name] == item]

    def holds(self, test: Comparison) -> Formula:
        """That one comparison of the text holds."""
        number = self.measured(measure_of(test.name))
        compare = logic.reaches if test.operator == "$gte" else logic.below
        return compare(number, test.constant)

    def measured(self, number: int) -> Number:
        """The value of a measure, cut at the ceiling as the program cuts it."""
        found = self._measured.get(number)
        if found is None:
            value = self._value(self.engine.program.measures[number])
            cut = logic.chosen(logic.reaches(value, CEILING), logic.constant(CEILING), value)
            found = self._measured[number] = cut
        return found

    def _value(self, measure: compiled.Measure) -> Number:
        match measure:
            case compiled.RecordsMeasure():
                return self.world.total(_records(self.ruleset, measure))
            case compiled.SumMeasure():
                return self._sum(measure)
            case compiled.MoneyMeasure():
                return self.world.number(Quantity("money", measure.name, measure.scope))
            case compiled.AmountMeasure():
                return self.world.number(self._amount(measure.name))
            case compiled.OverMeasure():
                return self._over(measure)
        return logic.chosen(self._truth(measure), logic.constant(1), logic.constant(0))

    def _truth(self, measure: compiled.Measure) -> Formula:
        match measure:
            case compiled.FactMeasure():
                years = (str(measure.within),) if measure.within else ()
                so = self.world.holds(Truth("fact", measure.name, measure.conduct, years))
                return so if measure.holds else logic.negated(so)
            case compiled.DealingMeasure():
                detail = (measure.acts, *measure.categories)
                return self.world.holds(Truth("dealing", measure.fact or "", measure.conduct, detail))
            case compiled.ConductMeasure():
                return self.world.holds(Truth("conduct", measure.conduct))
            case compiled.OptionMeasure():
                return self.world.holds(option(measure.reading, measure.option))
        raise TypeError(type(measure).__name__)

    def _amount(self, name: str) -> Quantity:
        kind = self.ruleset.declared[name].kind if name in self.ruleset.declared else "money"
        return Quantity("number", name) if kind == "number" else money(self.ruleset, name, ALL)

    def _over(self, measure: compiled.OverMeasure) -> Number:
        amount = logic.multiplied(self.world.number(self._amount(measure.name)), measure.times.denominator)
        fixed = self.world.number(Quantity("parameter", measure.parameter))
        over = logic.added([amount, logic.multiplied(fixed, -measure.times.numerator)])
        return logic.chosen(logic.below(over, -CEILING), logic.constant(-CEILING), over)

    def _sum(self, measure: compiled.SumMeasure) -> Number:
        """The scaled sum, with what is left out of it and what is let in."""
        parts = [self._part(measure, share) for share in measure.shares]
        if measure.mixing:
            reading = self.engine.program.mixing
            assert reading is not None
            beside = [
                logic.negated(logic.equal(self.measured(share.records), 0))
                for share in measure.shares
                if measure.mixing.isdisjoint(share.categories)
            ]
            enters = logic.every([self.world.holds(option(reading.reading, reading.option)), logic.some(beside)])
            for share in measure.shares:
                apart = self.world.total(Quantity("records", category, APART) for category in share.categories)
                parts.append(logic.chosen(enters, logic.multiplied(apart, share.weight), logic.constant(0)))
        return logic.added(parts)

    def _part(self, measure: compiled.SumMeasure, share: compiled.Share) -> Number:
        number = self.measured(share.records)
        part = logic.multiplied(number, share.weight)
        reading = self.engine.program.capping
        if measure.capped is None or reading is None:
            return part
        chosen = self.world.holds(option(reading.reading, reading.only_below_base))
        left_out = logic.every([chosen, logic.reaches(number, share.standard * measure.capped)])
        return logic.chosen(left_out, logic.constant(0), part)


def _records(ruleset: Ruleset, measure: compiled.RecordsMeasure) -> list[Quantity]:
    kind = "tally" if measure.scope in ruleset.declared else "records"
    parts = [(measure.scope, category) for category in measure.categories]
    if kind == "tally":
        return [Quantity("tally", fact, category) for fact, category in parts]
    return [Quantity("records", category, scope) for scope, category in parts]


def tiers_of(engine: Engine, rules: Sequence[Rule]) -> dict[int, int]:
    """By the rank of an item that is met, the grade that the text concludes from it alone; 0 for none."""
    found = {}
    for rank in dict.fromkeys(engine.decider.ranks):
        fired = [
            int(rule.name.removeprefix("t"))
            for rule in rules
            if rule.name.startswith("t")
            and all(rank >= t.constant if t.operator == "$gte" else rank < t.constant for t in rule.tests)
        ]
        found[rank] = max(fired, default=0)
    return found
