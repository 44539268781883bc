"""Facts that a ruleset declares itself, at either end: amounts, records, and what regions have fixed."""

from __future__ import annotations

from datetime import date

from thresholds.case.model import Amount, Figure, Occasion, Tally
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.counting import UNBOUNDED, end
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import Program
from thresholds.law.model import Parameter
from thresholds.values.dates import years_later
from thresholds.values.status import Truth


def amounts_of(person: PersonFacts, program: Program, choices: Choices, high: bool) -> dict[str, int]:
    """Every declared number and amount (分) that the file states, by id."""
    return {
        name: total(value, high, program.accumulating.get(name), choices.two_years == "inclusive")
        for name, value in person.facts.declared.items()
        if isinstance(value, Amount)
    }


def tallies_of(person: PersonFacts, high: bool) -> dict[str, dict[str, int]]:
    """Records by category (条) that a declared fact tells of, by its id."""
    return {
        name: {category: end(figure, high) for category, figure in value.records.items()}
        for name, value in person.facts.declared.items()
        if isinstance(value, Tally)
    }


def total(amount: Amount, high: bool, within: int | None, inclusive: bool = True) -> int:
    """What several occasions come to: those not yet dealt with, and only such as lie within so many years together.

    Of the spans that can be laid through the occasions, the one that gives most counts.
    """
    counted = [
        occasion
        for occasion in amount.occasions
        if occasion.dealt_with is Truth.NO or (high and occasion.dealt_with is Truth.UNKNOWN)
    ]
    if within is None or len(counted) < 2:
        return _capped(sum([end(occasion.figure, high) for occasion in counted]))
    spans = [
        sum(
            [
                end(other.figure, high)
                for other in counted
                if other is first or _together(first, other, (within, inclusive), high)
            ]
        )
        for first in counted
    ]
    return _capped(max(spans))


def _together(first: Occasion, other: Occasion, span: tuple[int, bool], high: bool) -> bool:
    """Whether the other occasion lies within the years that begin with the first: certainly, or (`high`) possibly."""
    if first.date is None or other.date is None:
        return high
    if high:
        return other.date.last >= first.date.first and _in_time(other.date.first, first.date.last, span)
    together = _in_time(first.date.last, first.date.first, span) and _in_time(other.date.last, first.date.first, span)
    return other.date.first >= first.date.first and together


def _in_time(day: date, start: date, span: tuple[int, bool]) -> bool:
    years, inclusive = span
    end_of_span = years_later(start, years)
    return day <= end_of_span if inclusive else day < end_of_span


def _capped(number: int) -> int:
    return min(number, UNBOUNDED)


def fixed(person: PersonFacts, parameter: Parameter) -> tuple[int, int]:
    """What the region has fixed (分), between two bounds: as the file says, by its region, or anywhere in the band."""
    stated: Figure | None = person.standards.get(parameter.id)
    if stated is not None:
        top = parameter.at_most if stated.at_most is None else stated.at_most
        return max(stated.at_least, parameter.at_least), min(top, parameter.at_most)
    for region in parameter.regions:
        if person.region and region.region == person.region:
            return region.value, region.value
    return parameter.at_least, parameter.at_most


def fixed_of(person: PersonFacts, program: Program, high: bool) -> dict[str, int]:
    """Every parameter of the ruleset by id, at the end that favours the accused, or (`high`) at the other."""
    return {parameter.id: fixed(person, parameter)[0 if high else 1] for parameter in program.ruleset.parameters}


def wavers(person: PersonFacts, program: Program, choices: Choices) -> bool:
    """Whether anything declared is not known exactly."""
    if any(low != high for low, high in (fixed(person, parameter) for parameter in program.ruleset.parameters)):
        return True
    return any(
        amounts_of(person, program, choices, False)[name] != most
        for name, most in amounts_of(person, program, choices, True).items()
    ) or tallies_of(person, False) != tallies_of(person, True)
