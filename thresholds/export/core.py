"""The numeric core of a ruleset: inputs, numbers made of them, and items as alternatives of plain comparisons.

It is read off the compiled program (`evaluation/program.py`), so that no rule is written twice. Readings are chosen
once and for all: what depends on them alone is worked out here and does not stand in an export.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from thresholds.evaluation.choices import Choices
from thresholds.evaluation.program import Program
from thresholds.law.model import Ruleset

#: Whole numbers up to here are exact wherever a number is a double; no number of an export may pass it.
LARGEST_EXACT = 2**53 - 1

SourceKind = Literal[
    "records", "narrow", "apart", "tally", "money", "narrow_money", "amount", "parameter", "fact", "dealing", "conduct"
]


class Source(NamedTuple):
    """Where the value of an input comes from; `detail` tells apart what has the same name.

    The name is that of a category, an amount, a fact, a parameter or a kind of conduct. Of records that a declared
    fact tells of, `detail` is the fact; of a fact, the conduct that it is measured against; of a dealing, acts and
    categories. `within` are years.
    """

    kind: SourceKind
    name: str
    detail: tuple[str, ...] = ()
    within: int = 0

    @property
    def truth(self) -> bool:
        """Whether it is so or not so, and no number."""
        return self.kind in ("fact", "dealing", "conduct")


class Input(NamedTuple):
    """What an export has to be given: a whole number from 0 (条, 分 or a unit of the ruleset's own), or a truth."""

    name: str
    source: Source


class Part(NamedTuple):
    """A summand: an input or an earlier number times its weight; with `below` it counts only while it is less."""

    of: str
    weight: int
    below: int | None = None


class Number(NamedTuple):
    """A whole number made of inputs and earlier numbers.

    `mixed` is added only where one of `beside` is more than nothing. `kind` says what it is: records of several
    categories together, a proportional sum times `scale`, or by how much an amount passes what a region has fixed,
    times `scale`. `about` names what it is of: an item, or an amount and a parameter. A `narrow` one counts only what
    the ruleset's narrower count takes.
    """

    name: str
    kind: Literal["records", "sum", "over"]
    parts: tuple[Part, ...]
    mixed: tuple[Part, ...] = ()
    beside: tuple[str, ...] = ()
    scale: int = 1
    about: tuple[str, ...] = ()
    narrow: bool = False


class Comparison(NamedTuple):
    """An input or a number that reaches a constant (`>=`), stays below it (`<`), or a truth that `is` 1 or 0."""

    of: str
    operator: Literal[">=", "<", "is"]
    constant: int


Way = tuple[Comparison, ...]


class CoreItem(NamedTuple):
    """An item: its paragraph, its grade as a rank, and the ways any of which meets it.

    Without ways it is never met: it is left to the court, or asks for a reading that is not chosen.
    """

    id: str
    paragraph: str
    rank: int
    offence: str
    judgment: bool
    ways: tuple[Way, ...]


class Core(NamedTuple):
    """The numeric core of a ruleset under a choice of readings; no number input may be larger than `maximum`."""

    ruleset: Ruleset
    program: Program
    choices: Choices
    inputs: tuple[Input, ...]
    numbers: tuple[Number, ...]
    items: tuple[CoreItem, ...]
    maximum: int

    @property
    def offences(self) -> tuple[str, ...]:
        """The offences of a ruleset that has several; one empty name for one alone."""
        return tuple(offence.id for offence in self.ruleset.offences) or ("",)

    @property
    def paragraphs(self) -> dict[str, tuple[CoreItem, ...]]:
        """The items that can be met, by paragraph, in the order of the law."""
        found: dict[str, tuple[CoreItem, ...]] = {}
        for item in self.items:
            if item.ways:
                found[item.paragraph] = (*found.get(item.paragraph, ()), item)
        return found

    def range_of(self, entry: Input) -> tuple[int, int]:
        """The least and the most that a number may be: what a region has fixed lies inside its band."""
        if entry.source.kind == "parameter":
            band = next(one for one in self.ruleset.parameters if one.id == entry.source.name)
            return band.at_least, band.at_most
        return 0, self.maximum

    def ladder(self, offence: str) -> list[tuple[str, str]]:
        """The paragraphs of an offence, the gravest first, each with the grade that any item of it gives."""
        rows = {item.paragraph: item.rank for item in self.items if item.ways and item.offence == offence}
        grades = self.ruleset.grade_ids
        return [(paragraph, grades[rank]) for paragraph, rank in sorted(rows.items(), key=lambda row: -row[1])]


def machine_name(identifier: str) -> str:
    """An id as a name of the languages exported to: letters, digits and underscores (`art5.1.3` is `art5_1_3`)."""
    return "".join(letter if letter.isalnum() else "_" for letter in identifier)


def grade_name(offence: str) -> str:
    """The name of the grade of an offence among the results."""
    return f"grade_{machine_name(offence)}" if offence else "grade"
