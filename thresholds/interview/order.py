"""What is asked next: who did what; then, person after person, what can still change the grade."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.interview import intake
from thresholds.interview.matters import concerning
from thresholds.interview.state import Ask, State
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
        for ask in remaining(state, person):
            return ask
    return None


def remaining(state: State, person: PersonReport) -> Iterator[Ask]:
    """What is left to ask of a person: what changes the grade alone, what does so together, leniency."""
    questions = person.questions
    alone = [one for one in questions if one.could_make is not None and not one.joint]
    together = [one for one in questions if one.joint]
    provisions = {rule.id for rule in person.engine.provisions}
    lenient = [one for one in questions if one.could_make is None and provisions.intersection(one.items)]
    for question in (*alone, *together, *lenient):
        ask = concerning(state, person, question)
        if ask is not None and ask.key not in state.now.passed:
            yield ask
