"""The shortest case in which one number or one fact of an item is what decides: everything else that it asks is so."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import NamedTuple

from thresholds.authoring.boundaries import Bar, Bounded, bars_of
from thresholds.law.conditions import (
    UNIT,
    AllOfCondition,
    AnyOfCondition,
    Condition,
    CountingOnly,
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
from thresholds.law.model import GENERAL, Rule, Ruleset, Standards

_ONE = Fraction(1)
_YES, _NO = "yes", "no"
#: Records of no matter which category, where an item only asks for a dealing.
_ANY_CATEGORY = "general_information"


class Scene(NamedTuple):
    """What a case says of its only person `a`: facts, dealings, standards of the region, and readings chosen.

    That the person is a unit stands among the facts, and is written where persons are.
    """

    facts: dict[str, str]
    dealings: list[str]
    standards: dict[str, str]
    readings: dict[str, str]

    def text(self) -> str:
        """The case as it is written in a suite, in one line."""
        facts = {name: value for name, value in self.facts.items() if name != UNIT}
        kind = "kind: unit" if self.facts.get(UNIT) == _YES else ""
        parts = [f"persons: {{a: {{{kind}}}}}"]
        if self.standards:
            parts.append(f"standards: {{{_pairs(self.standards)}}}")
        if self.dealings:
            parts.append(f"dealings: [{', '.join(self.dealings)}]")
        if facts:
            parts.append(f"facts: {{a: {{{_pairs(facts)}}}}}")
        return f"{{{', '.join(parts)}}}"


def _pairs(values: dict[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())


def scene(ruleset: Ruleset, bounded: Bounded, bar: Bar, value: int | bool) -> Scene:
    """A case in which the bar stands at a quantity (in its smallest unit), or its fact is so or not."""
    setter = _Setter(ruleset, bar, value)
    for provision in ruleset.provisions:
        if isinstance(provision, Rule):
            if provision.id == bounded.id:
                setter.lenient(provision)
            continue
        for item in provision.any_of:
            if item.id == bounded.items[0]:
                setter.paragraph(provision, item.when)
                return setter.scene
    return setter.scene


class _Setter:
    """Writes down what conditions ask for, one after another."""

    def __init__(self, ruleset: Ruleset, bar: Bar, value: int | bool) -> None:
        self.ruleset, self.bar, self.value = ruleset, bar, value
        self.scene = Scene({}, [], {}, {})
        self.decided: set[str] = set()

    def paragraph(self, paragraph: Standards, when: Condition) -> None:
        """An item of a paragraph, with its opening words and its conduct."""
        conduct = next((one for one in self.ruleset.conduct if one.id == paragraph.conduct), None)
        if paragraph.conduct != GENERAL and conduct is not None:
            category = next(iter(conduct.categories), _ANY_CATEGORY)
            self._deal(conduct.acts[0], {category: 1}, {conduct.fact: _YES})
        if paragraph.requires is not None:
            self.meet(paragraph.requires)
        self.meet(when)
        if self.ruleset.from_dealings and not self.bar.numeric and not self.scene.dealings:
            self._deal("purchase", {_ANY_CATEGORY: 1}, {})  # without any conduct no fact counts

    def lenient(self, rule: Rule) -> None:
        """A provision on leniency: the grade that it needs, and its facts."""
        assert rule.when is not None
        wanted, listed = rule.when.grade or rule.when.from_grade, rule.when.items
        for paragraph in self.ruleset.standards:
            item = next((one for one in paragraph.any_of if not isinstance(one.when, JudgmentCondition)), None)
            if paragraph.grade == wanted and item is not None and (not listed or item.id in listed):
                self.paragraph(paragraph, item.when)
                break
        for name in rule.when.all_of:
            self.meet(FactCondition(fact=name))
        for name in rule.when.none_of:
            self.meet(FactCondition.model_validate({"fact": name, "is": False}))

    def meet(
        self, when: Condition, times: Fraction = _ONE, of_item: str = "", only: CountingOnly | None = None
    ) -> None:
        """Write down what a condition asks for; of several that are enough the one with the bar, else the first."""
        match when:
            case AllOfCondition():
                for inner in when.all_of:
                    self.meet(inner, times, of_item, only)
            case AnyOfCondition():
                self.meet(self._chosen(when.any_of, times, of_item), times, of_item, only)
            case StandardsCondition():
                self._multiple(when, times, only)
            case UnderCondition():
                self.scene.readings[when.under.reading] = when.under.option
            case FactCondition():
                held = self.value if self._is_bar(when, times, of_item) else True
                self._fact(when.fact, _YES if bool(held) == when.holds else _NO, self._is_bar(when, times, of_item))
            case DealingCondition():
                held = self.value if self._is_bar(when, times, of_item) else True
                self._dealing(when, bool(held))
            case RecordsCondition() | MoneyCondition() | NumberCondition() | ProportionsCondition():
                self._number(when, times, of_item, only)

    def _is_bar(self, when: Condition, times: Fraction, of_item: str) -> bool:
        return self.bar in bars_of(when, self.ruleset, times, of_item)

    def _chosen(self, parts: tuple[Condition, ...], times: Fraction, of_item: str) -> Condition:
        having = [part for part in parts if self._is_bar(part, times, of_item)]
        plain = [part for part in parts if not isinstance(part, JudgmentCondition)]
        return (having or plain or list(parts))[0]

    def _multiple(self, when: StandardsCondition, times: Fraction, only: CountingOnly | None) -> None:
        product = times * when.times
        names = [name for name in when.standards_of if self._is_bar(self._when(name), product, name)]
        name = (names or list(when.standards_of))[0]
        self.meet(self._when(name), product, name, when.counting_only or only)

    def _when(self, item: str) -> Condition:
        return self.ruleset.by_id[item].when

    def _number(self, when: Condition, times: Fraction, of_item: str, only: CountingOnly | None) -> None:
        [bar] = bars_of(when, self.ruleset, times, of_item)
        decisive = bar == self.bar
        quantity = int(self.value) if decisive else self._reached(bar)
        if isinstance(when, RecordsCondition):
            self._records(when, quantity, only)
        elif isinstance(when, ProportionsCondition):
            self._shares(when, Fraction(quantity, bar.scale), only)
        elif isinstance(when, MoneyCondition):
            if when.standard:
                self.scene.standards[when.standard] = bar.text(self._parameter(when.standard))
            if only is not None:
                self._deal(*_supply(only), {_ANY_CATEGORY: 1}, {"paid": bar.text(quantity)}, only)
            else:
                self._fact(when.money, bar.text(quantity), decisive)
        elif isinstance(when, NumberCondition):
            self._fact(when.number_of, bar.text(quantity), decisive)

    def _reached(self, bar: Bar) -> int:
        return bar.at if bar.standard is not None else reached(self.ruleset, bar)

    def _parameter(self, name: str) -> int:
        return next(one.at_least for one in self.ruleset.parameters if one.id == name)

    def _records(self, when: RecordsCondition, quantity: int, only: CountingOnly | None) -> None:
        category = when.records_of[0]
        if when.of_fact:
            self._fact(when.of_fact, f"{{{category}: {quantity} 条}}", True)
        else:
            self._deal(*_supply(only), {category: quantity}, {}, only)

    def _shares(self, when: ProportionsCondition, total: Fraction, only: CountingOnly | None) -> None:
        """Half of the total from the first class, the rest from the class with the largest standard."""
        classes = [self._when(name) for name in when.proportions_of]
        numbers = [int(next(bars_of(one, self.ruleset)).standard or 1) for one in classes]
        last = max(range(len(numbers)), key=numbers.__getitem__)
        first = int(numbers[0] * min(total, _ONE) / 2)
        rest = (total - Fraction(first, numbers[0])) * numbers[last]
        for place, quantity in ((0, first), (last, ceil(rest))):
            condition = classes[place]
            if isinstance(condition, RecordsCondition):
                self._records(condition, quantity, only)
            elif isinstance(condition, NumberCondition):
                self._fact(condition.number_of, f"{quantity} {condition.at_least[1]}", True)

    def _dealing(self, when: DealingCondition, held: bool) -> None:
        match = when.dealing
        category = next(iter(match.categories), _ANY_CATEGORY)
        act = "sale" if match.acts == "supply" else "purchase"
        self._deal(act, {category: 1}, {match.fact: _YES if held else _NO} if match.fact else {})

    def _fact(self, name: str, value: str, decisive: bool) -> None:
        """A fact; what decides goes before what is only asked for besides."""
        if name in self.decided and not decisive:
            return
        if value.startswith("{") and self.scene.facts.get(name, "").startswith("{"):
            value = f"{self.scene.facts[name][:-1]}, {value[1:]}"
        self.scene.facts[name] = value
        if decisive:
            self.decided.add(name)

    def _deal(self, act: str, records: dict[str, int], more: dict[str, str], only: CountingOnly | None = None) -> None:
        counts = ", ".join(f"{name}: {number}" for name, number in records.items())
        line = {"by": "a", "act": act} | ({"to": "b"} if act in ("sale", "provision") else {})
        line |= {"obtained_in": only.obtained_in} if only else {}
        self.scene.dealings.append(f"{{{_pairs(line | {'records': f'{{{counts}}}'} | more)}}}")


def _supply(only: CountingOnly | None) -> tuple[str]:
    return ("sale" if only is not None and only.acts == "supply" else "purchase",)


def reached(ruleset: Ruleset, bar: Bar) -> int:
    """The least amount (分) that reaches a standard where the region has fixed the lower end of its band."""
    fixed = next(one.at_least for one in ruleset.parameters if one.id == bar.parameter)
    return ceil(fixed * bar.times)
