"""What a ruleset claims that a sentence says: amounts, terms of art, references, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.law.conditions import (
    UNIT,
    Condition,
    DealingCondition,
    FactCondition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
)
from thresholds.law.model import Conduct, Rule, Ruleset
from thresholds.lawtext.entries import Entry
from thresholds.lawtext.numbers import MINUTES, TIMES, YEARS, YUAN, Number, Side
from thresholds.lawtext.terms import written
from thresholds.values.interval import decimal_text

FEN = 100
#: An article of the Criminal Law.
_STATUTE = re.compile("刑法(第[一二三四五六七八九十百零]+条(?:之[一二三四五六七八九十]+)?)")
#: Families of acts, as people know them.
_FAMILIES = {"get": "非法获取", "supply": "出售或者提供"}


class Amount(NamedTuple):
    """A number with its unit and side, and the number that it ends `below`; `low` is the lower end of a band.

    In a band regions choose their standard; `instead` are words by which sentences name it without numbers: 数额较大.
    """

    value: Fraction
    unit: str
    side: Side
    low: Fraction | None = None
    below: Fraction | None = None
    instead: str = ""
    parameter: str = ""

    @property
    def code(self) -> str:
        """The diagnostic where it does not stand in the sentence."""
        return {TIMES: "TH143", YEARS: "TH145"}.get(self.unit, "TH142")

    @property
    def kind(self) -> str:
        """Number, multiplier or span of time."""
        return {"TH143": "multipliers", "TH145": "spans"}.get(self.code, "numbers")

    @property
    def said(self) -> str:
        """As people write it: 50条以上, 一半以上, 不满25张."""
        number = "一半" if self.value == Fraction(1, 2) and self.unit == TIMES else _figure(self.value) + self.unit
        if self.unit == TIMES and self.value.denominator != 1 and number != "一半":
            number = f"{_figure(self.value * 100)}%"
        if self.low is not None:
            number = f"{_figure(self.low)}{self.unit}至{number}"
        before = {Side.BELOW: "不满", Side.ABOVE: "超过"}.get(self.side, "")
        after = {Side.AT_LEAST: "以上", Side.AT_MOST: "以下", Side.WITHIN: "内"}.get(self.side, "")
        end = "" if self.below is None else f"不满{_figure(self.below)}{self.unit}"
        return f"{before}{number}{after}{end}"

    def is_said_by(self, number: Number) -> bool:
        """Whether a number of a sentence says it: the same value, unit and side, bounds of a band together."""
        if self.unit in MINUTES and number.unit in MINUTES:
            if number.value * MINUTES[number.unit] != self.value * MINUTES[self.unit]:
                return False
        elif (number.value, number.low, number.below) != (self.value, self.low, self.below) or (
            number.unit != self.unit and (number.unit or self.unit in (YUAN, TIMES, YEARS))
        ):
            return False
        return number.side is self.side or (number.side is Side.EXACTLY and self.side is Side.AT_LEAST)


class Term(NamedTuple):
    """Words that must stand in the sentence (or must not), as a pattern; `shown` is how people know them."""

    pattern: str
    shown: str
    kind: str = "terms"
    absent: bool = False

    def stands_in(self, words: str) -> bool:
        """Whether the words are there."""
        return (re.search(self.pattern, words) is None) is self.absent


class Quotation(NamedTuple):
    """What a gloss quotes."""

    words: str


class Names(NamedTuple):
    """The items whose standards a condition takes a share or a multiple of."""

    items: frozenset[str]


Claim = Amount | Term | Quotation | Names


def claims_of(entry: Entry, ruleset: Ruleset) -> Iterator[Claim]:
    """Everything that an entry claims of its sentence, but for the quotations of its gloss, which come last."""
    for condition in entry.conditions:
        yield from amounts_of(condition, ruleset)
        yield from _terms(condition, ruleset)
    if entry.names:
        yield Names(entry.names)
    if entry.rule is not None:
        yield from rule_amounts(entry.rule)
        yield from _of_rule(entry.rule, ruleset)
    if entry.conduct is not None:
        yield from _of_conduct(entry.conduct)
    for words in entry.quotations:
        yield Quotation(words)


def amounts_of(condition: Condition, ruleset: Ruleset) -> Iterator[Amount]:
    """The numbers that a condition sets by itself."""
    match condition:
        case RecordsCondition():
            yield Amount(Fraction(condition.at_least), "条", Side.AT_LEAST)
        case MoneyCondition():
            yield from _money(condition, ruleset)
        case NumberCondition():
            below = None if condition.below is None else Fraction(condition.below[0])
            yield Amount(Fraction(condition.at_least[0]), condition.at_least[1], Side.AT_LEAST, None, below)
        case StandardsCondition():
            yield Amount(condition.times, TIMES, Side.AT_LEAST)
        case ProportionsCondition() if condition.sum_at_least != 1:
            yield Amount(condition.sum_at_least, TIMES, Side.AT_LEAST)
        case FactCondition() if condition.within:
            yield Amount(Fraction(condition.within), YEARS, Side.WITHIN)


def _money(condition: MoneyCondition, ruleset: Ruleset) -> Iterator[Amount]:
    below = None if condition.below is None else Fraction(condition.below, FEN)
    if condition.at_least is not None:
        yield Amount(Fraction(condition.at_least, FEN), YUAN, Side.AT_LEAST, None, below)
    for parameter in ruleset.parameters:
        if parameter.id == condition.standard:
            low, high = (Fraction(end, FEN) for end in (parameter.at_least, parameter.at_most))
            named = re.search("[“「]([^”」]+)[”」]", parameter.label)
            instead = named[1] if named is not None else ""
            yield Amount(high, YUAN, Side.AT_LEAST, None if low == high else low, below, instead, parameter.id)


def rule_amounts(rule: Rule) -> Iterator[Amount]:
    """The numbers of a provision that sets no standard: of a fine, of a span in which occasions add up."""
    for times, side in zip(rule.times or (), (Side.AT_LEAST, Side.AT_MOST), strict=False):
        if times:  # a band from nothing has an upper end alone
            yield Amount(Fraction(times), TIMES, side)
    for fen, side in ((rule.floor, Side.AT_LEAST), (rule.ceiling, Side.AT_MOST)):
        if fen is not None:
            yield Amount(Fraction(fen, FEN), YUAN, side)
    if rule.within:
        yield Amount(Fraction(rule.within), YEARS, Side.WITHIN)


def _terms(condition: Condition, ruleset: Ruleset) -> Iterator[Term]:
    match condition:
        case RecordsCondition():
            yield from _categories(condition.records_of)
        case DealingCondition():
            yield from _categories(condition.dealing.categories)
            yield from _words(condition.dealing.acts, Family.ACT)
            yield from _fact(condition.dealing.fact or "", ruleset)
        case FactCondition() if condition.fact == UNIT:
            yield Term("单位" if condition.holds else "个人|自然人", "单位" if condition.holds else "个人", "facts")
        case FactCondition():
            yield from _fact(condition.fact, ruleset)
        case MoneyCondition():
            yield from _fact(condition.money, ruleset)
        case ProportionsCondition():
            yield Term("按相应比例.{0,2}合计", "按相应比例合计", "references")
            yield Term("未达到", "未达到", "references", absent=not condition.none_reached)
        case StandardsCondition() if condition.counting_only is not None:
            yield from _words(condition.counting_only.obtained_in, Family.ORIGIN)
            yield from _words(condition.counting_only.acts, Family.ACT)


def _of_rule(rule: Rule, ruleset: Ruleset) -> Iterator[Term]:
    """The facts that a provision turns on, and the articles of a statute that it names for another offence."""
    for match in _STATUTE.finditer(rule.offence):  # where the sentence names no article, it is a help for readers
        yield Term(rf"(?s)刑法.*{match[1]}(?!之)|\A(?!.*刑法第)", match[0], "references")
    when = rule.when
    for name in (*((when.fact,) if when and when.fact else ()), *(when.all_of if when else ()), rule.of or ""):
        yield from _fact(name, ruleset)


def _of_conduct(conduct: Conduct) -> Iterator[Term]:
    """What a kind of conduct is: its acts, its categories, its fact."""
    for act in conduct.acts:
        yield from _words(act, Family.ACT)
    yield from _categories(conduct.categories)
    yield from _words(conduct.fact, Family.FACT)


def _categories(names: tuple[str, ...]) -> Iterator[Term]:
    """Categories but the general one, which texts say by what it leaves out."""
    for name in names:
        if name != "general_information":
            yield from _words(name, Family.CATEGORY, "categories")


def _fact(name: str, ruleset: Ruleset) -> Iterator[Term]:
    """A fact that the glossary has; those that a ruleset declares are in its own words."""
    if name and name not in ruleset.declared:
        yield from _words(name, Family.FACT)


def _words(identifier: str, family: Family, kind: str = "terms") -> Iterator[Term]:
    pattern = written(identifier, family)
    if pattern is not None:
        yield Term(pattern, _FAMILIES.get(identifier) or glossary.label(identifier, "zh", family), kind)


def _figure(number: Fraction) -> str:
    """Arabic figures, ten thousands as 万 where that is shorter: 20万."""
    if number >= 10_000 and number % 1_000 == 0:
        return f"{decimal_text(number / 10_000)}万"
    return decimal_text(number)
