"""What is asked next: who did what; then, person after person, what can still change the grade."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.explore.about_declared import first_questions
from thresholds.interview import intake
from thresholds.interview.matters import concerning
from thresholds.interview.state import Ask, Form, State
from thresholds.report.model import PersonReport


def upcoming(state: State) -> Ask | None:
    """The next question of an interview; None when nothing is left that matters."""
    if state.now.fresh:
        ask = intake.head(state)
        if ask is not None:
            return ask
    return intake.taken_down(state) or _matters(state)


def _matters(state: State) -> Ask | None:
    report = state.report
    if report is None:
        return None
    for person in report.persons:
        charges = charges_of(state, person)
        if not charges:
            return _offences(person)
        for charge in charges:
            for ask in remaining(state, charge):
                return ask
    return None


def charges_of(state: State, person: PersonReport) -> tuple[PersonReport, ...]:
    """The offences that are in question: those named, and those that the file speaks of; empty where none is known."""
    if not state.ruleset.offences or len(person.charges) == 1:
        return person.charges
    named = {key[2] for key in state.now.passed if key[:2] == ("charged", person.id)}
    return tuple([charge for charge in person.charges if charge.charged in named or charge.touched])


def _offences(person: PersonReport) -> Ask:
    """Which of several offences is in question."""
    options = tuple(charge.charged for charge in person.charges)
    return Ask(("offences", person.id), "offences", Form.OFFENCE, person.id, options=options, enter="all")


def remaining(state: State, person: PersonReport) -> Iterator[Ask]:
    """What is left to ask of a person: what changes the grade alone, what does so together, leniency."""
    questions = person.questions
    if not person.touched:
        questions = first_questions(person.engine, person.assessment)
    alone = [one for one in questions if one.could_make is not None and not one.joint]
    together = [one for one in questions if one.joint]
    provisions = {rule.id for rule in person.engine.provisions}
    lenient = [one for one in questions if one.could_make is None and provisions.intersection(one.items)]
    for question in (*alone, *together, *lenient):
        ask = concerning(state, person, question)
        if ask is not None and ask.key not in state.now.passed:
            yield ask
