"""Which other rulesets a case has to do with: those whose facts it states, and those its records may be a matter of."""

from __future__ import annotations

from collections.abc import Mapping

from thresholds.case.model import Days
from thresholds.errors import NotFoundError, SourceErrors
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.load import available, load_ruleset
from thresholds.law.model import Ruleset


def by_facts(person: PersonFacts, own: Ruleset, judged: Days | None) -> list[Ruleset]:
    """Rulesets in force that declare a fact which the file states of this person, or that his dealings fall under."""
    stated = person.facts.declared.keys()
    dealt = bool(person.dealings) and not own.from_dealings
    if not stated - own.declared.keys() and not dealt:
        return []
    found = [ruleset for name in available() if (ruleset := _loaded(name)) is not None]
    return [
        ruleset
        for ruleset in found
        if ruleset.id != own.id
        and (stated & ruleset.declared.keys() or (dealt and ruleset.from_dealings))
        and _in_force(ruleset, judged)
    ]


def by_records(counted: Mapping[str, int], own: Ruleset, judged: Days | None) -> list[Ruleset]:
    """Rulesets in force that the person's own ruleset names for records of categories of which some are counted."""
    found = []
    for neighbour in own.neighbours:
        if any(counted.get(category) for category in neighbour.records_of):
            ruleset = _loaded(neighbour.ruleset)
            if ruleset is not None and _in_force(ruleset, judged):
                found.append(ruleset)
    return found


def _loaded(name: str) -> Ruleset | None:
    try:
        return load_ruleset(name)
    except (NotFoundError, SourceErrors):
        return None  # what is wrong with it is said where it is used by itself


def _in_force(ruleset: Ruleset, judged: Days | None) -> bool:
    """Whether it was in force when the case was judged; a case that is not judged yet is judged by what is in force."""
    period = ruleset.in_force
    if judged is None:
        return period.until is None
    return period.start <= judged.last and (period.until is None or judged.first <= period.until)
