"""The eleven kinds of condition that an item's `when:` can have: a closed tree, compiled elsewhere three ways."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from thresholds.values.chinese_numerals import parse_chinese
from thresholds.values.figures import FigureError, Unit, parse_figure


class LawValue(BaseModel):
    """Base of everything read from a ruleset: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _records(text: object) -> object:
    return _exact(text, Unit.RECORDS)


def _fen(text: object) -> object:
    return _exact(text, Unit.MONEY)


def _exact(text: object, unit: Unit) -> object:
    if not isinstance(text, str):
        return text
    if not text.endswith(unit.words):
        raise ValueError("unit")
    try:
        found = parse_figure(text, unit)
    except FigureError as error:
        raise ValueError(error.code) from None
    if not found.exact or not found.at_least:
        raise ValueError("TH205")
    return found.at_least


#: A number with the word that it is counted in: 3 个, 20 台, 500 人次.
_COUNT = re.compile(r"(\d{1,15})\s*([^\d\s]{1,6})")


def _count(text: object) -> object:
    """A whole number as (number, unit)."""
    if not isinstance(text, str):
        return text
    match = _COUNT.fullmatch(text.strip())
    if match is None or not int(match[1]):
        raise ValueError("count")
    return int(match[1]), match[2]


def _multiplier(text: object) -> object:
    """一半 is 1/2, 十倍 is 10, 百分之五十 is 1/2: as the law writes them."""
    if not isinstance(text, str):
        return text
    if text == "一半":
        return Fraction(1, 2)
    if text.startswith("百分之"):
        share = parse_chinese(text.removeprefix("百分之"))
        if not share:
            raise ValueError("multiplier")
        return Fraction(share, 100)
    number = parse_chinese(text.removesuffix("倍")) if text.endswith("倍") else None
    if not number:
        raise ValueError("multiplier")
    return Fraction(number)


def _years(text: object) -> object:
    if not isinstance(text, str):
        return text
    match = re.fullmatch(r"(.+?)\s*年", text)
    number = (parse_chinese(match[1]) or (int(match[1]) if match[1].isdigit() else 0)) if match else 0
    if not number:
        raise ValueError("years")
    return number


def _truth(text: object) -> object:
    return {"yes": True, "no": False}.get(text, text) if isinstance(text, str) else text


RecordsStandard = Annotated[int, BeforeValidator(_records)]
MoneyStandard = Annotated[int, BeforeValidator(_fen)]
#: A number and its unit.
CountStandard = Annotated[tuple[int, str], BeforeValidator(_count)]
Multiplier = Annotated[Fraction, BeforeValidator(_multiplier)]
Years = Annotated[int, BeforeValidator(_years)]
Flag = Annotated[bool, BeforeValidator(_truth)]
#: A fact that every case states: whether the person is a unit.
UNIT = "unit"
ActFamily = Literal["any", "get", "supply"]


def _never_reached(at_least: int, below: int | None) -> bool:
    return below is not None and below <= at_least


class FactCondition(LawValue):
    """A fact of the person is so, or (`is: no`) is not; `within` measures a dated one back from the conduct (年).

    The fact `unit` is what the case says the person to be: nobody declares or states it otherwise.
    """

    fact: str
    holds: Annotated[Flag, Field(alias="is")] = True
    within: Years | None = None


class DealingMatch(LawValue):
    """What a dealing must be: its act, its categories (none named: any), and a fact stated of it."""

    acts: ActFamily = "any"
    categories: tuple[str, ...] = ()
    fact: str | None = None


class DealingCondition(LawValue):
    """Some dealing is of this kind; one record is enough."""

    dealing: DealingMatch


class RecordsCondition(LawValue):
    """Records of these categories, counted together, reach a number (条).

    They are those of the dealings, or (`in`) those of a fact that the ruleset declares.
    """

    records_of: tuple[str, ...]
    at_least: RecordsStandard
    of_fact: Annotated[str, Field(alias="in")] = ""


class MoneyCondition(LawValue):
    """An amount of money reaches a number (held in 分), or a parameter that regions fix, and stays below another."""

    money: str
    at_least: MoneyStandard | None = None
    standard: str = ""
    below: MoneyStandard | None = None

    @model_validator(mode="after")
    def _one_standard(self) -> MoneyCondition:
        if (self.at_least is None) == (not self.standard):
            raise ValueError("one-standard")
        if self.at_least is not None and _never_reached(self.at_least, self.below):
            raise ValueError("below")
        return self


class NumberCondition(LawValue):
    """A number of things that the ruleset declares as a fact reaches a number, and stays below another."""

    number_of: str
    at_least: CountStandard
    below: CountStandard | None = None

    @model_validator(mode="after")
    def _bracket(self) -> NumberCondition:
        if self.below is not None and (
            _never_reached(self.at_least[0], self.below[0]) or self.below[1] != self.at_least[1]
        ):
            raise ValueError("below")
        return self


class ReadingOption(LawValue):
    """An option of a reading."""

    reading: str
    option: str


class UnderCondition(LawValue):
    """This option of a reading is chosen: for a text that can be read in more than one way."""

    under: ReadingOption


class MixingIn(LawValue):
    """Records governed by another conduct that a reading lets into the sum, beside other classes only."""

    conduct: str
    reading: str
    option: str


class WhenMultiplied(LawValue):
    """Under this option of a reading, a multiple of the sum adds only classes below their own base."""

    reading: str
    only_below_base: str


class ProportionsCondition(LawValue):
    """Quantity ÷ standard of several items, added up, reaches a sum."""

    proportions_of: tuple[str, ...]
    sum_at_least: Fraction
    none_reached: Flag = False
    mixing_in: MixingIn | None = None
    multiplied: WhenMultiplied | None = None


class CountingOnly(LawValue):
    """Only records from this origin, dealt in this way; a reading may widen it to the whole supply."""

    acts: ActFamily
    obtained_in: str
    reading: str | None = None
    whole_supply: str | None = None


class StandardsCondition(LawValue):
    """A multiple of the standard of any of these items is reached."""

    standards_of: tuple[str, ...]
    times: Multiplier
    counting_only: CountingOnly | None = None


class AnyOfCondition(LawValue):
    """One of these is enough."""

    any_of: tuple[Condition, ...]


class AllOfCondition(LawValue):
    """All of these are needed."""

    all_of: tuple[Condition, ...]


class JudgmentCondition(LawValue):
    """The law leaves it to judgment: listed, never decided."""

    judgment: str
    judgment_en: str = ""


KINDS: dict[str, type[LawValue]] = {
    "fact": FactCondition,
    "dealing": DealingCondition,
    "records_of": RecordsCondition,
    "money": MoneyCondition,
    "number_of": NumberCondition,
    "under": UnderCondition,
    "proportions_of": ProportionsCondition,
    "standards_of": StandardsCondition,
    "any_of": AnyOfCondition,
    "all_of": AllOfCondition,
    "judgment": JudgmentCondition,
}


def _kind(value: object) -> str | None:
    keys = value.keys() if isinstance(value, dict) else getattr(type(value), "model_fields", {}).keys()
    return next((kind for kind in KINDS if kind in keys), None)


Condition = Annotated[
    Annotated[FactCondition, Tag("fact")]
    | Annotated[DealingCondition, Tag("dealing")]
    | Annotated[RecordsCondition, Tag("records_of")]
    | Annotated[MoneyCondition, Tag("money")]
    | Annotated[NumberCondition, Tag("number_of")]
    | Annotated[UnderCondition, Tag("under")]
    | Annotated[ProportionsCondition, Tag("proportions_of")]
    | Annotated[StandardsCondition, Tag("standards_of")]
    | Annotated[AnyOfCondition, Tag("any_of")]
    | Annotated[AllOfCondition, Tag("all_of")]
    | Annotated[JudgmentCondition, Tag("judgment")],
    Discriminator(_kind),
]

AnyOfCondition.model_rebuild()
AllOfCondition.model_rebuild()
