"""The JSON Schemas of tables of cases: the summary of a run over them, and rows answered by the service."""

from __future__ import annotations

from thresholds.schemas.shapes import (
    EXACT,
    GRADE,
    HASH,
    ITEM,
    NUMBER,
    STATUS,
    TEXT,
    TEXTS,
    TOOL,
    Schema,
    closed,
    listed,
    named,
    one_of,
    or_null,
    schema_of,
)

#: As `thresholds.batch.summary` writes it.
BATCH_SCHEMA = "thresholds/batch/1"

#: As `thresholds.service.rows` answers.
BATCH_ROWS_SCHEMA = "thresholds/batch-rows/1"
#: Why a row is not answered, as `thresholds.columns` says it.
REASONS = ("null", "malformed", "too_large", "negative", "reversed")

_DESCRIPTION = "Every row of a run accounted for, and by what it was scored: `thresholds batch --format json`."


def batch_schema() -> Schema:
    """The schema, draft 2020-12."""
    grade = closed({"at_least": GRADE, "at_most": GRADE, "rows": NUMBER}, {"offence": TEXT})
    body = closed({
        "schema": {"const": BATCH_SCHEMA},
        "tool": TOOL,
        "ruleset": closed({"id": TEXT, "sha256": HASH}),
        "readings": named(TEXT),
        "engine": TEXT,
        "inputs": listed(closed({"file": TEXT, "sha256": HASH, "rows": NUMBER}), minItems=1),
        "output": TEXT,
        "rejects": TEXT,
        "rows": closed({"read": NUMBER, "answered": NUMBER, "rejected": NUMBER}),
        "rejected": named(NUMBER),
        "grades": listed(grade),
        "items": named(named(NUMBER) | {"propertyNames": STATUS}) | {"propertyNames": ITEM},
        "readings_that_change_the_grade": named(NUMBER),
        "notes": TEXTS,
    })  # fmt: skip
    return schema_of(BATCH_SCHEMA, _DESCRIPTION, body)


_ROWS = "The answers to the rows of a table, and the rows that are not answered: `POST /batch` of `thresholds serve`."


def batch_rows_schema() -> Schema:
    """The schema, draft 2020-12. The columns of a row are those asked for; `id` is there where the rows have it."""
    number: Schema = {"type": "integer", "minimum": 1}
    answer: Schema = {
        "type": "object",
        "properties": {
            "row": number,
            "id": {"type": ["string", "integer", "boolean", "null"]},
            "deciding": TEXT,
            "readings": TEXT,
        },
        "patternProperties": {
            r"^([a-z][a-z0-9_]*\.)?grade_at_(least|most)$": GRADE,
            r"^art[0-9a-z_.-]*\.score_at_(least|most)$": or_null(EXACT),
            r"^art[0-9](?!.*\.score_at_)": STATUS,
        },
        "required": ["row"],
        "additionalProperties": False,
    }
    refusal = closed({
        "row": number,
        "column": TEXT,
        "reason": one_of(REASONS),
        "value": or_null(TEXT),
        "detail": TEXT,
    })  # fmt: skip
    body = closed({"schema": {"const": BATCH_ROWS_SCHEMA}, "answered": listed(answer), "rejected": listed(refusal)})
    return schema_of(BATCH_ROWS_SCHEMA, _ROWS, body)
