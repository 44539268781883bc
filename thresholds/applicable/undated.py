"""Conduct of which the file gives no date: the present law is applied, and the date is asked for."""

from __future__ import annotations

from thresholds.evaluation.assess import Bounds
from thresholds.evaluation.facts import PersonFacts
from thresholds.explore.question import Question

DATE = "conduct_date"


def undated(person: PersonFacts, now: Bounds) -> tuple[Question, ...]:
    """The question for the date of conduct that has none; an earlier law may be lighter, but nothing is tried out."""
    conduct = bool(person.dealings) or person.facts.illegal_gains is not None
    if not now.high or not conduct or person.facts.conduct_date is not None:
        return ()
    if any([dealing.date is not None for dealing in person.dealings]):
        return ()
    places = date_places(person.person.id, tuple([dealing.id for dealing in person.dealings]))
    return (Question(DATE, places, "undated", now),)


def date_places(name: str, dealings: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Where a date is written: in each of these dealings, or without any as a fact of the person."""
    return tuple([("dealings", dealing, "date") for dealing in dealings]) or (("facts", name, DATE),)
