"""A tier asked for by name: its rank on the ladder of an offence, and the margins on both sides of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from thresholds import glossary
from thresholds.errors import NotFoundError, nearest

if TYPE_CHECKING:
    from thresholds.explore.margins import Margin
    from thresholds.report.model import PersonReport


def margins_of(person: PersonReport, grade: str | None) -> tuple[Margin, ...]:
    """The margins of a person, or those of one tier; none where the law that governs him does not have it."""
    if grade is None:
        return person.margins
    rank = rank_of(person, grade)
    return person.margins_at(rank) if rank else ()


def rank_of(person: PersonReport, grade: str) -> int:
    """The rank of a grade by its id or its name, in the ladder of the person's offence; 0 where it has none such."""
    ruleset = person.engine.ruleset
    wanted = glossary.find_value(glossary.Family.GRADE, grade) or grade
    for rank, name in enumerate(ruleset.grade_ids):
        if wanted == name or grade in ruleset.labels.get(name, ()):
            return rank
    return 0


def check_grade(persons: Sequence[PersonReport], grade: str) -> None:
    """See that some offence has the grade.

    Raises:
        NotFoundError: none has one of that name, or it is the lowest.
    """
    if any([rank_of(person, grade) for person in persons]):
        return
    grades = tuple(dict.fromkeys(name for person in persons for name in person.engine.ruleset.grade_ids[1:]))
    raise NotFoundError("no-grade", value=grade, allowed="、".join(grades), near=nearest(grade, grades))
