"""What each endpoint answers, as the bytes that the command of the same name prints with `--format json`."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from thresholds.case.load import Document, collector_paused
from thresholds.law.load import load_ruleset
from thresholds.rendering.as_json import json_text
from thresholds.report.model import PersonReport, Report, evaluate
from thresholds.service.sent import case_of, scenario_of

#: The forms of a report, with the media type of each.
FORMS = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Wish(NamedTuple):
    """What the query of a request asks for."""

    ruleset: str | None = None
    readings: dict[str, str] | None = None
    person: str | None = None
    lang: str = "zh"
    form: str = "json"
    audience: str | None = None
    grade: str | None = None
    columns: frozenset[str] | None = None
    term: str | None = None


class Answer(NamedTuple):
    """Bytes and what they are."""

    body: bytes
    media_type: str = "application/json"


def as_json(value: object) -> Answer:
    """Plain data as the commands print it."""
    return Answer(json_text(value).encode())


def reported(written: Document, wish: Wish, known: Collection[str]) -> Answer:
    """The report on a case, in the form asked for."""
    report = _report(written, wish, known)
    if wish.person is not None:
        report.person(wish.person)
    if wish.form != "json":
        return _document(report, wish)
    data = report.to_dict()
    people = data["persons"]
    assert isinstance(people, list)
    if wish.person is not None:
        data["persons"] = [entry for entry in people if entry["id"] == wish.person]
    return as_json(data)


def asked(written: Document, wish: Wish, known: Collection[str]) -> Answer:
    """What is still to be found out of each person."""
    from thresholds.rendering.questions import questions_dict

    return as_json([questions_dict(one) for one in _shown(_report(written, wish, known), wish)])


def measured(written: Document, wish: Wish, known: Collection[str]) -> Answer:
    """The least changes that reach a tier or fall below it."""
    from thresholds.report.margins import MARGINS_SCHEMA, margins_dict
    from thresholds.report.tiers import check_grade, margins_of

    report = _report(written, wish, known)
    persons = _shown(report, wish)
    if wish.grade is not None:
        check_grade(persons, wish.grade)
    found = [margins_of(person, wish.grade) for person in persons]
    head = {"schema": MARGINS_SCHEMA, "case": {"id": report.case.id, "sha256": report.case.sha256}}
    return as_json({**head, "persons": [margins_dict(*pair) for pair in zip(persons, found, strict=True)]})


def supposed(body: Document, wish: Wish, known: Collection[str]) -> Answer:
    """What edits of a case make of it."""
    from thresholds.report.comparison_dict import whatif_dict
    from thresholds.report.whatif import what_if

    scenario = scenario_of(body, known)
    found = what_if(scenario.written, scenario.edits, wish.ruleset, readings=wish.readings)
    if wish.person is not None:
        found = found._replace(comparison=found.comparison.of(wish.person))
    return as_json(whatif_dict(found))


def _report(written: Document, wish: Wish, known: Collection[str]) -> Report:
    with collector_paused():
        case = case_of(written, load_ruleset(wish.ruleset) if wish.ruleset else None, known)
    return evaluate(case, wish.ruleset, readings=wish.readings)


def _shown(report: Report, wish: Wish) -> list[PersonReport]:
    wanted = [report.person(wish.person)] if wish.person is not None else report.persons
    return [charge for one in wanted for charge in one.shown]


def _document(report: Report, wish: Wish) -> Answer:
    from thresholds.rendering import write_document
    from thresholds.rendering.document.audience import audience_of
    from thresholds.rendering.document.build import document

    made = document(report, wish.lang, audience_of(wish.audience or "court"), wish.person)
    written = write_document(made, wish.form)
    return Answer(written if isinstance(written, bytes) else written.encode(), FORMS[wish.form])
