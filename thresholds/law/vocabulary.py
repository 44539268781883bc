"""What rulesets add to the words of case files: facts, grades, readings and parameters that they declare themselves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from thresholds.errors import SourceErrors
from thresholds.law.load import available, load_ruleset
from thresholds.law.model import FactDeclaration, Parameter, Ruleset


class Vocabulary(NamedTuple):
    """By spelling (id or label): facts, grades and parameters; and the ids of readings with their options."""

    facts: dict[str, FactDeclaration]
    grades: dict[str, str]
    parameters: dict[str, Parameter]
    readings: dict[str, tuple[str, ...]]


def vocabulary_of(rulesets: Iterable[Ruleset]) -> Vocabulary:
    """The words of these rulesets; of two that spell alike the first stands."""
    found = Vocabulary({}, {}, {}, {})
    for ruleset in rulesets:
        for fact in ruleset.declared.values():
            for spelling in filter(None, (fact.id, fact.label, fact.label_en)):
                found.facts.setdefault(spelling, fact)
        for grade in ruleset.grades:
            found.grades.setdefault(grade.id, grade.id)
        for parameter in ruleset.parameters:
            for spelling in filter(None, (parameter.id, parameter.label)):
                found.parameters.setdefault(spelling, parameter)
        for reading in ruleset.readings:
            found.readings.setdefault(reading.id, tuple(reading.options))
    return found


def vocabulary(preferred: Ruleset | None = None) -> Vocabulary:
    """The words of every ruleset that can be named by its id; those of one that is preferred go before."""
    shipped = tuple(available())
    return _vocabulary(preferred, shipped)


@lru_cache(maxsize=8)
def _vocabulary(preferred: Ruleset | None, names: tuple[str, ...]) -> Vocabulary:
    rulesets = [preferred] if preferred is not None else []
    for name in names:
        try:
            rulesets.append(load_ruleset(name))
        except SourceErrors:
            continue  # what is wrong with it is said to whoever uses it
    return vocabulary_of(rulesets)
