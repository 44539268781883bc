"""Numbers in the words of a ruleset and numbers in its conditions, so that the two can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
from thresholds.values.chinese_numerals import parse_number
from thresholds.values.figures import COUNT_UNITS
from thresholds.values.interval import decimal_text

YUAN, TIMES, YEARS = "元", "倍", "年"

_NUMERALS = "0-9.,〇零一二三四五六七八九十百千万亿两"
_TIME = (YEARS, "个月", "月", "日", "天", "小时", "分钟")
#: A unit that is so many of a smaller one.
_SMALLER = {"小时": ("分钟", 60), YEARS: ("个月", 12)}
_COUNTED = (
    *(unit for unit in COUNT_UNITS if not unit.isascii()),
    *("台", "户", "件", "部", "枚", "人", "名", "本", "辆", "只", "克", "千克", "公斤", "吨", "亩", "株"),
)
_BEFORE, _AFTER = "不满|不足|未满|达到|超过|满", "以上|以下|以内|不满|至"
_QUOTED = re.compile("「([^」]*)」")
_SHARE = re.compile(f"([{_NUMERALS}]+)分之([{_NUMERALS}]+)")


class Said(NamedTuple):
    """A number that words say: its value, its unit (empty where none follows), and as it is written."""

    value: Fraction
    unit: str
    written: str

    @property
    def is_one_thing(self) -> bool:
        """Whether it is one of something, as words often say without setting a number."""
        return self.value == 1 and self.unit in _COUNTED


class Asked(NamedTuple):
    """A number that a condition asks for: its value, the units it may be said in, and as people write it.

    Not every one must be said: not a band that regions choose from, nor what only another reading would make of it.
    """

    value: Fraction
    units: frozenset[str]
    written: str
    must: bool = True

    def is_said_by(self, said: Said) -> bool:
        """Whether words say this number, in a unit of it or in none; an hour is sixty minutes."""
        if said.value == self.value and (not said.unit or said.unit in self.units):
            return True
        unit, many = _SMALLER.get(said.unit, ("", 1))
        return unit in self.units and said.value * many == self.value


def said_in(text: str, units: Iterable[str] = ()) -> list[Said]:
    """The numbers that a text says, in order: with a unit (`units` are some besides the common ones), or bounded."""
    known = sorted({*_COUNTED, *_TIME, YUAN, TIMES, *units}, key=len, reverse=True)
    number = re.compile(
        f"(?P<before>{_BEFORE})?(?<![第{_NUMERALS}])(?P<number>[{_NUMERALS}]+)"
        f"(?P<unit>{'|'.join(map(re.escape, known))})?(?P<after>{_AFTER})?"
    )
    found = [Said(share, TIMES, match[0]) for match in _SHARE.finditer(text) if (share := _share(match)) is not None]
    found += [Said(Fraction(1, 2), TIMES, "一半")] * text.count("一半")
    for match in number.finditer(_SHARE.sub("", text).replace("一半", "")):
        value = parse_number(match["number"])
        if value is not None and (match["unit"] or match["before"] or match["after"]):
            found.append(Said(value, match["unit"] or "", f"{match['number']}{match['unit'] or ''}"))
    return found


def _share(match: re.Match[str]) -> Fraction | None:
    """百分之五十 and 二分之一 are 1/2."""
    whole, part = parse_number(match[1]) or parse_number(f"一{match[1]}"), parse_number(match[2])
    return None if not whole or part is None else part / whole


def quoted(text: str) -> str:
    """What stands in 「」: the words of the law itself."""
    return "，".join(_QUOTED.findall(text))


def asked_by(when: Condition | None, ruleset: Ruleset) -> Iterator[Asked]:
    """The numbers that a condition asks for, as the law writes them: 条, 元, a declared unit, 倍, 年."""
    match when:
        case RecordsCondition():
            yield Asked(Fraction(when.at_least), frozenset(COUNT_UNITS), f"{when.at_least} 条", when.at_least > 1)
        case MoneyCondition():
            yield from _money(when, ruleset)
        case NumberCondition():
            for number, unit in filter(None, (when.at_least, when.below)):
                yield Asked(Fraction(number), frozenset((unit,)), f"{number} {unit}", number > 1)
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


def times_text(times: Fraction) -> str:
    """A multiplier as it is said: 一半, 10 倍, 20%."""
    if times == Fraction(1, 2):
        return "一半"
    return f"{times.numerator} 倍" if times.denominator == 1 else f"{decimal_text(times * 100)}%"


def _money(when: MoneyCondition, ruleset: Ruleset) -> Iterator[Asked]:
    ends = [(when.at_least, True), (when.below, True)]
    for parameter in ruleset.parameters:
        if parameter.id == when.standard:
            ends += [(parameter.at_least, False), (parameter.at_most, False)]
    for fen, must in ends:
        if fen is not None:
            yuan = Fraction(fen, 100)
            yield Asked(yuan, frozenset((YUAN,)), f"{decimal_text(yuan)} 元", must)


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
