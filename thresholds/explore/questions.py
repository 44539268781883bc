"""What is still to be found out: facts unstated or unknown that could change the grade, in order of effect.

Each question is tried out: its answers are put into the worlds, and durable-rules decides them again. Where a result
is open and no answer alone changes it, what is open is asked about together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from thresholds.evaluation.assess import Assessment, Engine
from thresholds.explore.about_declared import about_declared, about_openings, about_standards
from thresholds.explore.about_facts import (
    about_business,
    about_dealings,
    about_gains,
    about_leniency,
    about_money,
    about_origin,
    about_person,
)
from thresholds.explore.about_records import (
    about_checking,
    about_exclusions,
    about_numbers,
    about_parts,
    about_quantities,
    about_recipients,
)
from thresholds.explore.question import Outcome, Question, Turned
from thresholds.explore.trial import Trial
from thresholds.values.status import Truth

__all__ = ["Outcome", "Question", "Turned", "questions"]


def questions(engine: Engine, assessment: Assessment) -> tuple[Question, ...]:
    """The questions for one person: what could raise the grade first, the highest first; then what could lower it.

    Those that cannot change the grade and are asked for other reasons come last.
    """
    trial = Trial(engine, assessment)
    found = once(_asked(trial))
    decided = any([question.state != "unstated" and question.could_make is not None for question in found])
    if trial.now.low != trial.now.high and not decided:
        found += about_parts(trial)
    return tuple(sorted(found, key=_order))


def once(asked: Iterable[Question]) -> list[Question]:
    """Each question once: what is asked for several reasons keeps the outcomes of all of them, at its first place."""
    found: dict[object, Question] = {}
    for question in asked:
        key = (question.fact, question.places, question.state, question.where, question.label)
        first = found.get(key)
        found[key] = question if first is None else _both(first, question)
    return list(found.values())


def _both(one: Question, other: Question) -> Question:
    """Two questions about the same as one; where only one of them could change the grade, that is what it says."""
    if other.could_make is not None and (one.could_make is None or (one.joint and not other.joint)):
        one, other = other, one
    if other.joint and not one.joint:
        return one
    return one._replace(outcomes=tuple(dict.fromkeys((*one.outcomes, *other.outcomes))))


def _order(question: Question) -> tuple[bool, bool, int, bool, bool]:
    rank = question.could_make if question.could_make is not None else -1
    return (
        question.could_make is None,
        question.lowers,
        rank if question.lowers else -rank,
        question.joint,
        question.state != "unknown",
    )


def _asked(trial: Trial) -> Iterator[Question]:
    """All questions, in no order."""
    person = trial.person
    yield from about_declared(trial)
    yield from about_openings(trial)
    yield from about_standards(trial)
    if not trial.engine.ruleset.from_dealings:
        yield from about_person(trial)
        yield from about_gains(trial)
        yield from about_leniency(trial)
        return
    if not person.dealings and not person.excluded and person.facts.illegal_gains is None:
        breach = person.facts.breach_of_state_provisions
        if breach is None or breach.truth is not Truth.NO:
            yield Question("dealings", (("dealings",),), "unstated", trial.now, could_make=trial.top)
        return
    yield from about_person(trial)
    yield from about_dealings(trial)
    yield from about_origin(trial)
    yield from about_money(trial)
    yield from about_numbers(trial)
    yield from about_checking(trial)
    yield from about_quantities(trial)
    yield from about_recipients(trial)
    yield from about_business(trial)
    yield from about_exclusions(trial)
    yield from about_leniency(trial)
