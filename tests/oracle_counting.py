"""What one batch can count for one person, over every possibility the file leaves open.

Known are sizes alone: of the batch, of its records that are not genuine, of each part got, of what
each recipient was supplied. Which records they are is open. Every possibility is enumerated; records
that lie in the same sets are alike, so only how many records lie in which sets is enumerated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

Bounds = tuple[int, int]
Weight = Callable[[bool, int], int]
"""What one genuine record counts: was it got otherwise than for lawful business, how many recipients."""


@dataclass(frozen=True)
class Batch:
    """The sizes that are known of one batch and one person.

    Attributes:
        size: records in the batch.
        spurious: how many of them are duplicates, inauthentic or excluded; which, is not known.
        own: the parts got, one for each source, otherwise than for lawful business.
        lawful: the parts bought or received for lawful business, art. 6 ¶1.
        supplied: for each recipient, the records supplied to him in all.
    """

    size: int
    spurious: int
    own: tuple[int, ...]
    lawful: tuple[int, ...]
    supplied: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse more records than the batch can hold."""
        if any(not 0 <= part <= self.size for part in (self.spurious, *self.own, *self.lawful, *self.supplied)):
            raise ValueError(self)


@dataclass(frozen=True)
class Cell:
    """So many records that are alike in how they were got."""

    in_own: bool
    in_got: bool
    number: int


def total_count(size: int, spurious: int, got: Sequence[int], supplied: Sequence[int]) -> Bounds:
    """Return least and most of Σ max(1 if got, recipients) over genuine records, art. 11 ¶1, ¶2."""
    return _bounds(Batch(size, spurious, tuple(got), (), tuple(supplied)), _once_or_each_recipient)


def supplied_count(size: int, spurious: int, got: Sequence[int], supplied: Sequence[int]) -> Bounds:
    """Return least and most of Σ over recipients of the genuine records supplied, art. 5 ¶1 (8)."""
    return _bounds(Batch(size, spurious, tuple(got), (), tuple(supplied)), _each_recipient)


def article_5_count(size: int, spurious: int, got: Sequence[tuple[int, bool]], supplied: Sequence[int]) -> Bounds:
    """Return least and most of the count under art. 5 where parts were got for lawful business.

    Each part is its size and whether it was bought or received for lawful business. A record counts
    for every recipient; one not supplied counts once if it lies in a part that was not lawful (art. 6
    ¶2, only what was supplied on comes under art. 5).
    """
    own = tuple(part for part, lawful in got if not lawful)
    bought = tuple(part for part, lawful in got if lawful)
    return _bounds(Batch(size, spurious, own, bought, tuple(supplied)), _once_or_each_recipient)


def _once_or_each_recipient(in_own: bool, recipients: int) -> int:
    return max(1 if in_own else 0, recipients)


def _each_recipient(in_own: bool, recipients: int) -> int:
    del in_own
    return recipients


def _bounds(batch: Batch, weight: Weight) -> Bounds:
    """Return the bounds over all ways the parts got can lie, and all supplies from them."""
    found = [bounds for cells in _ways_to_get(batch) if (bounds := _over_supplies(batch, cells, weight))]
    return min(low for low, _ in found), max(high for _, high in found)


def _ways_to_get(batch: Batch) -> Iterator[tuple[Cell, ...]]:
    """Yield every way in which the records can be divided by how they were got."""
    for own, lawful in product(_unions(batch.own, batch.size), _unions(batch.lawful, batch.size)):
        for got in range(max(own, lawful), min(batch.size, own + lawful) + 1):
            yield (
                Cell(True, True, own),
                Cell(False, True, got - own),
                Cell(False, False, batch.size - got),
            )


def _unions(parts: tuple[int, ...], size: int) -> range:
    """Return the sizes that the union of parts of a batch can have."""
    return range(max(parts, default=0), min(size, sum(parts)) + 1)


def _over_supplies(batch: Batch, cells: tuple[Cell, ...], weight: Weight) -> Bounds | None:
    """Return the bounds over all supplies, going through the records one by one.

    The state is what is still to be supplied to each recipient, and how many records are still to be
    spurious; for each state the least and the most that the records so far can count are kept.
    """
    got = sum(cell.number for cell in cells if cell.in_got)
    states: dict[tuple[int, ...], Bounds] = {(batch.spurious, *batch.supplied): (0, 0)}
    left = batch.size
    for cell in cells:
        steps = _steps(batch, cell, got, weight)
        for _ in range(cell.number):
            left -= 1
            states = _advance(states, steps, left)
    return states.get((0,) * (1 + len(batch.supplied)))


def _steps(batch: Batch, cell: Cell, got: int, weight: Weight) -> list[tuple[tuple[int, ...], int]]:
    """Return every fate of one record of a cell: spurious or not, to whom supplied, and its count."""
    choices = [_choices(batch, wanted, cell, got) for wanted in batch.supplied]
    fates = list(product((0, 1), *choices))
    return [(fate, 0 if fate[0] else weight(cell.in_own, sum(fate[1:]))) for fate in fates]


def _choices(batch: Batch, wanted: int, cell: Cell, got: int) -> tuple[int, ...]:
    """Say whether a record may, must or cannot be among those supplied to one recipient.

    What is supplied is taken from what was got, as far as that reaches; where nothing was got, it is
    any part of the batch.
    """
    if not batch.own and not batch.lawful:
        return (0, 1)
    if wanted <= got:
        return (0, 1) if cell.in_got else (0,)
    return (1,) if cell.in_got else (0, 1)


def _advance(
    states: dict[tuple[int, ...], Bounds], steps: list[tuple[tuple[int, ...], int]], left: int
) -> dict[tuple[int, ...], Bounds]:
    """Give one more record each of its fates; `left` records come after it."""
    after: dict[tuple[int, ...], Bounds] = {}
    for state, (low, high) in states.items():
        for fate, counted in steps:
            rest = tuple(have - use for have, use in zip(state, fate, strict=True))
            if min(rest) < 0 or max(rest) > left:
                continue
            known = after.get(rest)
            least, most = low + counted, high + counted
            after[rest] = (min(known[0], least), max(known[1], most)) if known else (least, most)
    return after
