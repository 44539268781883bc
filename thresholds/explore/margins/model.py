"""Margins as values: a tier, the ways that reach it or fall below it, and what each way takes."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from thresholds.evaluation.assess import Bounds
from thresholds.values.interval import Interval


class Kind(StrEnum):
    """What a change is about."""

    RECORDS = "records"
    MONEY = "money"
    NUMBER = "number"
    TALLY = "tally"
    STANDARD = "standard"
    FACT = "fact"
    DEALING_FACT = "dealing_fact"
    CATEGORY = "category"
    ORIGIN = "origin"
    BUSINESS = "lawful_business"
    BREACH = "breach"
    CONSENT = "consent"
    CONDUCT = "conduct"


class Change(NamedTuple):
    """One thing that would be otherwise.

    NUMBER is of things that the ruleset declares, TALLY of records (条) of a fact, its id before the categories, and
    STANDARD of what a region has fixed (分): at most (`truth`) or at least `to`.
    Of records (条) and money (分): `by` is how many more or (negative) fewer, None where the quantity has no upper
    bound; `now` and `to` are the quantity in the file, and at least (when reaching) or at most (when falling) what
    it must then be. `narrow`, when reaching: that it comes from duty or service; when falling: the most of what is
    left that the item on duty or service may count. `names` are categories, or the amount, or the fact.
    Of facts: `truth` is what must be shown, `state` how the file states it, `where` the dealings.
    """

    kind: Kind
    names: tuple[str, ...]
    by: int | None = None
    now: Interval | None = None
    to: int | None = None
    narrow: int | None = None
    truth: bool | None = None
    state: str = ""
    where: tuple[str, ...] = ()


class Way(NamedTuple):
    """Changes that suffice together; `edits` are the same as assignments to paths of the case file, where it can."""

    changes: tuple[Change, ...]
    bounds: Bounds
    edits: tuple[str, ...] = ()


class Mix(NamedTuple):
    """Any mixture of classes: the sum of records × share that is missing, or (falling) that must be gone below.

    `shares` gives for each class of categories what one record is worth.
    """

    needed: Fraction
    now: Fraction
    shares: tuple[tuple[tuple[str, ...], Fraction], ...]
    narrow: bool = False


class Margin(NamedTuple):
    """One line to cross: `reach` makes the tier (a rank) established, otherwise it is excluded.

    `held_by` are the items by which the tier stands or is possible.
    """

    rank: int
    reach: bool
    held_by: tuple[str, ...]
    ways: tuple[Way, ...]
    mixes: tuple[Mix, ...]
