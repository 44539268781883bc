"""How things stand in the file: the quantity of a class, a fact, where something is supplied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import ALL, Program, RecordsMeasure
from thresholds.evaluation.statements import stated
from thresholds.evaluation.worlds import World, interval
from thresholds.values.interval import Interval


def classes(program: Program) -> tuple[tuple[str, ...], ...]:
    """The classes of categories that the ruleset counts together, the most protected first."""
    measures = [measure for measure in program.measures if isinstance(measure, RecordsMeasure)]
    names = dict.fromkeys(measure.categories for measure in measures if measure.scope == ALL)
    return tuple(sorted(names, key=lambda categories: min(program.protection.get(name, 0) for name in categories)))


def spread(worlds: Sequence[World], quantity: Callable[[World], int]) -> Interval:
    """A quantity between its least and its most."""
    found = [quantity(world) for world in worlds]
    return interval(min(found), max(found))


def fact_state(person: PersonFacts, name: str) -> str:
    """How the file states a fact of the person: yes, no, unknown, unstated, exempted or dated."""
    if person.facts.get(name) is None:
        return "unstated"
    found = stated(person.facts, name)[0].split()[0]
    return found if found in ("no", "unknown", "exempted", "dated") else "yes"


def supplies_where(person: PersonFacts, origins: Sequence[str | None]) -> tuple[str, ...]:
    """The supplies (ids of dealings) of records of one of these origins."""
    found = [
        line.dealing.id
        for holding in person.holdings
        for _, lines in holding.supplies
        for line in lines
        if line.origin in origins
    ]
    return tuple(dict.fromkeys(found))
