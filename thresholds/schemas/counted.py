"""The JSON Schema of the summary of a run over tables of cases."""

from __future__ import annotations

from thresholds.schemas.shapes import (
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
    schema_of,
)

#: As `thresholds.batch.summary` writes it.
BATCH_SCHEMA = "thresholds/batch/1"

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
