"""What stands beside an offence: whether units answer for it, what else the person reaches, which of them governs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from thresholds.consequences.rulebook import Rulebook
from thresholds.law.consequences import About, AllOf, Consequence, HeavierGoverns, Units, When
from thresholds.values.dates import DateRange
from thresholds.values.status import Status

#: Offences by their article in the statute, and how surely the person reaches them.
Neighbours = Mapping[str, Status]
_BOTH = (0, 1)


class Beside(NamedTuple):
    """The statute of the offence; offences the report points to on the same facts; others of the same instrument.

    `conduct` is from when to when the conduct can have been; None where the file gives no date.
    """

    statute: str
    neighbours: Neighbours
    others: Neighbours
    conduct: DateRange | None = None


def is_under(statute: str, article: str) -> bool:
    """Whether a citation names an article, or a paragraph of it; 之一 makes another article of it."""
    return re.search(f"{re.escape(article)}(?!之)", statute) is not None


def units_of(statute: str, book: Rulebook) -> Units | None:
    """What the data say of units under an article; None where they do not speak of it."""
    return next((found for found in book.data.general.units if is_under(statute, found.statute)), None)


def governing(beside: Beside, book: Rulebook) -> list[tuple[HeavierGoverns, Status]]:
    """The provisions by which the heavier offence governs: of this offence, and of the others that are reached."""
    reached = {beside.statute: Status.ESTABLISHED} | dict(beside.others)
    return [
        (found, status)
        for found in book.data.general.heavier_governs
        for statute, status in reached.items()
        if is_under(statute, found.statute) and status in (Status.ESTABLISHED, Status.OPEN)
    ]


def abouts(beside: Beside, book: Rulebook) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The values that stand beside the grade, each with the ways that it can be."""
    yield "about:units_answer", _units_answer(beside, book)
    yield "about:another_offence", _ways(list(beside.others.values()))
    yield "about:other_conduct", _BOTH
    yield "about:heavier_governs", _ways([status for _, status in governing(beside, book)])


def _ways(statuses: list[Status]) -> tuple[int, ...]:
    if Status.ESTABLISHED in statuses:
        return (1,)
    return _BOTH if Status.OPEN in statuses else (0,)


def _units_answer(beside: Beside, book: Rulebook) -> tuple[int, ...]:
    """By the law when the conduct was; of unknown dates by that of now, across a change both."""
    found, conduct = units_of(beside.statute, book), beside.conduct
    if found is None:
        return _BOTH
    if found.since is None:
        return (0,)
    if conduct is None or conduct.first >= found.since:
        return (1,)
    return (0,) if conduct.last < found.since else _BOTH


def with_law(entry: Consequence, beside: Beside, book: Rulebook) -> Consequence:
    """A consequence with the offence's provision on units; of those on the heavier offence, with its own alone."""
    asked = {leaf.about for leaf in _all(entry.when) if isinstance(leaf, About) and leaf.holds}
    units = units_of(beside.statute, book) if "units_answer" in asked else None
    law = (*entry.law, *(units.law if units else ()))
    if "heavier_governs" in asked:
        own = {one for found, _ in governing(beside, book) for one in found.law}
        known = {one for found in book.data.general.heavier_governs for one in found.law}
        law = tuple(one for one in law if one in own or one not in known)
    return entry if law == entry.law else entry.model_copy(update={"law": law})


def _all(when: When) -> tuple[When, ...]:
    return when.all_of if isinstance(when, AllOf) else (when,)
