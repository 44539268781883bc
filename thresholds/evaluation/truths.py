"""Whether a fact holds in a world, at either end: of the person, or of one of his dealings."""

from __future__ import annotations

from collections.abc import Sequence

from thresholds.case.model import Days, Dealing, Penalty, Punishment, Stated
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.facts import Line, PersonFacts
from thresholds.evaluation.program import DealingMeasure, FactMeasure
from thresholds.evaluation.timing import penalised_within, punished_before
from thresholds.law.conditions import UNIT
from thresholds.values.status import Truth


def is_true(truth: Truth, high: bool) -> bool:
    """Whether a truth holds at this end; what is not known holds at the upper one."""
    return truth is Truth.YES or (high and truth is Truth.UNKNOWN)


def fact_holds(
    person: PersonFacts, measure: FactMeasure, dealings: Sequence[Dealing], choices: Choices, high: bool
) -> bool:
    """Whether a fact of the person holds; punishments and penalties are measured against these dealings."""
    if measure.name == UNIT:
        return person.person.kind == "unit"
    stated = person.facts.get(measure.name)
    if isinstance(stated, Punishment):
        return punished_before(stated, _dates(person, dealings), choices, high)
    if isinstance(stated, Penalty) and measure.within is not None:
        return penalised_within(stated, _dates(person, dealings), measure.within, choices, high)
    return isinstance(stated, Stated | Penalty) and is_true(stated.truth, high)


def _dates(person: PersonFacts, dealings: Sequence[Dealing]) -> list[Days | None]:
    """When the conduct was: the dates of the dealings, or the date stated where there are none."""
    conduct = person.facts.conduct_date
    return [dealing.date for dealing in dealings] or ([conduct] if conduct else [])


def of_family(dealing: Dealing, acts: str) -> bool:
    """Whether a dealing gets records, supplies them, or (`any`) does either."""
    return dealing.supplies if acts == "supply" else dealing.gets if acts == "get" else True


def dealing_matches(measure: DealingMeasure, line: Line, named: tuple[str, ...], high: bool) -> bool:
    """Whether a dealing in records of these categories is of the kind asked for."""
    if not (line.certain or high):
        return False
    if measure.fact is not None:
        stated = getattr(line.dealing, measure.fact)
        if stated is None or not is_true(stated.truth, high):
            return False
    return not measure.categories or any(name in measure.categories for name in named)
