"""Figures as people write them in case files, read as exact intervals.

`483 条`, `6万多条`, `350余万条`, `数十万条`, `五千至二十余万元`, `500条以上`, `不足5000元`.
余 and 多 mean at least the figure and less than the next step of its last non-zero digit.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from thresholds.values.chinese_numerals import MAGNITUDE, magnitude, parse_number
from thresholds.values.interval import LARGEST, Interval

COUNT_UNITS = ("人次", "条", "组", "份", "次", "张", "个", "套", "records", "record")
MONEY_UNITS = ("元", "yuan")


class Unit(StrEnum):
    """What a figure counts: records (whole numbers) or money (whole fen)."""

    RECORDS = "records"
    MONEY = "money"

    @property
    def scale(self) -> int:
        """How many of the smallest unit make one: 100 fen a yuan, one record a record."""
        return 100 if self is Unit.MONEY else 1

    @property
    def words(self) -> tuple[str, ...]:
        """The unit words that may follow the figure."""
        return MONEY_UNITS if self is Unit.MONEY else COUNT_UNITS


class FigureError(ValueError):
    """A figure that cannot be taken; `code` is the diagnostic's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Bound(NamedTuple):
    words: tuple[str, ...]
    lower: bool
    strict: bool


_PREFIXES = (
    _Bound(("不超过", "不多于", "至多", "最多", "不高于"), lower=False, strict=False),
    _Bound(("不足", "不满", "少于", "未满", "低于", "不到"), lower=False, strict=True),
    _Bound(("至少", "不少于", "不低于", "最少"), lower=True, strict=False),
    _Bound(("超过", "多于", "高于", "大于"), lower=True, strict=True),
)
_SUFFIXES = (
    _Bound(("以上",), lower=True, strict=False),
    _Bound(("以下", "以内"), lower=False, strict=False),
)
_VAGUE_WORDS = ("大约", "大概", "左右", "上下", "将近", "约", "近", "许", "来")
_RANGE = re.compile("至|到|~|—|–|-|−|―")


@lru_cache(maxsize=4096)  # a ledger repeats its figures
def parse_figure(text: str, unit: Unit) -> Interval:
    """The interval that a figure states, in records or in fen.

    Raises:
        FigureError: not a figure (TH205), vague without bounds (TH206), negative or too large (TH207),
            a fraction of a fen or of a record (TH208), or the other kind of unit (TH209).
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if len(plain) > 48:
        raise FigureError("TH207" if plain.strip("0123456789.,") == "" else "TH205")
    if plain.startswith(("-", "−")):
        raise FigureError("TH207")
    ends = _split_range(plain)
    if len(ends) == 2:
        low, high = _range(ends[0], ends[1], unit)
    else:
        low, high = _single(plain, unit)
    if high is not None and high < low:
        raise FigureError("TH216")
    return Interval(low, high)


def _split_range(text: str) -> list[str]:
    if text.startswith(("至少", "至多")):
        return [text]
    return _RANGE.split(text)


def _range(low_text: str, high_text: str, unit: Unit) -> tuple[int, int | None]:
    """A range; `5至6万` is refused, for it may mean 5 or 50 000."""
    if not low_text or not high_text:
        raise FigureError("TH205")
    high_body, low_body = _strip_unit(high_text, unit), _strip_unit(low_text, unit)
    shared = MAGNITUDE.search(high_body)
    if shared and not MAGNITUDE.search(low_body):
        lifted = parse_number(low_body)
        if lifted is None or lifted * magnitude(shared[0]) <= _single(high_text, unit)[0] / Fraction(unit.scale):
            raise FigureError("TH206")
    low, high = _single(low_text, unit), _single(high_text, unit)
    return low[0], high[1]


def _single(text: str, unit: Unit) -> tuple[int, int | None]:
    """One figure with the words that bound it."""
    bound: _Bound | None = None
    for prefix in _PREFIXES:
        for word in prefix.words:
            if bound is None and text.startswith(word):
                bound, text = prefix, text[len(word) :]
    for suffix in _SUFFIXES:
        for word in suffix.words:
            if bound is None and text.endswith(word):
                bound, text = suffix, text[: -len(word)]
    body = _strip_unit(text, unit)
    if any(word in body for word in _VAGUE_WORDS):
        raise FigureError("TH206")
    low, high = _figure(body, unit)
    if bound is None:
        return low, high
    if bound.lower:
        return low + bound.strict, None
    return 0, (low - 1 if bound.strict else high)


def _strip_unit(text: str, unit: Unit) -> str:
    text = text.removesuffix("整") if unit is Unit.MONEY else text
    text = text.removeprefix("人民币") if unit is Unit.MONEY else text
    text = text.lstrip("¥") if unit is Unit.MONEY else text
    for word in unit.words:
        if text.endswith(word):
            return text[: -len(word)]
    other = COUNT_UNITS if unit is Unit.MONEY else MONEY_UNITS
    if any(text.endswith(word) for word in other) and text[:1] not in other:
        raise FigureError("TH209")
    return text


def _figure(body: str, unit: Unit) -> tuple[int, int]:
    """A bare figure with its 余, 多, 数 or 几, in the smallest unit."""
    body = body.replace("十几", "十余")
    rest = re.sub("[余多]", "", body, count=1)
    more = rest != body
    if more and MAGNITUDE.fullmatch(rest) and rest[0] != "十":
        rest = f"一{rest}"
    several = rest[:1] in ("数", "几") and len(rest) > 1
    if several:
        words = rest[1:]
        if not MAGNITUDE.fullmatch(words):
            raise FigureError("TH205")
        step = magnitude(words) * unit.scale
        return _checked(2 * step), _checked(10 * step - 1)
    if rest in ("数", "几"):
        raise FigureError("TH206")
    if rest.startswith("上") and MAGNITUDE.fullmatch(rest[1:]):
        raise FigureError("TH206")
    number = parse_number(rest)
    if number is None:
        raise FigureError("TH205")
    value = _checked(number * unit.scale)
    if not more:
        return value, value
    if value == 0:
        raise FigureError("TH205")
    step = 1
    while value % (step * 10) == 0:
        step *= 10
    return value, value + step - 1


def _checked(value: Fraction | int) -> int:
    value = Fraction(value)
    if value > LARGEST:
        raise FigureError("TH207")
    if value.denominator != 1:
        raise FigureError("TH208")
    return value.numerator


def parse_rate(text: str) -> Fraction:
    """A share of the whole, exactly: `0.045` or `4.5%`.

    Raises:
        FigureError: not a number (TH205) or not between 0 and 1 (TH227).
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    percent = plain.endswith("%")
    body = plain.removesuffix("%")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,18})?", body):
        raise FigureError("TH205")
    value = Fraction(body) / (100 if percent else 1)
    if not 0 <= value <= 1:
        raise FigureError("TH227")
    return value
