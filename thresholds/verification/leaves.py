"""The numbers of a ruleset one by one: each where the condition tree has it, with what is asked beside it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
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
    UnderCondition,
)
from thresholds.law.model import Ruleset, Standards
from thresholds.verification.from_tree import Reading, classes_of, counted, referred
from thresholds.verification.ground import decidable
from thresholds.verification.symbols import ALL, Quantity, Truth, dealing, fact, money, option

Beside = tuple[tuple[Condition, Reading], ...]


class Leaf(NamedTuple):
    """One number: the condition that has it, how it is read there, and what must hold beside it.

    `through` are the items that a reference leads through, the last of which has the number.
    """

    when: RecordsCondition | NumberCondition | MoneyCondition | ProportionsCondition
    reading: Reading
    beside: Beside = ()
    through: tuple[str, ...] = ()


def leaves(
    ruleset: Ruleset, when: Condition, reading: Reading, beside: Beside = (), through: tuple[str, ...] = ()
) -> Iterator[Leaf]:
    """Every number of a condition, references followed."""
    match when:
        case AnyOfCondition():
            for inner in when.any_of:
                yield from leaves(ruleset, inner, reading, beside, through)
        case AllOfCondition() if decidable(when):
            for number, inner in enumerate(when.all_of):
                others = tuple((other, reading) for place, other in enumerate(when.all_of) if place != number)
                yield from leaves(ruleset, inner, reading, (*beside, *others), through)
        case StandardsCondition():
            for name in when.standards_of:
                yield from leaves(ruleset, ruleset.by_id[name].when, referred(when, reading), beside, (*through, name))
        case RecordsCondition() | NumberCondition() | MoneyCondition() | ProportionsCondition():
            yield Leaf(when, reading, beside, through)


def opening_leaves(ruleset: Ruleset, paragraph: Standards) -> Iterator[Leaf]:
    """The numbers of the opening words of a paragraph, any item of which may stand beside them."""
    if paragraph.requires is not None:
        reading = Reading(paragraph.conduct)
        any_item = AnyOfCondition(any_of=tuple(item.when for item in paragraph.any_of if decidable(item.when)))
        yield from leaves(ruleset, paragraph.requires, reading, ((any_item, reading),))


def quantities_of(ruleset: Ruleset, leaf: Leaf) -> tuple[Quantity, ...]:
    """What a number counts."""
    when = leaf.when
    if isinstance(when, MoneyCondition):
        return (money(ruleset, when.money, leaf.reading.scope),)
    if isinstance(when, ProportionsCondition):
        return tuple(quantity for one in classes_of(ruleset, when, leaf.reading.scope) for quantity in one.quantities)
    return counted(when, leaf.reading.scope)


def standard(leaf: Leaf, fixed: int = 0) -> Fraction:
    """The number itself, exactly, at its multiple; `fixed` is what a region has fixed (分) where it is one of those."""
    when = leaf.when
    if isinstance(when, ProportionsCondition):
        return when.sum_at_least * leaf.reading.times
    if isinstance(when, NumberCondition):
        return when.at_least[0] * leaf.reading.times
    return (fixed if when.at_least is None else when.at_least) * leaf.reading.times


def bound(leaf: Leaf) -> int | None:
    """The least whole number that is no longer below the upper limit (以上不满); None where there is none."""
    when = leaf.when
    if isinstance(when, NumberCondition) and when.below is not None:
        return ceil(when.below[0] * leaf.reading.times)
    if isinstance(when, MoneyCondition) and when.below is not None:
        return ceil(when.below * leaf.reading.times)
    return None


def mentioned(ruleset: Ruleset, when: Condition, reading: Reading) -> Iterator[Quantity | Truth]:
    """Everything that a condition asks for, references followed."""
    match when:
        case FactCondition():
            yield fact(when, reading.conduct)
        case DealingCondition():
            yield dealing(when, reading.conduct)
        case UnderCondition():
            yield option(when.under.reading, when.under.option)
        case AnyOfCondition():
            for inner in when.any_of:
                yield from mentioned(ruleset, inner, reading)
        case AllOfCondition():
            for inner in when.all_of:
                yield from mentioned(ruleset, inner, reading)
        case StandardsCondition():
            for name in when.standards_of:
                yield from mentioned(ruleset, ruleset.by_id[name].when, referred(when, reading))
        case RecordsCondition() | NumberCondition() | MoneyCondition() | ProportionsCondition():
            yield from with_whole(quantities_of(ruleset, Leaf(when, reading)))


def with_whole(quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Quantities with those that they are a part of."""
    wholes = [quantity._replace(part=ALL) for quantity in quantities if quantity.kind in ("records", "money")]
    return tuple(dict.fromkeys([*quantities, *wholes]))
