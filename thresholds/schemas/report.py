"""The JSON Schema of a report: `thresholds check --format json` of one case."""

from __future__ import annotations

from collections.abc import Mapping

from thresholds.applicable.model import Filed, Part
from thresholds.report.as_dict import REPORT_SCHEMA
from thresholds.schemas.consequences import consequences_definitions
from thresholds.schemas.shapes import (
    DAY,
    EXACT,
    GRADE,
    HASH,
    ITEM,
    NUMBER,
    STATUS,
    TEXT,
    TEXTS,
    TOOL,
    TRUTH,
    Schema,
    bounds,
    categories,
    closed,
    grades,
    listed,
    named,
    one_of,
    or_null,
    ref,
    schema_of,
)

_DESCRIPTION = (
    "Each person's grade, every item of the ruleset with its exact numbers, and what else follows of the case."
)


def report_schema() -> Schema:
    """The schema, draft 2020-12."""
    body = closed(
        {
            "schema": {"const": REPORT_SCHEMA},
            "tool": TOOL,
            "case": ref("case"),
            "rulesets": listed(ref("law_read"), minItems=1),
            "persons": listed(ref("person")),
        },
        {"region_not_on_file": ref("region_not_on_file")},
    )
    return schema_of(REPORT_SCHEMA, _DESCRIPTION, body, report_definitions())


def report_definitions() -> dict[str, Schema]:
    """Every part of a report by name; other schemas refer to some of them."""
    return {
        **head_definitions(),
        **_person_definitions(),
        **_law_definitions(),
        **_counts_definitions(),
        **finding_definitions(),
        **question_definitions(),
        **_flag_definitions(),
        **consequences_definitions(),
    }


def head_definitions() -> dict[str, Schema]:
    """What a result is of: the case, and the laws read."""
    version = closed({"id": TEXT, "citation": TEXT, "in_force": ref("in_force")})
    return {
        "grade": grades(),
        "case": closed({"id": TEXT, "title": TEXT, "sha256": HASH}),
        "in_force": closed({"from": or_null(DAY), "until": or_null(DAY)}),
        "law_read": {
            "anyOf": [
                closed({"id": TEXT, "sha256": HASH, "citation": TEXT, "in_force": ref("in_force")}),
                closed({"id": TEXT, "sha256": HASH, "citation": TEXT, "versions": listed(version, minItems=1)}),
            ]
        },
        "region_not_on_file": closed({"region": TEXT, "known": TEXTS, "nearest": or_null(TEXT)}),
    }


def _person_definitions() -> dict[str, Schema]:
    offence = {"id": TEXT, "offence": TEXT, "statute": TEXT, "grade": ref("grade")}
    offence |= {"consequences": ref("consequences"), "questions": listed(ref("question"))}
    changed: Schema = {"anyOf": [GRADE, ref("grade"), {"type": "null"}]}
    person = {
        "id": TEXT,
        "name": TEXT,
        "grade": ref("grade"),
        "law": ref("law"),
        "counts": listed(ref("count")),
        "findings": listed(ref("finding")),
        "consequences": ref("consequences"),
        "readings": listed(ref("reading")),
        "sides": ref("sides"),
        "questions": listed(ref("question")),
        "cross_flags": listed(ref("cross_flag")),
    }
    return {
        "person": closed(person, {"offences": listed(ref("offence"), minItems=1)}),
        "offence": closed(offence),
        "reading": closed({"id": TEXT, "chosen": TEXT, "other": or_null(TEXT), "changes_grade_to": changed}),
        "sides": closed({"accused": ref("grade"), "prosecution": ref("grade")}),
    }


def _law_definitions() -> dict[str, Schema]:
    part = one_of(Part)
    span = or_null(closed({"at_least": or_null(DAY), "at_most": or_null(DAY)}))
    law = {
        "governing": listed(ref("law_named")),
        "determined": TRUTH,
        "named": TRUTH,
        "plain": TRUTH,
        "conduct": or_null(closed({"from": span, "until": span, "undated": TEXTS})),
        "why": listed(ref("ground")),
        "results": listed(ref("result")),
    }
    ground = {"rule": TEXT, "citation": TEXT, "status": TEXT, "dates": listed(or_null(DAY))}
    result = {"law": TEXT, "citation": TEXT, "part": part, "grade": ref("grade"), "ranges": listed(ref("tier"))}
    term = {"law": TEXT, "part": part, "grade": GRADE, "years": NUMBER, "last_day": span}
    return {
        "law": closed(law),
        "law_named": closed({"id": TEXT, "citation": TEXT, "in_force": ref("in_force")}),
        "ground": closed(ground | {"dealings": TEXTS, "names": TEXTS}),
        "result": closed(result | {"only_conduct_since": or_null(DAY)}),
        "tier": closed({"grade": GRADE, "months": ref("months"), "range": TEXT}),
        "limitation": closed(term | {"state": one_of(Filed)}),
    }


def _counts_definitions() -> dict[str, Schema]:
    records = bounds(NUMBER)
    count = {"category": categories(), "at_least": NUMBER, "at_most": or_null(NUMBER), "how": listed(ref("body"))}
    body = {
        "batch": or_null(TEXT),
        "categories": listed(categories()),
        "records": ref("written"),
        "got_by": TEXTS,
        "supplied_to": listed(closed({"to": or_null(TEXT), "dealings": TEXTS, "records": listed(ref("written"))})),
        "deducted": named(ref("deduction")),
        "rules": listed(ITEM),
        "evidence": TEXTS,
    }
    return {
        "count": closed(count, {"under_art6": records}),
        "body": closed(body, {"kinds": {"const": "each"}, "because": TEXT, "counting": TEXT}),
        "written": or_null(closed({"at_least": NUMBER, "at_most": or_null(NUMBER), "written": TEXT})),
        "deduction": closed({"at_least": or_null(EXACT), "at_most": or_null(EXACT), "evidence": TEXTS}),
    }


def finding_definitions() -> dict[str, Schema]:
    """A finding with its numbers, and the tree of reasons below it."""
    numbers = {"quantity": bounds(EXACT), "standard": EXACT, "unit": TEXT, "score": bounds(EXACT)}
    numbers |= {"shortfall": EXACT, "margin": EXACT}
    sometimes: Schema = {"standard_at_least": EXACT, "below": EXACT}
    reason: Schema = {"of_item": ITEM, "names": TEXTS, "times": EXACT, "detail": TEXT, "evidence": TEXTS}
    finding = {"item": ITEM, "ruleset": TEXT, "status": STATUS, "grade": or_null(GRADE), "cite": TEXT}
    finding |= {"because": listed(ref("reason"), minItems=1), "evidence": TEXTS}
    region = {"region": TEXT, "value": EXACT, "source": TEXT, "confirmed": TRUTH}
    source: Schema = {"standard_source": closed(region), "sentence": TEXT}
    together = _together(numbers)
    return {
        "finding": closed(finding, numbers | sometimes | source) | together,
        "reason": closed(
            {"kind": TEXT, "status": STATUS}, numbers | sometimes | reason | {"because": listed(ref("reason"))}
        )
        | together,
    }


def _together(numbers: Mapping[str, object]) -> Schema:
    """Where one of these is there, all of them are."""
    return {"dependentRequired": {name: [other for other in numbers if other != name] for name in numbers}}


def question_definitions() -> dict[str, Schema]:
    """A question, and what each answer that was tried would make."""
    outcome = closed({"answer": TEXT, "grade": ref("grade"), "items": named(STATUS)})
    question = {
        "fact": TEXT,
        "asks": TEXT,
        "state": one_of(("unstated", "unknown", "undated", "undivided")),
        "could_make": or_null(GRADE),
        "where": TEXTS,
        "items": listed(ITEM),
        "could_raise": TRUTH,
        "could_lower": TRUTH,
        "together": TRUTH,
        "outcomes": listed(outcome),
    }
    return {"question": closed(question)}


def _flag_definitions() -> dict[str, Schema]:
    finding = {"item": ITEM, "ruleset": TEXT, "status": STATUS, "grade": GRADE, "cite": TEXT}
    finding |= {"because": listed(ref("reason"), minItems=1), "evidence": TEXTS}
    drawn = {"fact": TEXT, "at_most": or_null(NUMBER), "categories": listed(categories(), minItems=1)}
    measured = {"offence": TEXT, "statute": TEXT, "ruleset": TEXT, "status": STATUS, "grade": ref("grade"), "why": TEXT}
    measured |= {"findings": listed(closed(finding))}
    cited = {"offence": TEXT, "ruleset": {"type": "null"}, "why": TEXT, "cite": TEXT}
    return {"cross_flag": {"anyOf": [closed(cited), closed(measured, {"drawn_from": closed(drawn)})]}}
