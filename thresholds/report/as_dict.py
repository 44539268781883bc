"""The report as plain data: exact numbers as text, records in 条, money in 元, keys in English."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from thresholds import __version__, glossary
from thresholds.evaluation.assess import Bounds, Finding
from thresholds.evaluation.facts import PUBLIC, UNNAMED, Holding
from thresholds.evaluation.trace import Trace
from thresholds.values.figures import Unit
from thresholds.values.interval import decimal_text

if TYPE_CHECKING:
    from thresholds.case.model import Deductions, Figure, Rate
    from thresholds.report.model import PersonReport, Report

REPORT_SCHEMA = "thresholds/report/1"
UNITS = {Unit.RECORDS: "条", Unit.MONEY: "元", None: ""}


def report_dict(report: Report) -> dict[str, object]:
    """The whole report, as the contract's JSON has it."""
    from thresholds.report.applicable_dict import laws_beside
    from thresholds.report.regions import region_dict

    ruleset, case = report.ruleset, report.case
    until = ruleset.in_force.until
    return {
        "schema": REPORT_SCHEMA,
        "tool": f"thresholds {__version__}",
        "case": {"id": case.id, "title": case.title, "sha256": case.sha256},
        "rulesets": [
            {
                "id": ruleset.id,
                "sha256": ruleset.sha256,
                "citation": ruleset.citation,
                "in_force": {
                    "from": ruleset.in_force.start.isoformat(),
                    "until": until.isoformat() if until else None,
                },
            },
            *[entry for entry in laws_beside(report.persons) if entry["id"] != ruleset.id],
        ],
        **region_dict(report),
        "persons": [person_dict(person) for person in report.persons],
    }


def person_dict(person: PersonReport) -> dict[str, object]:
    """One person."""
    from thresholds.report.applicable_dict import law_dict
    from thresholds.report.consequences_dict import consequences_dict
    from thresholds.report.neighbours_dict import cross_flags

    return {
        "id": person.id,
        "name": person.name,
        "grade": person.grade._asdict(),
        **_offences(person),
        "law": law_dict(person),
        "counts": _counts(person),
        "findings": [finding_dict(person, finding) for finding in person.findings],
        "consequences": consequences_dict(person),
        "readings": [
            {
                "id": use.id,
                "chosen": use.chosen,
                "other": use.other,
                "changes_grade_to": _grade(person, use.changes_to) if use.changes_to else None,
            }
            for use in person.readings
        ],
        "sides": {
            "accused": person.grade_of(person.sides.accused)._asdict(),
            "prosecution": person.grade_of(person.sides.prosecution)._asdict(),
        },
        "questions": question_dicts(person),
        "cross_flags": cross_flags(person),
    }


def _offences(person: PersonReport) -> dict[str, object]:
    """Each offence with its own grade, consequences and questions, where the ruleset has several."""
    if not person.engine.ruleset.offences:
        return {}
    return {"offences": [_offence(charge) for charge in person.charges]}


def _offence(charge: PersonReport) -> dict[str, object]:
    from thresholds.report.consequences_dict import consequences_dict

    ruleset = charge.engine.ruleset
    return {
        "id": ruleset.offence,
        "offence": ruleset.offence_label,
        "statute": ruleset.statute,
        "grade": charge.grade._asdict(),
        "consequences": consequences_dict(charge),
        "questions": question_dicts(charge),
    }


def _grade(person: PersonReport, bounds: Bounds) -> object:
    """A determined grade is its name, an undetermined one its two bounds."""
    grade = person.grade_of(bounds)
    return grade.at_least if grade.determined else grade._asdict()


def question_dicts(person: PersonReport) -> list[dict[str, object]]:
    """Questions with their wording, in order of effect, and what each answer that was tried would make."""
    declared = {fact.id: fact for fact in person.engine.ruleset.facts}
    names = person.engine.ruleset.grade_ids
    return [
        {
            "fact": question.path,
            "asks": declared[question.fact].asks if question.fact in declared else question.fact,
            "state": question.state,
            "could_make": None if question.could_make is None else names[question.could_make],
            "where": list(question.where),
            "items": list(question.items),
            "could_raise": question.could_raise,
            "could_lower": question.could_lower,
            "together": question.joint,
            "outcomes": [
                {
                    "answer": outcome.answer,
                    "grade": person.grade_of(outcome.bounds)._asdict(),
                    "items": {turned.item: turned.then.value for turned in outcome.turned},
                }
                for outcome in question.outcomes
            ],
        }
        for question in person.questions
    ]


def finding_dict(person: PersonReport, finding: Finding) -> dict[str, object]:
    """One item: its status, and where it is numeric the numbers that it turns on."""
    from thresholds.report.regions import source_dict

    ruleset = person.engine.ruleset
    found: dict[str, object] = {
        "item": finding.item,
        "ruleset": ruleset.id,
        "status": finding.status.value,
        "grade": ruleset.grade_ids[finding.rank] if finding.rank else None,
        "cite": ruleset.cite(finding.item),
    }
    decisive = finding.decisive
    if decisive is not None:
        found |= _numbers(decisive) | source_dict(decisive.parameter, person)
    found["because"] = [trace_dict(finding.trace)]
    found["evidence"] = list(evidence_of(finding.trace))
    return found


def _numbers(trace: Trace) -> dict[str, object]:
    """Quantity, standard, score and shortfall of a numeric condition."""
    low, high = trace.quantity
    bar, shortfall, margin = trace.bar, trace.shortfall, trace.margin
    assert bar is not None
    assert shortfall is not None
    assert margin is not None
    assert trace.score_low is not None
    found: dict[str, object] = {
        "quantity": {"at_least": number_text(low, trace.unit), "at_most": _text(high, trace.unit)},
        "standard": number_text(bar, trace.unit),
        "unit": trace.word or UNITS[trace.unit],
        "score": {"at_least": decimal_text(trace.score_low), "at_most": _text(trace.score_high, None)},
        "shortfall": number_text(shortfall, trace.unit),
        "margin": number_text(margin, trace.unit),
    }
    if trace.least is not None:
        found["standard_at_least"] = number_text(trace.least, trace.unit)
    if trace.below is not None:
        found["below"] = number_text(trace.below, trace.unit)
    return found


def number_text(number: Fraction | int, unit: Unit | None) -> str:
    """An exact number in 条 or 元."""
    return decimal_text(Fraction(number) / (unit.scale if unit else 1))


def _text(number: Fraction | int | None, unit: Unit | None) -> str | None:
    return None if number is None else number_text(number, unit)


def trace_dict(trace: Trace) -> dict[str, object]:
    """A condition with everything below it."""
    found: dict[str, object] = {"kind": trace.kind, "status": trace.status.value}
    if trace.of_item:
        found["of_item"] = trace.of_item
    if trace.names:
        found["names"] = list(trace.names)
    if trace.times is not None and trace.times != 1:
        found["times"] = decimal_text(trace.times)
    if trace.standard is not None:
        found |= _numbers(trace)
    if trace.detail:
        found["detail"] = trace.detail
    if trace.evidence:
        found["evidence"] = list(trace.evidence)
    if trace.children:
        found["because"] = [trace_dict(child) for child in trace.children]
    return found


def evidence_of(trace: Trace) -> tuple[str, ...]:
    """All evidence named in a trace, each piece once."""
    found = dict.fromkeys(trace.evidence)
    for child in trace.children:
        found |= dict.fromkeys(evidence_of(child))
    return tuple(found)


def _counts(person: PersonReport) -> list[dict[str, object]]:
    holdings = [holding_dict(holding) for holding in person.assessment.person.holdings]
    order = glossary.ids(glossary.Family.CATEGORY)
    found = []
    for category in sorted(person.counts, key=order.index):
        general, lawful = person.counts[category]
        entry: dict[str, object] = {
            "category": category,
            "at_least": general.at_least,
            "at_most": general.at_most,
            "how": [h for h in holdings if category in h["categories"]],  # type: ignore[operator]
        }
        if lawful.at_most != 0:
            entry["under_art6"] = lawful._asdict()
        found.append(entry)
    return found


def holding_dict(holding: Holding) -> dict[str, object]:
    """How one body of records was counted: what was got, to whom it went, what was taken off, by which rules."""
    category, records = holding.category, holding.body.records
    rules = []
    if holding.gets and holding.supplies:
        rules.append("art11.1")
    if len(holding.supplies) > 1:
        rules.append("art11.2")
    if records is not None:
        rules.append("art11.3")
    found: dict[str, object] = {
        "batch": holding.batch,
        "categories": list(category.options) if category else [],
        "records": _figure(records),
        "got_by": list(dict.fromkeys(line.dealing.id for line in holding.gets)),
        "supplied_to": [
            {
                "to": {UNNAMED: None, PUBLIC: "public"}.get(recipient, recipient),
                "dealings": [line.dealing.id for line in lines],
                "records": [_figure(line.amount) for line in lines],
            }
            for recipient, lines in holding.supplies
        ],
        "deducted": deducted(holding.deductions),
        "rules": rules,
        "evidence": list(
            dict.fromkeys([*holding.body.evidence, *(e for x in holding.lines for e in x.dealing.evidence)])
        ),
    }
    if category and category.each:
        found["kinds"] = "each"
    if category and category.because:
        found["because"] = category.because
    if holding.body.counting:
        found["counting"] = holding.body.counting
    return found


def _figure(figure: Figure | None) -> dict[str, object] | None:
    if figure is None:
        return None
    return {"at_least": figure.at_least, "at_most": figure.at_most, "written": figure.written}


def deducted(off: Deductions) -> dict[str, object]:
    """What is taken off, by kind, with its evidence."""
    found: dict[str, object] = {}
    for name in sorted(off.model_fields_set):
        value: Figure | Rate | None = getattr(off, name)
        if value is not None:
            ends = (value.at_least, value.at_most)
            texts = [None if end is None else decimal_text(end) for end in ends]
            found[name] = {"at_least": texts[0], "at_most": texts[1], "evidence": list(value.evidence)}
    return found
