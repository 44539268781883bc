"""The numbers of a sentence that set something: with their units, and on which side of them the law stands."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from thresholds.values.chinese_numerals import parse_number

YUAN, TIMES, YEARS = "元", "倍", "年"
#: What time is measured in: only of these is 内 said.
TIME = (YEARS, "个月", "月", "周", "日", "天", "小时", "分钟")
#: Units that are an exact number of minutes: a text may say in one what a ruleset counts in another.
MINUTES = {"分钟": 1, "小时": 60, "天": 24 * 60, "日": 24 * 60}
UNITS = (
    *(YUAN, *TIME, "人次", "条", "组", "份", "次", "张", "个", "套", "台", "户", "件", "部", "枚", "人", "名", "本"),
    *("辆", "只", "头", "株", "棵", "支", "发", "册", "幅", "篇", "门", "处", "级", "周岁", "岁", "克", "千克", "公斤"),
    *("吨", "亩", "公顷", "平方米", "立方米", "米", "公里", "升", "毫升", "毫克"),
)


class Side(StrEnum):
    """On which side of a number the law stands, the number included unless it is `below` or `above`."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BELOW = "below"
    ABOVE = "above"
    WITHIN = "within"
    FROM = "from"
    EXACTLY = "exactly"


class Number(NamedTuple):
    """A number of a sentence. Shares (一半, 百分之五十) are a half and the like, in the unit 倍 as multiples are.

    Of 一千元至三千元以上 the first number stands on the side `from`, and `low` of the second is the first. 五张以上不满
    二十五张 is one number that ends `below` another.
    """

    value: Fraction
    unit: str
    side: Side
    written: str
    start: int
    end: int
    low: Fraction | None = None
    below: Fraction | None = None


_CHINESE = "[零〇一二两三四五六七八九十百千万亿]+"
_FIGURE = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?[十百千万亿]*|{_CHINESE})"
#: Ordinals, dates, document numbers, what is only part of a word: none of them sets anything.
_PASSED_OVER = (
    rf"第[（(]?{_FIGURE}[）)]?|[（(]{_FIGURE}[）)]|[12]\d{{3}}年(?:\d+月(?:\d+日)?)?|〔\d+〕\d+号|(?<!分)之{_CHINESE}"
)
_SHARE = (
    rf"百分之(?P<percent>{_FIGURE})|(?P<whole>{_FIGURE})分之(?P<part>{_FIGURE})|(?P<half>一半|半数)|(?P<sign>[\d.]+)%"
)
_AFTER = re.compile(r"(?:有期徒刑)?(以上|以下|以内|之内|内(?![容部存地外]))")
_BEFORE = re.compile(r"(不满|未满|不足|未达到|不超过|超过|至少|不少于|不低于|低于|少于|多于|高于|大于|已满|满)$")
_SIDES = {
    "以上": Side.AT_LEAST,
    "以下": Side.AT_MOST,
    "以内": Side.WITHIN,
    "之内": Side.WITHIN,
    "内": Side.WITHIN,
    "不满": Side.BELOW,
    "未满": Side.BELOW,
    "不足": Side.BELOW,
    "未达到": Side.BELOW,
    "低于": Side.BELOW,
    "少于": Side.BELOW,
    "不超过": Side.AT_MOST,
    "超过": Side.ABOVE,
    "多于": Side.ABOVE,
    "高于": Side.ABOVE,
    "大于": Side.ABOVE,
    "至少": Side.AT_LEAST,
    "不少于": Side.AT_LEAST,
    "不低于": Side.AT_LEAST,
    "已满": Side.AT_LEAST,
    "满": Side.AT_LEAST,
}


@lru_cache(maxsize=16384)  # a text is held against many rulesets while one is tried out
def numbers_in(text: str, units: frozenset[str] = frozenset()) -> tuple[Number, ...]:
    """The numbers of a text that set something, in order; `units` are some besides those that are usual.

    A number counts that is bounded (以上, 不满, 内 …), a multiple or a share, or more than one of something.
    """
    found: list[Number] = []
    for match in _pattern(units).finditer(text):
        number = _number(match, text)
        if number is None:
            continue
        before = found[-1] if found else None
        if before is not None and before.side is Side.FROM and before.end == match.start():
            number = number._replace(low=before.value, side=_side(number))
        if before is not None and _bracketed(before, number):
            written = before.written + number.written
            found[-1] = before._replace(below=number.value, written=written, end=number.end)
        elif number.side is not Side.EXACTLY or number.unit == TIMES or (number.unit and number.value > 1):
            found.append(number)
    return tuple(found)


@lru_cache(maxsize=64)
def _pattern(units: frozenset[str]) -> re.Pattern[str]:
    known = "|".join(re.escape(unit) for unit in sorted({*UNITS, *units}, key=len, reverse=True))
    return re.compile(rf"(?:{_PASSED_OVER})|(?:{_SHARE})|(?P<figure>{_FIGURE})(?P<unit>{TIMES}|{known})?")


def _number(match: re.Match[str], text: str) -> Number | None:
    value = _value(match)
    if value is None:
        return None
    unit = (match["unit"] or "") if match["figure"] else TIMES
    start, end = match.span()
    after, before = _AFTER.match(text, end), _BEFORE.search(text, max(0, start - 4), start)
    side = Side.EXACTLY
    if after is not None and (unit in TIME or not after[0].startswith("内")):
        side, end = _SIDES[after[1]], after.end()
    elif before is not None:
        side, start = _SIDES[before[1]], before.start()
    elif text.startswith("至", end) and re.match(_FIGURE, text[end + 1 :]):
        side, end = Side.FROM, end + 1
    return Number(value, unit, side, text[start:end], start, end)


def _bracketed(before: Number, number: Number) -> bool:
    """Whether two numbers are one bracket: 五张以上不满二十五张."""
    sides = (before.side, number.side)
    return sides == (Side.AT_LEAST, Side.BELOW) and (before.end, before.unit) == (number.start, number.unit)


def _side(number: Number) -> Side:
    """Of the second number of a range the side that is said of it; of 三年至五年 it is the upper end."""
    return Side.AT_MOST if number.side is Side.EXACTLY else number.side


def _value(match: re.Match[str]) -> Fraction | None:
    if match["half"]:
        return Fraction(1, 2)
    if match["sign"]:
        return Fraction(match["sign"]) / 100
    parts = {"percent": Fraction(100), "whole": parse_number(match["whole"] or "")}
    for name, numerator in (("percent", match["percent"]), ("whole", match["part"])):
        if match[name]:
            whole, part = parts[name], parse_number(numerator)
            return None if not whole or part is None else part / whole
    return parse_number(match["figure"]) if match["figure"] else None
