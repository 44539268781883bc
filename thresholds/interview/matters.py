"""A question of the engine as one to a person: which form its answer has, and where it goes."""

from __future__ import annotations

from collections.abc import Mapping

from thresholds import glossary
from thresholds.explore.question import Question
from thresholds.glossary import Family
from thresholds.interview.intake import act_of
from thresholds.interview.plain import dealing_of, section
from thresholds.interview.state import Ask, Form, Place, State
from thresholds.report.model import PersonReport

_FORMS = {
    "records": Form.RECORDS,
    "duplicates": Form.RECORDS,
    "inauthentic": Form.RECORDS,
    "public": Form.RECORDS,
    "verified": Form.RECORDS,
    "duplicate_rate": Form.SHARE,
    "inauthentic_rate": Form.SHARE,
    "illegal_gains": Form.MONEY,
    "profit_from_use": Form.MONEY,
    "category": Form.CATEGORY,
    "to": Form.PEOPLE,
    "obtained_in": Form.ORIGIN,
    "prior_criminal_punishment": Form.PUNISHMENT,
    "administrative_penalty": Form.PENALTY,
    "grave_consequences": Form.CONSEQUENCE,
    "conduct_date": Form.DATE,
    "case_filed_on": Form.DATE,
}
#: How facts that rulesets declare are written, by their kind.
_KINDS = {
    "truth": Form.TRUTH,
    "number": Form.NUMBER,
    "money": Form.MONEY,
    "records": Form.TALLY,
    "penalty": Form.PENALTY,
    "punishment": Form.PUNISHMENT,
}
_OPTIONS = {Form.CATEGORY: Family.CATEGORY, Form.ORIGIN: Family.ORIGIN, Form.ACT: Family.ACT}
_OFF = ("duplicates", "inauthentic", "public", "verified")


def options_of(form: Form) -> tuple[str, ...]:
    """What can be chosen from, for a form that has a list."""
    family = _OPTIONS.get(form)
    return glossary.ids(family) if family is not None else ()


def concerning(state: State, person: PersonReport, question: Question) -> Ask | None:
    """The question as it is put; None where no single answer can be written, or it has been put already."""
    if question.fact == "parts" or question.state == "undivided":
        return None
    if question.fact == "dealings":
        done = ("done", person.id) in state.now.passed
        return None if done else act_of(state, person.id)._replace(question=question)
    places = question.places
    if question.fact == "records" and question.state == "unstated":
        return _number(state, person, question, places)
    if question.fact in _OFF and any([_by_category(state, place) for place in places]):
        return None
    key = ("matter", person.id, question.fact, *[step for place in places for step in place])
    form = Form.DATE if places[0][-1] == "date" else _form(person, question)
    about = "date" if form is Form.DATE else question.fact
    ask = Ask(key, about, form, person.id, places=places, options=options_of(form), question=question)
    return ask._replace(offence=person.charged)


def _form(person: PersonReport, question: Question) -> Form:
    """How an answer is written: of a fact that the ruleset declares as its kind says, of a standard as money."""
    if question.places[0][0] == "standards":
        return Form.STANDARD
    declared = person.engine.ruleset.declared.get(question.fact)
    if declared is not None:
        return _KINDS[declared.kind or "truth"]
    return _FORMS.get(question.fact, Form.TRUTH)


def _number(state: State, person: PersonReport, question: Question, places: tuple[Place, ...]) -> Ask | None:
    """A number that is not stated, of the first body of records that lacks one; before it the category."""
    for place in places:
        about = "records"
        if not _has_category(state, place):
            place, about = (*place[:2], "category"), "category"
        key = ("matter", person.id, about, *place)
        if key not in state.now.passed:
            form = Form.CATEGORY if about == "category" else Form.RECORDS
            options = options_of(form)
            return Ask(key, about, form, person.id, places=(place,), options=options, question=question)
    return None


def _body(state: State, place: Place) -> Mapping[str, object]:
    if place[0] == "dealings":
        return dealing_of(state.case, place[1])
    found = section(state.case, place[0]).get(place[1])
    return found if isinstance(found, Mapping) else {}


def _has_category(state: State, place: Place) -> bool:
    body = _body(state, place)
    return "category" in body or "kinds" in body or isinstance(body.get("records"), Mapping)


def _by_category(state: State, place: Place) -> bool:
    """Whether a dealing has numbers of several categories, of which no one number can be taken off."""
    records = _body(state, place).get("records")
    return isinstance(records, Mapping) and len(records) > 1 and place[0] == "dealings" and not _bounded(records)


def _bounded(records: Mapping[str, object]) -> bool:
    return bool({"at_least", "at_most", "value", "is"} & records.keys())
