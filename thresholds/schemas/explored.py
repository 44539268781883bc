"""The JSON Schemas of questions, of margins, and of what changes between two reports."""

from __future__ import annotations

from thresholds.explore.margins import Kind
from thresholds.report.comparison_dict import COMPARISON_SCHEMA
from thresholds.report.margins import MARGINS_SCHEMA
from thresholds.report.whatif import Effect
from thresholds.schemas.report import question_definitions, report_definitions
from thresholds.schemas.shapes import (
    ANYTHING,
    EXACT,
    GRADE,
    HASH,
    ITEM,
    NUMBER,
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
    one_of,
    or_null,
    ref,
    schema_of,
)

_QUESTIONS = (
    "What could still change the grade of each person, in order of effect: `thresholds questions --format json`."
)
_MARGINS = "The least changes that reach a tier or fall below it: `thresholds margins --format json`."
_COMPARISON = "What differs between two reports: `thresholds whatif` and `thresholds compare`, `--format json`."


def questions_schema() -> Schema:
    """The schema of the questions of a case, draft 2020-12: one entry for each person and offence."""
    questions = question_definitions()["question"]
    reach = closed({"at_least": EXACT, "unit": one_of(("条", "元")), "grade": ref("grade"), "items": listed(ITEM)})
    properties, required = questions["properties"], questions["required"]
    assert isinstance(properties, dict)
    assert isinstance(required, list)
    question = questions | {"properties": properties | {"reaches": listed(reach)}, "required": [*required, "reaches"]}
    person = {"id": TEXT, "name": TEXT, "grade": ref("grade"), "questions": listed(ref("question"))}
    body: Schema = listed(closed(person, {"offence": TEXT}))
    title = "thresholds/questions/1"
    return schema_of(title, _QUESTIONS, body, {"grade": grades(), "question": question})


def margins_schema() -> Schema:
    """The schema of margins, draft 2020-12."""
    person = {"id": TEXT, "name": TEXT, "grade": ref("grade"), "margins": listed(ref("margin"))}
    case = closed({"id": TEXT, "sha256": HASH})
    persons = listed(closed(person, {"offence": TEXT}))
    body = closed({"schema": {"const": MARGINS_SCHEMA}, "case": case, "persons": persons})
    margin = {"direction": one_of(("reach", "fall_below")), "grade": GRADE, "held_by": listed(ITEM)}
    margin |= {"ways": listed(ref("way")), "mixtures": listed(ref("mixture"))}
    way = {"changes": listed(ref("change"), minItems=1), "grade_then": ref("grade"), "edits": TEXTS}
    share = closed({"categories": TEXTS, "share": EXACT})
    mixture = {"now": EXACT, "duty_or_service": TRUTH, "each_record": listed(share, minItems=1)}
    mixtures = [closed({name: EXACT} | mixture) for name in ("lacking", "must_stay_below")]
    return schema_of(
        MARGINS_SCHEMA,
        _MARGINS,
        body,
        {
            "grade": grades(),
            "margin": closed(margin),
            "way": closed(way),
            "mixture": {"anyOf": mixtures},
            "change": {"anyOf": _changes()},
        },
    )


def _changes() -> list[Schema]:
    """A quantity that would be another, and a fact that would be shown or fall away."""
    amounts = (Kind.RECORDS, Kind.MONEY, Kind.NUMBER, Kind.TALLY, Kind.STANDARD)
    amount = {"kind": one_of(amounts), "names": TEXTS, "unit": TEXT, "by": or_null(EXACT), "now": bounds(EXACT)}
    also = {"duty_or_service": EXACT}
    fact = {"kind": one_of([kind for kind in Kind if kind not in amounts]), "names": TEXTS}
    fact |= {"shown": or_null(TRUTH), "state": TEXT}
    return [*[closed(amount | {end: EXACT}, also) for end in ("at_least", "at_most")], closed(fact, {"where": TEXTS})]


def comparison_schema() -> Schema:
    """The schema of a comparison, draft 2020-12; that of `whatif` has the edits besides."""
    head = closed({"case": ref("case"), "rulesets": listed(ref("law_read"), minItems=1)})
    edit = {"number": NUMBER, "path": TEXT, "value": TEXT, "effect": one_of(Effect)}
    fact = {"path": TEXTS, "before": ANYTHING, "after": ANYTHING}
    body = closed(
        {
            "schema": {"const": COMPARISON_SCHEMA},
            "tool": TOOL,
            "before": head,
            "after": head,
            "changed": TRUTH,
            "facts": listed(closed(fact)),
            "persons": listed(ref("compared")),
        },
        {"edits": listed(closed(edit), minItems=1)},
    )
    parts = {**report_definitions(), "compared": _compared()}
    return schema_of(COMPARISON_SCHEMA, _COMPARISON, body, parts)


def _compared() -> Schema:
    counted = or_null(closed({"at_least": NUMBER, "at_most": or_null(NUMBER)}, {"under_art6": bounds(NUMBER)}))
    found = {"id": TEXT, "name": TEXT, "changed": TRUTH, "grade": _both(or_null(ref("grade")))}
    parts = {
        "findings": listed(_both(or_null(ref("finding")), item=ITEM)),
        "counts": listed(_both(counted, category=categories())),
        "readings": listed(_both(or_null(ref("reading")), id=TEXT)),
        "sides": or_null(_both(or_null(ref("sides")))),
        "questions": listed(_both(or_null(ref("question")))),
        "consequences": or_null(_both(or_null(ref("consequences")))),
    }
    return closed(found, {"offence": TEXT} | parts)


def _both(of: Schema, **more: Schema) -> Schema:
    """Before and after."""
    return closed({**more, "before": of, "after": of})
