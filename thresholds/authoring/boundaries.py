"""The boundaries of a ruleset: for each number of each item the quantities on both sides, for each fact yes and no."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, prod
from typing import NamedTuple

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
)
from thresholds.law.model import Rule, Ruleset, WhenGrade
from thresholds.values.interval import decimal_text

#: What stands for the key of a condition in a trace: its kind, its names, and the item whose standard it is.
Key = tuple[str, tuple[str, ...], str, Fraction | None]


class Bar(NamedTuple):
    """A number or a fact that an item turns on.

    `standard` is in the smallest unit (条, 分, one thing, a part of the sum of shares), None for a fact and for a
    number that regions fix (`parameter`, of which `times` is asked); `step` is the least change; `scale` parts are one.
    """

    kind: str
    names: tuple[str, ...]
    of_item: str = ""
    standard: Fraction | None = None
    step: int = 1
    scale: int = 1
    word: str = ""
    below: int | None = None
    parameter: str = ""
    times: Fraction = Fraction(1)

    @property
    def key(self) -> Key:
        """What its condition is told by in a trace."""
        return self.kind, self.names, self.of_item, self.standard

    @property
    def numeric(self) -> bool:
        """Whether it is a number."""
        return self.standard is not None or bool(self.parameter)

    @property
    def at(self) -> int:
        """The least quantity that reaches the standard."""
        assert self.standard is not None
        return ceil(self.standard / self.step) * self.step

    def text(self, quantity: int) -> str:
        """A quantity as it is written: 50 条, 4999.99 元, 3 个, Σ 0.9998."""
        if self.kind == "sum":
            return f"Σ {decimal_text(Fraction(quantity, self.scale))}"
        return f"{decimal_text(Fraction(quantity, self.scale))} {self.word}"


class Bounded(NamedTuple):
    """The bars of one item, of the opening words of one paragraph, or of a provision on leniency.

    They are tried on `items`: the item itself, or any item of the paragraph.
    """

    id: str
    items: tuple[str, ...]
    bars: tuple[Bar, ...]
    opening: bool = False

    def chooses(self, bar: Bar) -> bool:
        """Whether a fact only chooses between ways to meet the item: asked for in one, and its absence in another."""
        other = {"fact": "fact_absent", "fact_absent": "fact"}.get(bar.kind)
        return any(one.kind == other and one.names == bar.names for one in self.bars)


def boundaries(ruleset: Ruleset) -> Iterator[Bounded]:
    """Everything of a ruleset that a test can stand on both sides of, in the order of the law."""
    for provision in ruleset.provisions:
        if isinstance(provision, Rule):
            bars = _bars_after(provision.when) if provision.when else ()
            if provision.rule == "leniency" and bars:
                yield Bounded(provision.id, (provision.id,), bars)
            continue
        items = tuple(item.id for item in provision.any_of if not _left_to_judgment(item.when))
        opening = tuple(dict.fromkeys(bars_of(provision.requires, ruleset)))
        if opening and items:
            yield Bounded(provision.id, items, opening, opening=True)
        for item in provision.any_of:
            bars = tuple(dict.fromkeys(bars_of(item.when, ruleset)))
            if bars and item.id in items:
                yield Bounded(item.id, (item.id,), bars)


def _bars_after(when: WhenGrade) -> tuple[Bar, ...]:
    """The facts that leniency needs, and those that exclude it."""
    needed = [Bar("fact", (name,)) for name in when.all_of]
    return (*needed, *(Bar("fact_absent", (name,)) for name in when.none_of))


def _left_to_judgment(when: Condition) -> bool:
    """Whether an item is listed and never decided: it is a judgment, or needs one."""
    if isinstance(when, AllOfCondition):
        return any(_left_to_judgment(inner) for inner in when.all_of)
    return hasattr(when, "judgment")


def bars_of(
    when: Condition | None, ruleset: Ruleset, times: Fraction = Fraction(1), of_item: str = ""
) -> Iterator[Bar]:
    """The bars of a condition at a multiple of its numbers, told from others by the item that it is referred to as."""
    match when:
        case RecordsCondition():
            yield Bar("records", when.records_of, of_item, when.at_least * times, word="条")
        case MoneyCondition():
            standard = None if when.at_least is None else when.at_least * times
            yield Bar("money", (when.money,), of_item, standard, 1, 100, "元", when.below, when.standard, times)
        case NumberCondition():
            below = when.below[0] if when.below else None
            number, word = when.at_least
            yield Bar("number", (when.number_of,), of_item, number * times, 1, 1, word, below)
        case ProportionsCondition():
            yield _sum(when, ruleset, times, of_item)
        case StandardsCondition():
            for name in when.standards_of:  # numbers alone are multiplied: facts are tried where they stand
                multiplied = bars_of(ruleset.by_id[name].when, ruleset, times * when.times, name)
                yield from [bar for bar in multiplied if bar.numeric]
        case FactCondition():
            yield Bar("fact" if when.holds else "fact_absent", (when.fact,), of_item)
        case DealingCondition():
            yield Bar("dealing", (when.dealing.fact or "", *when.dealing.categories), of_item)
        case AnyOfCondition():
            for inner in when.any_of:
                yield from bars_of(inner, ruleset, times, of_item)
        case AllOfCondition():
            for inner in when.all_of:
                yield from bars_of(inner, ruleset, times, of_item)


def _sum(when: ProportionsCondition, ruleset: Ruleset, times: Fraction, of_item: str) -> Bar:
    """A sum of shares, in parts of the product of their standards; a step is one record of the largest class."""
    numbers = []
    for name in when.proportions_of:
        condition = ruleset.by_id[name].when
        if isinstance(condition, RecordsCondition):
            numbers.append(condition.at_least)
        elif isinstance(condition, NumberCondition):
            numbers.append(condition.at_least[0])
    common = prod(numbers)
    return Bar("sum", when.proportions_of, of_item, when.sum_at_least * common * times, common // max(numbers), common)
