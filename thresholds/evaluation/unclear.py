"""Bodies of records whose category is one of several, and the ways in which they can fall."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, combinations_with_replacement, product
from math import comb
from typing import NamedTuple

from thresholds.evaluation.facts import Holding, Line
from thresholds.evaluation.program import Measure, Program, SumMeasure

#: More combinations than this are not enumerated; outer bounds are taken instead.
MOST_ASSIGNMENTS = 2048

#: For each unclear holding in turn, the group of categories that it falls in.
Assignment = tuple[tuple[str, ...], ...]


class Unclear(NamedTuple):
    """A holding whose category is one of several, grouped by what the ruleset makes of them."""

    holding: Holding
    groups: tuple[tuple[str, ...], ...]

    @property
    def options(self) -> tuple[str, ...]:
        """Every category that it can be of."""
        return tuple(chain.from_iterable(self.groups))


def is_unclear(holding: Holding) -> bool:
    """Whether the file leaves its category open."""
    category = holding.category
    return category is not None and not category.each and len(category.options) > 1


def groups(holding: Holding, program: Program) -> tuple[tuple[str, ...], ...]:
    """Its possible categories; those that the ruleset treats alike are one group."""
    found: dict[tuple[bool, frozenset[int]], list[str]] = {}
    for option in holding.category.options if holding.category else ():
        marks = frozenset(number for number, measure in enumerate(program.measures) if option in _named(measure))
        found.setdefault((option in program.special_categories, marks), []).append(option)
    return tuple(tuple(group) for group in found.values())


def _named(measure: Measure) -> tuple[str, ...]:
    if isinstance(measure, SumMeasure):
        return tuple(category for share in measure.shares for category in share.categories)
    found: tuple[str, ...] = getattr(measure, "categories", ())
    return found


def line_shape(line: Line) -> tuple[object, ...]:
    """What of a line, besides its number, makes a difference to the result."""
    dealing = line.dealing
    days = (dealing.date.first, dealing.date.last) if dealing.date else None
    facts = (dealing.knew_of_crime, dealing.used_in_crime, dealing.lawful_business)
    return dealing.act, days, line.certain, tuple(fact and fact.truth for fact in facts)


def assignments(unclear: list[Unclear], weight: Callable[[Unclear], object]) -> tuple[list[Assignment], bool]:
    """All ways to assign groups; holdings of the same weight are interchangeable. Too many: one empty, and True."""
    clusters: dict[object, list[int]] = {}
    for number, entry in enumerate(unclear):
        clusters.setdefault((entry.groups, weight(entry)), []).append(number)
    size = 1
    for members in clusters.values():
        choices = len(unclear[members[0]].groups)
        size *= comb(len(members) + choices - 1, len(members))
    if size > MOST_ASSIGNMENTS:
        return [()], True
    ways = [
        list(combinations_with_replacement(unclear[members[0]].groups, len(members))) for members in clusters.values()
    ]
    order = [number for members in clusters.values() for number in members]
    found: list[Assignment] = []
    for way in product(*ways):
        chosen = list(chain.from_iterable(way))
        placed = dict(zip(order, chosen, strict=True))
        found.append(tuple(placed[number] for number in range(len(unclear))))
    return found, False
