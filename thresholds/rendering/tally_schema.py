"""The JSON Schema of the result of a tally, for programs that read it."""

from __future__ import annotations

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.rendering.as_json import json_text
from thresholds.rendering.tally_json import SCHEMA
from thresholds.tally.kinds import Kind

Schema = dict[str, object]


def schema_text() -> str:
    """The schema as text, ending in a line break."""
    return json_text(tally_schema())


def tally_schema() -> Schema:
    """The schema, draft 2020-12."""
    category: Schema = {"enum": list(glossary.ids(Family.CATEGORY))}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:thresholds:tally:1",
        "title": SCHEMA,
        **_object(
            schema={"const": SCHEMA},
            tool=_TEXT,
            ruleset=_object(id=_TEXT, citation=_TEXT, sha256=_HASH),
            mapping=_or_null(_object(file=_TEXT, sha256=_HASH)),
            keys=_list({"enum": [str(kind) for kind in Kind]}),
            readings={"type": "object", "additionalProperties": _TEXT},
            options=_object(one_per_person=_TRUTH, merge_stationary=_TRUTH),
            lines=_NUMBER,
            counted=_NUMBER,
            categories=_list(_numbers("records", "inauthentic", "duplicates", "counted", category=category)),
            sources=_list(_source()),
            steps=_list(_step(category)),
            notes=_list(_note(category)),
            contested=_list(_contested(category)),
            invalid_fields=_list(_numbers("rows", kind={"enum": [str(kind) for kind in Kind]})),
            sample=_or_null(_sample()),
        ),
    }


_TEXT: Schema = {"type": "string"}
_TRUTH: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_PLACE: Schema = {"type": "integer", "minimum": 1}
_HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_SHARE: Schema = {"type": "string", "pattern": r"^[01](\.\d+)?$"}


def _object(**properties: object) -> Schema:
    """An object that has these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _numbers(*names: str, **others: object) -> Schema:
    return _object(**others, **dict.fromkeys(names, _NUMBER))


def _list(of: object) -> Schema:
    return {"type": "array", "items": of}


def _or_null(of: object) -> Schema:
    return {"anyOf": [of, {"type": "null"}]}


def _source() -> Schema:
    column = _object(
        column=_TEXT,
        kind=_or_null({"enum": [str(kind) for kind in Kind]}),
        why=_TEXT,
        certain=_TRUTH,
        fits=_or_null(_NUMBER),
        seen=_NUMBER,
    )
    names = ("lines", "header_lines", "repeated_headers", "empty_lines", "rows", "ragged", "counted")
    texts = {"file": _TEXT, "part": _TEXT, "sha256": _TEXT, "encoding": _TEXT}
    return _numbers(*names, source=_PLACE, **texts, notes=_list(_numbers("number", about=_TEXT)), columns=_list(column))


def _step(category: Schema) -> Schema:
    names = ("before", "taken_off", "left")
    part = _numbers(*names, source=_PLACE, category=_or_null(category))
    return _numbers(*names, rule=_TEXT, law=_list(_TEXT), parts=_list(part))


def _note(category: Schema) -> Schema:
    one = _numbers("records", "otherwise", category=category)
    said = {"matter": _TEXT, "law": _list(_TEXT), "option": _or_null(_TEXT), "taken_off": _TRUTH}
    return _numbers("records", "otherwise", **said, categories=_list(one))


def _contested(category: Schema) -> Schema:
    return _numbers("records", source=_PLACE, reading=_TEXT, category=category, otherwise=category)


def _sample() -> Schema:
    share = _numbers("found", "size", at_least=_SHARE, at_most=_SHARE)
    shares = dict.fromkeys(("duplicate", "inauthentic", "either"), share)
    return _numbers("records", "without_verdict", confidence=_SHARE, **shares, left=_numbers("at_least", "at_most"))
