"""The JSON Schema of a suite of tests: both spellings of every key, and cases as in case files."""

from __future__ import annotations

from thresholds.case.schema import case_schema, keyed, spellings
from thresholds.schemas.shapes import Schema, listed, named, one_of, or_null, ref, schema_of
from thresholds.suite.read import STATUSES, SUITE_KEYS, SUITE_SCHEMA, TEST_KEYS

_DESCRIPTION = "Cases, each with what is expected of it: grades, items, readings, counts."


def suite_schema() -> Schema:
    """The schema, draft 2020-12."""
    case = case_schema()
    definitions = case["$defs"]
    assert isinstance(definitions, dict)
    one = {"type": "object", "properties": case["properties"], "additionalProperties": False}
    types = {"case": "case", "expected": "expected", "readings": "free", "status": "status_of_the_law"}
    more = {
        "case": one | {"anyOf": [{"required": [key]} for key in spellings("persons")]},
        "status_of_the_law": one_of(STATUSES),
        "test": keyed(TEST_KEYS, types, ("id", "case", "expected")),
        "tests": listed(ref("test")),
        "expected": named(or_null(_expectation(definitions))),
    }
    body = keyed(SUITE_KEYS, {"tests": "tests"}, ("schema", "tests"))
    properties = body["properties"]
    assert isinstance(properties, dict)
    properties |= {key: {"const": SUITE_SCHEMA} for key in spellings("schema")}
    return schema_of(SUITE_SCHEMA, _DESCRIPTION, body, {**definitions, **more})


def _expectation(definitions: Schema) -> Schema:
    """What may be expected of one person, as in case files."""
    expected = definitions["expected"]
    assert isinstance(expected, dict)
    found: Schema = expected["additionalProperties"]["anyOf"][0]
    return found
