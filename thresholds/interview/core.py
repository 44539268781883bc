"""The steps of an interview: what is asked next, an answer, a step back. Every answer is judged by the case reader."""

from __future__ import annotations

from thresholds.errors import SourceErrors
from thresholds.interview.answers import taken
from thresholds.interview.spoken import cleaned
from thresholds.interview.state import Ask, Problem, State


def next_question(state: State) -> Ask | None:
    """What is asked next; None when nothing is left that could change the grade, or matters for leniency."""
    return state.ask


def answer(state: State, text: str) -> State | Problem:
    """The state after an answer, or why it was not taken; an empty answer passes the question over."""
    ask = state.ask
    if ask is None:
        return Problem(phrase="interview.over")
    moment = taken(state, ask, cleaned(text))
    if isinstance(moment, Problem):
        return moment
    found = state.then(moment)
    try:
        assert found.report is not None or not found.loadable
    except SourceErrors as errors:
        return Problem(errors.diagnostics)
    return found


def back(state: State) -> State:
    """The state before the last answer; the same state where there was none."""
    if not state.before:
        return state
    return State(state.before[-1], state.before[:-1])


def more(state: State) -> State:
    """The state in which one more dealing of the person in hand is taken down."""
    ask = state.ask
    person = ask.person if ask is not None else ""
    if not person and state.report is not None:
        person = state.report.persons[-1].id
    if not state.ruleset.from_dealings:
        return state
    if not person or (state.now.fresh and ("persons",) not in state.now.passed):
        return state
    taking = state.now.taking if person in state.now.taking else (*state.now.taking, person)
    passed = state.now.passed - {("done", person)}
    return state.then(state.now._replace(taking=taking, passed=passed))
