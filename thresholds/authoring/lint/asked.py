"""The numbers that conditions ask for, so that the words of a ruleset can be held against them."""

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
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)
from thresholds.law.model import Ruleset
from thresholds.lawtext.numbers import MINUTES, TIMES, YEARS, YUAN, Number, Side
from thresholds.values.figures import COUNT_UNITS
from thresholds.values.interval import decimal_text


class Asked(NamedTuple):
    """A number that a condition asks for: its value, the units it may be said in, and as people write it.

    It is to be reached, not to be reached (`side` BELOW), or said in any way (None). Not every one must be said:
    not a band that regions choose from, nor what only another reading would make of it.
    """

    value: Fraction
    units: frozenset[str]
    written: str
    must: bool = True
    side: Side | None = Side.AT_LEAST

    def is_said_by(self, said: Number) -> bool:
        """Whether words say this number, on its side, in a unit of it or in none; an hour is sixty minutes."""
        if self.side is not None and (self.side is Side.BELOW) != (said.side is Side.BELOW):
            return False
        if self.side is Side.AT_LEAST and said.side is Side.AT_MOST:
            return False
        if said.value == self.value and (not said.unit or said.unit in self.units):
            return True
        minutes = MINUTES.get(said.unit, 0)
        return bool(minutes) and said.value * minutes in {self.value * MINUTES.get(unit, 0) for unit in self.units}


def asked_by(when: Condition | None, ruleset: Ruleset) -> Iterator[Asked]:
    """The numbers that a condition asks for, as the law writes them: 条, 元, a declared unit, 倍, 年."""
    match when:
        case RecordsCondition():
            yield Asked(Fraction(when.at_least), frozenset(COUNT_UNITS), f"{when.at_least} 条", when.at_least > 1)
        case MoneyCondition():
            yield from _money(when, ruleset)
        case NumberCondition():
            number, unit = when.at_least
            yield Asked(Fraction(number), frozenset((unit,)), f"{number} {unit}", number > 1)
            if when.below is not None:
                number = when.below[0]
                yield Asked(Fraction(number), frozenset((unit,)), f"< {number} {unit}", side=Side.BELOW)
        case StandardsCondition():
            yield Asked(when.times, frozenset((TIMES,)), times_text(when.times))
        case FactCondition() if when.within:
            yield Asked(Fraction(when.within), frozenset((YEARS,)), f"{when.within} 年")
        case AnyOfCondition():
            for inner in when.any_of:
                yield from asked_by(inner, ruleset)
        case AllOfCondition():
            aside = any(_departs(inner, ruleset) for inner in when.all_of)
            for inner in when.all_of:
                yield from [one._replace(must=one.must and not aside) for one in asked_by(inner, ruleset)]


def _departs(when: Condition, ruleset: Ruleset) -> bool:
    """Whether a condition asks for an option of a reading that is not its default."""
    if not isinstance(when, UnderCondition):
        return False
    reading = ruleset.reading(when.under.reading)
    return reading is not None and reading.default != when.under.option


def _money(when: MoneyCondition, ruleset: Ruleset) -> Iterator[Asked]:
    for parameter in ruleset.parameters:
        if parameter.id == when.standard:
            yield from [_yuan(fen)._replace(must=False, side=None) for fen in (parameter.at_least, parameter.at_most)]
    if when.at_least is not None:
        yield _yuan(when.at_least)
    if when.below is not None:
        most = _yuan(when.below)
        yield most._replace(written=f"< {most.written}", side=Side.BELOW)


def _yuan(fen: int) -> Asked:
    yuan = Fraction(fen, 100)
    return Asked(yuan, frozenset((YUAN,)), f"{decimal_text(yuan)} 元")


def times_text(times: Fraction) -> str:
    """A multiplier as it is said: 一半, 10 倍, 20%."""
    if times == Fraction(1, 2):
        return "一半"
    return f"{times.numerator} 倍" if times.denominator == 1 else f"{decimal_text(times * 100)}%"


def facts_of(when: Condition | None) -> Iterator[str]:
    """The facts that a condition reads, itself and below."""
    match when:
        case FactCondition():
            yield when.fact
        case MoneyCondition():
            yield when.money
        case NumberCondition():
            yield when.number_of
        case RecordsCondition() if when.of_fact:
            yield when.of_fact
        case DealingCondition() if when.dealing.fact:
            yield when.dealing.fact
        case AnyOfCondition():
            for inner in when.any_of:
                yield from facts_of(inner)
        case AllOfCondition():
            for inner in when.all_of:
                yield from facts_of(inner)
