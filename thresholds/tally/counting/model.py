"""What counting hands on: steps that add up, notes with both numbers, and the whole result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from thresholds.errors import EngineError

#: Where an amount stands: the number of its source, and the id of its category; empty where it has none (yet).
Place = tuple[int, str]
Amounts = Mapping[Place, int]

#: The rules of the steps from lines to rows, and of those about duplicates; the others are reasons of rows.
HEADERS, REPEATED, EMPTY, NOTHING = "header_lines", "repeated_headers", "empty_lines", "nothing_recognised"
WITHIN, ACROSS = "duplicates_within", "duplicates_across"
STATIONARY, ONE_PER_PERSON, WITHOUT_PHONE = "stationary_points", "one_per_person", "without_phone"


class Part(NamedTuple):
    """One source and category in a step: how much there was and what was taken off."""

    source: int
    category: str
    before: int
    taken_off: int

    @property
    def left(self) -> int:
        """What the next step begins with."""
        return self.before - self.taken_off


class Step(NamedTuple):
    """One deduction: its rule, the pinpoints of the law that it rests on, and the parts it is made up of."""

    rule: str
    law: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def before(self) -> int:
        """Rows or records before it."""
        return sum(part.before for part in self.parts)

    @property
    def taken_off(self) -> int:
        """Rows or records that it takes off."""
        return sum(part.taken_off for part in self.parts)

    @property
    def left(self) -> int:
        """Rows or records after it."""
        return self.before - self.taken_off

    def of(self, source: int | None = None, category: str | None = None) -> Part:
        """The sum of its parts in a source, in a category, or in both."""
        wanted = [
            part
            for part in self.parts
            if source in (None, part.source) and (category is None or part.category == category)
        ]
        before, taken = sum(part.before for part in wanted), sum(part.taken_off for part in wanted)
        return Part(-1 if source is None else source, category or "", before, taken)


class Note(NamedTuple):
    """Something that courts argued over: `records` as counted and `otherwise`, each by category.

    `deducted` says whether it was taken off because an option says so; then `records` is the lower number.
    `option` is that option, empty where there is none.
    """

    id: str
    law: tuple[str, ...]
    option: str
    deducted: bool
    by_category: tuple[tuple[str, int, int], ...]

    @property
    def records(self) -> int:
        """The number as counted."""
        return sum(records for _, records, _ in self.by_category)

    @property
    def otherwise(self) -> int:
        """The number if it were held otherwise."""
        return sum(otherwise for _, _, otherwise in self.by_category)


class Body(NamedTuple):
    """Records of a source and category about which the same questions arise (bit n of `asked`: the n-th question).

    `records` are the rows that point to a person, `inauthentic` those of them that are invalid, `counted` what is left
    when duplicates are taken off too.
    """

    source: int
    category: str
    asked: int
    records: int
    inauthentic: int
    counted: int

    @property
    def duplicates(self) -> int:
        """The rest."""
        return self.records - self.inauthentic - self.counted


class Counted(NamedTuple):
    """What counting came to: the steps from rows on, the bodies of records, and the notes.

    `flaws` are the fields (by bit) that are invalid in rows which count all the same, and in how many.
    """

    steps: tuple[Step, ...]
    bodies: tuple[Body, ...]
    notes: tuple[Note, ...]
    flaws: tuple[tuple[int, int], ...]


class Options(NamedTuple):
    """What is deducted beyond exact duplicates, only where it is asked for."""

    one_per_person: bool = False
    merge_stationary: bool = False


def step(rule: str, law: tuple[str, ...], before: Amounts, taken: Amounts) -> tuple[Step, dict[Place, int]]:
    """The step that takes these amounts off, and what is left; places of nothing are left out.

    Raises:
        EngineError: more is taken off somewhere than there was.
    """
    wrong = [place for place, number in taken.items() if not 0 <= number <= before.get(place, 0)]
    if wrong:
        raise mismatch(rule, sum(before.values()), sum(taken.values()))
    parts = tuple(Part(*place, number, taken.get(place, 0)) for place, number in sorted(before.items()) if number)
    return Step(rule, law, parts), {(part.source, part.category): part.left for part in parts if part.left}


def mismatch(rule: str, expected: int, found: int) -> EngineError:
    """The error for numbers that do not add up: counting must never be wrong in silence."""
    return EngineError("tally.count.mismatch", rule=rule, expected=str(expected), found=str(found))


def added(amounts: Iterable[tuple[Place, int]]) -> dict[Place, int]:
    """Amounts by place, those of one place added."""
    found: dict[Place, int] = {}
    for place, number in amounts:
        found[place] = found.get(place, 0) + number
    return found
