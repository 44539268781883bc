"""Conduct of which the file gives no date: the present law is applied, and the date is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from thresholds.applicable.span import span_of
from thresholds.case.model import Days, Dealing
from thresholds.evaluation.assess import Bounds
from thresholds.evaluation.facts import PersonFacts
from thresholds.explore.question import Question
from thresholds.law.model import Ruleset

DATE = "conduct_date"


def undated(person: PersonFacts, now: Bounds, ruleset: Ruleset, judged: Days | None) -> tuple[Question, ...]:
    """The question for the date of conduct that has none; an earlier law may be lighter, but nothing is tried out.

    Under an interpretation that is over the date is asked for whatever the grade.
    """
    names = tuple([dealing.id for dealing in person.dealings if dealing.date is None])
    conduct = bool(names) or (person.facts.illegal_gains is not None and not person.dealings)
    over = ended(ruleset, judged) and not span_of(person) and bool(person.stated)
    if not (over or (now.high and conduct)) or person.facts.conduct_date is not None:
        return ()
    places = date_places(person.person.id, names)
    return (Question(DATE, places, "undated", now),)


def ended(ruleset: Ruleset, judged: Days | None) -> bool:
    """Whether a ruleset was over before the judgment, or is over where there is none."""
    until = ruleset.in_force.until
    return until is not None and (judged is None or judged.last > until)


def late_dealings(dealings: Iterable[Dealing], judged: Days) -> tuple[str, ...]:
    """The dealings (by id) that are dated after the judgment."""
    return tuple([one.id for one in dealings if one.date is not None and one.date.first > judged.last])


def date_places(name: str, dealings: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Where a date is written: in each of these dealings, or without any as a fact of the person."""
    return tuple([("dealings", dealing, "date") for dealing in dealings]) or (("facts", name, DATE),)
