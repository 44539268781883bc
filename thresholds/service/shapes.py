"""The shapes of what can be looked up: rulesets and their sheets, terms, codes, health."""

from __future__ import annotations

from collections.abc import Mapping

from thresholds.glossary import Family
from thresholds.schemas.shapes import DAY, GRADE, HASH, TEXT, TEXTS, TOOL, Schema, closed, listed, one_of, or_null


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _texts(*names: str) -> Schema:
    """A map that has these names, each with a text."""
    return closed(dict.fromkeys(names, TEXT))


_READING = closed({"id": TEXT, "options": TEXTS, "default": TEXT})
_RULESET = closed({
    "id": TEXT,
    "kind": {"const": "ruleset"},
    "title": TEXT,
    "citation": TEXT,
    "in_force": closed({"from": DAY, "until": or_null(DAY)}),
    "sha256": HASH,
    "grades": listed(GRADE),
    "items": TEXTS,
    "readings": listed(_READING),
})  # fmt: skip
_STATUTE = closed({
    "id": TEXT,
    "kind": {"const": "statute"},
    "title": TEXT,
    "citation": TEXT,
    "measured_by": TEXT,
    "versions": TEXTS,
})  # fmt: skip
_VERSIONS = closed({
    "id": TEXT,
    "citation": TEXT,
    "measured_by": TEXT,
    "versions": listed(_texts("period", "version", "who", "range", "source")),
    "readings": listed(_texts("id", "asks", "option", "basis")),
})  # fmt: skip
_TERM = closed({
    "id": TEXT,
    "family": one_of([family.value for family in Family]),
    "zh": TEXT,
    "also": TEXTS,
    "en": TEXT,
    "cite": TEXT,
    "note": TEXT,
})  # fmt: skip
_PAGE = closed({
    "code": {"type": "string", "pattern": "^TH[0-9]{3}$"},
    "says": TEXT,
    "where": TEXT,
    "hint": TEXT,
    "example": or_null(_texts("wrong", "right")),
})  # fmt: skip

#: By the names under which the description has them.
LOOKED_UP: Mapping[str, Schema] = {
    "ruleset": _RULESET,
    "statute": _STATUTE,
    "sheet": listed(_texts("cite", "gloss", "machine", "number", "categories")),
    "versions": _VERSIONS,
    "term": _TERM,
    "code": _PAGE,
}
RULESETS = listed({"oneOf": [_ref("ruleset"), _ref("statute")]})
SHEET: Schema = {"oneOf": [_ref("sheet"), _ref("versions")]}
TERMS = listed(_ref("term"))
CODES = listed(_ref("code"))
CODE = _ref("code")
HEALTH = closed({"status": {"const": "ok"}, "tool": TOOL})
