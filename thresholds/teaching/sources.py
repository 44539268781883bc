"""Exercises out of cases that are there already: case files, samples, and the tests of suites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from thresholds.case.model import Case
from thresholds.report.model import Grade, PersonReport, evaluate
from thresholds.teaching.deciding import deciding
from thresholds.teaching.draw import Draw
from thresholds.teaching.model import Exercise, judged


class Source(NamedTuple):
    """A case, the ruleset that it is measured by where it does not say so itself, and readings that go before its own.

    `topic` is what its questions are about; `text` is the file, empty where the case stands in a suite.
    """

    case: Case
    topic: str
    text: str = ""
    ruleset: str | None = None
    readings: tuple[tuple[str, str], ...] = ()


def drawn_from(sources: Iterable[Source], seed: int, count: int) -> tuple[Exercise, ...]:
    """So many exercises of these cases, in an order that the seed draws: one for each person that facts are stated of.

    Raises:
        SourceErrors: a case names a ruleset or a reading that does not exist.
        NotFoundError: there is no such ruleset.
    """
    found = [exercise for source in sources for exercise in exercises_of(source)]
    return tuple([with_readings(one) for one in Draw("from", seed).shuffled(found)[:count]])


def with_readings(exercise: Exercise) -> Exercise:
    """The exercise with every reading named that its answer hangs on: another option has another tier or items."""
    found = _answer(exercise)
    chosen = {use.id: use.chosen for use in judged(exercise).readings}
    named = dict(exercise.readings)
    turns = [
        (reading.id, chosen[reading.id])
        for reading in exercise.ruleset.readings
        if reading.id in chosen and reading.id not in named
        for option in reading.options
        if option != chosen[reading.id]
        and _answer(replace(exercise, readings=(*exercise.readings, (reading.id, option)))) != found
    ]
    return replace(exercise, readings=(*exercise.readings, *dict.fromkeys(turns)))


def _answer(exercise: Exercise) -> tuple[Grade, tuple[str, ...]]:
    person = judged(exercise)
    return person.grade, deciding(person)


def exercises_of(source: Source) -> Iterator[Exercise]:
    """An exercise for each person of a case of whom it says anything, and for each offence that it speaks of."""
    report = evaluate(source.case, source.ruleset, readings=dict(source.readings))
    for person in report.persons:
        if not _anything(person):
            continue
        for charge in person.shown:
            yield Exercise(
                id=f"{source.case.id}/{person.id}" + (f"/{charge.charged}" if charge.charged else ""),
                topic=source.topic,
                ruleset=report.ruleset,
                law=charge.engine.ruleset,
                case=source.case,
                text=source.text,
                person=person.id,
                charged=charge.charged,
                readings=source.readings,
            )


def _anything(person: PersonReport) -> bool:
    facts = person.assessment.person
    return bool(facts.dealings or facts.stated)
