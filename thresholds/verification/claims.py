"""What is to be proved, and what came of it: values alone, worded elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Literal, NamedTuple

from thresholds.verification.ground import Concrete, Ground
from thresholds.verification.symbols import Quantity


class Verdict(StrEnum):
    """What became of a claim."""

    PROVED = "proved"
    REFUTED = "refuted"
    #: The solver gave no answer in time: not proved.
    UNDECIDED = "undecided"
    #: True as far as it goes, but something is to be looked at.
    DOUBTFUL = "doubtful"
    #: Not a matter of the condition tree: nothing was proved.
    OUTSIDE = "outside"


class Name(NamedTuple):
    """Something with a label: an item, a fact, a category, a grade, a parameter, an offence."""

    kind: Literal["item", "fact", "category", "grade", "parameter", "offence"]
    id: str


class Amount(NamedTuple):
    """A quantity at a value (条, 分, things; a sum has no unit)."""

    quantity: Quantity | None
    value: int | Fraction


Field = str | Name | Amount | tuple[Name, ...] | tuple[Amount, ...]


class Says(NamedTuple):
    """A sentence: its key, and what fills it."""

    key: str
    fields: Mapping[str, Field]


class Outcome(NamedTuple):
    """What came of a claim, why, and the worlds that show it, by the id of a person."""

    verdict: Verdict
    because: tuple[Says, ...] = ()
    worlds: Mapping[str, Concrete] | None = None


Family = Literal["monotone", "alone", "boundary", "direction", "agreement", "grades"]
FAMILIES: tuple[Family, ...] = ("monotone", "alone", "boundary", "direction", "agreement", "grades")


class Obligation(NamedTuple):
    """One claim with its name, and how it is proved."""

    family: Family
    says: Says
    prove: Callable[[Ground], Outcome]


PROVED = Outcome(Verdict.PROVED)


def says(key: str, **fields: Field) -> Says:
    """A sentence of the topic `verify`."""
    return Says(f"verify.{key}", fields)


def items_between(ground: Ground, one: Concrete, other: Concrete) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """The items met in the first world alone, and those met in the second alone."""
    pairs = [(place.item.id, one.met[place.number], other.met[place.number]) for place in ground.places]
    lost = tuple(Name("item", item) for item, before, after in pairs if before and not after)
    return lost, tuple(Name("item", item) for item, before, after in pairs if after and not before)
