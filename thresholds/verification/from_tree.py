"""The condition tree as formulas, by the letter of the law: exact fractions, nothing scaled, nothing rounded.

It shares no step with the program that durable-rules decides: of that it sees neither measures nor constants. It
says the same as `evaluation/explain.py`, which walks one world at a time, for all worlds at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
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
from thresholds.law.model import Item, Ruleset, Standards
from thresholds.verification import logic
from thresholds.verification.logic import Formula, Number
from thresholds.verification.symbols import (
    ALL,
    APART,
    NARROW,
    Quantity,
    Truth,
    World,
    dealing,
    fact,
    money,
    option,
    records,
)

_ONE = Fraction(1)


class Reading(NamedTuple):
    """How a condition is read where it stands: against which conduct, at which multiple, counting what."""

    conduct: str
    times: Fraction = _ONE
    scope: str = ALL
    #: The share at which the narrower count has its own base: 一半.
    base: Fraction = _ONE

    @property
    def own(self) -> bool:
        """Whether the item itself is read, not a multiple of it."""
        return self.times == _ONE and self.scope == ALL


def item_met(ruleset: Ruleset, paragraph: Standards, item: Item, world: World) -> Formula:
    """That an item is met: there is conduct of its kind, the opening words hold, and its condition."""
    reading = Reading(paragraph.conduct)
    parts = [world.truths[Truth("conduct", paragraph.conduct)]]
    if paragraph.requires is not None:
        parts.append(met(ruleset, paragraph.requires, reading, world))
    return logic.every([*parts, met(ruleset, item.when, reading, world)])


def met(ruleset: Ruleset, when: Condition, reading: Reading, world: World) -> Formula:
    """That a condition is met, read in this way."""
    match when:
        case FactCondition():
            so = world.truths[fact(when, reading.conduct)]
            return so if when.holds else logic.negated(so)
        case DealingCondition():
            return world.truths[dealing(when, reading.conduct)]
        case UnderCondition():
            return world.truths[option(when.under.reading, when.under.option)]
        case RecordsCondition() | NumberCondition():
            return _number(when, reading, world)
        case MoneyCondition():
            return _money(ruleset, when, reading, world)
        case ProportionsCondition():
            return _proportions(ruleset, when, reading, world)
        case StandardsCondition():
            below = referred(when, reading)
            return logic.some(met(ruleset, ruleset.by_id[name].when, below, world) for name in when.standards_of)
        case AnyOfCondition():
            return logic.some(met(ruleset, inner, reading, world) for inner in when.any_of)
        case AllOfCondition():
            return logic.every(met(ruleset, inner, reading, world) for inner in when.all_of)
    return logic.known(False)


def referred(when: StandardsCondition, reading: Reading) -> Reading:
    """How the items are read that a multiple refers to."""
    if when.counting_only is None:
        return reading._replace(times=reading.times * when.times)
    return reading._replace(times=reading.times * when.times, scope=NARROW, base=when.times)


def counted(when: RecordsCondition | NumberCondition, scope: str) -> tuple[Quantity, ...]:
    """The quantities that a plain number adds up."""
    return (Quantity("number", when.number_of),) if isinstance(when, NumberCondition) else records(when, scope)


def standard_of(when: RecordsCondition | NumberCondition) -> int:
    """The number that the law writes."""
    return when.at_least[0] if isinstance(when, NumberCondition) else when.at_least


def _number(when: RecordsCondition | NumberCondition, reading: Reading, world: World) -> Formula:
    total = world.total(counted(when, reading.scope))
    reached = logic.reaches(total, standard_of(when) * reading.times)
    if isinstance(when, NumberCondition) and when.below is not None:
        return logic.every([reached, logic.below(total, when.below[0] * reading.times)])
    return reached


def _money(ruleset: Ruleset, when: MoneyCondition, reading: Reading, world: World) -> Formula:
    amount = world.quantities[money(ruleset, when.money, reading.scope)]
    if when.at_least is None:
        fixed = logic.multiplied(world.quantities[Quantity("parameter", when.standard)], reading.times)
        reached = logic.reaches(amount, fixed)
    else:
        reached = logic.reaches(amount, when.at_least * reading.times)
    if when.below is None:
        return reached
    return logic.every([reached, logic.below(amount, when.below * reading.times)])


class Class(NamedTuple):
    """One class of a proportional sum: what it counts, its standard, and what is kept apart of the same records."""

    quantities: tuple[Quantity, ...]
    standard: int
    apart: tuple[Quantity, ...]


def classes_of(ruleset: Ruleset, when: ProportionsCondition, scope: str) -> list[Class]:
    """The classes of a proportional sum."""
    special = {category for conduct in ruleset.conduct for category in conduct.categories}
    found = []
    for name in when.proportions_of:
        condition = ruleset.by_id[name].when
        assert isinstance(condition, RecordsCondition | NumberCondition)  # the lint of references sees to that
        categories = () if isinstance(condition, NumberCondition) else condition.records_of
        apart = tuple(Quantity("records", category, APART) for category in categories if category in special)
        found.append(Class(counted(condition, scope), standard_of(condition), apart))
    return found


def _proportions(ruleset: Ruleset, when: ProportionsCondition, reading: Reading, world: World) -> Formula:
    """Quantity ÷ standard of every class, added up, reaches the sum; at its own base no class reaches its standard."""
    classes = classes_of(ruleset, when, reading.scope)
    shares = [_share(when, one, reading, world) for one in classes]
    if when.mixing_in is not None and reading.own:
        shares += _mixed(when, classes, world)
    reached = logic.reaches(logic.added(shares), when.sum_at_least * reading.times)
    if not (when.none_reached and reading.own):
        return reached
    none = [logic.below(world.total(one.quantities), one.standard) for one in classes]
    return logic.every([reached, *none])


def _share(when: ProportionsCondition, one: Class, reading: Reading, world: World) -> Number:
    """What a class adds; under the option that leaves out classes at their own base, a multiple adds only the rest."""
    total = world.total(one.quantities)
    share = logic.multiplied(total, Fraction(1, one.standard))
    if when.multiplied is None or reading.times <= reading.base:
        return share
    chosen = world.truths[option(when.multiplied.reading, when.multiplied.only_below_base)]
    left_out = logic.every([chosen, logic.reaches(total, one.standard * reading.base)])
    return logic.chosen(left_out, logic.constant(0), share)


def _mixed(when: ProportionsCondition, classes: list[Class], world: World) -> Iterator[Number]:
    """Records kept apart that an option lets into the sum, where there are others beside them."""
    assert when.mixing_in is not None
    beside = [world.total(one.quantities) for one in classes if not one.apart]
    chosen = world.truths[option(when.mixing_in.reading, when.mixing_in.option)]
    enters = logic.every([chosen, logic.some(logic.reaches(total, 1) for total in beside)])
    for one in classes:
        if one.apart:
            share = logic.multiplied(world.total(one.apart), Fraction(1, one.standard))
            yield logic.chosen(enters, share, logic.constant(0))
