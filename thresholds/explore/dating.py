"""Dates tried out: conduct put on days that fall within the time of an earlier punishment, or outside it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from thresholds.case.model import Days, Dealing, Penalty, Punishment
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.supposed import changed
from thresholds.evaluation.timing import penalised_within, punished_before
from thresholds.explore.trial import Trial

_DAY = timedelta(days=1)


def days_of(value: Punishment | Penalty) -> tuple[Days, ...]:
    """The days of a punishment, or of several."""
    if isinstance(value.days, Days):
        return (value.days,)
    return value.days or ()


def vague_day(day: Days) -> bool:
    """Whether it is not known to the day."""
    return day.first != day.last


def dated(trial: Trial, fact: str, where: Collection[str], inside: bool) -> PersonFacts:
    """The person with some dealings (by id) on days that a punishment counts for, or on days that it does not.

    A dealing of which the span is known stays within it; one that has no such day stays as it is.
    """
    found = {
        dealing.id: _on_a_day(trial, fact, dealing, inside) for dealing in trial.person.dealings if dealing.id in where
    }
    person = changed(trial.person, lambda line: line._replace(dealing=found.get(line.dealing.id, line.dealing)))
    return person._replace(dealings=tuple([found.get(dealing.id, dealing) for dealing in person.dealings]))


def _on_a_day(trial: Trial, fact: str, dealing: Dealing, inside: bool) -> Dealing:
    value = trial.person.facts.get(fact)
    assert isinstance(value, Punishment | Penalty)
    days = [day for span in days_of(value) for day in (span.last + _DAY, span.first - _DAY)]
    if dealing.date is not None:
        first, last = dealing.date.first, dealing.date.last
        days = [first, last, *[day for day in days if first <= day <= last]]
    for day in days:
        made = dealing.model_copy(update={"date": Days(first=day, last=day)})
        if _counts(trial, fact, made) is inside:
            return made
    return dealing


def _counts(trial: Trial, fact: str, dealing: Dealing) -> bool:
    """Whether the punishment counts for conduct on the day of this dealing."""
    value, choices = trial.person.facts.get(fact), trial.assessment.choices
    within = next((m.within for _, m in trial.program.person_facts if m.name == fact and m.within is not None), None)
    if isinstance(value, Punishment) or within is None:
        return punished_before(value if isinstance(value, Punishment) else None, [dealing.date], choices, high=False)
    return penalised_within(value if isinstance(value, Penalty) else None, [dealing.date], within, choices, high=False)
