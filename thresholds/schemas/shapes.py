"""The parts that schemas are made of: objects that have these keys and no others, and the values that recur."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.values.status import Status

Schema = dict[str, object]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

ANYTHING: Schema = {}
TEXT: Schema = {"type": "string"}
TRUTH: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TEXTS: Schema = {"type": "array", "items": TEXT}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
TOOL: Schema = {"type": "string", "pattern": "^thresholds [0-9]"}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
#: An exact number as text: a decimal, or a fraction where no finite decimal exists.
EXACT: Schema = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"}
STATUS: Schema = {"enum": [str(status) for status in Status]}
#: The id of a grade: rulesets name their own.
GRADE: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
#: The id of an item or of a provision, which is its citation.
ITEM: Schema = {"type": "string", "pattern": "^art[0-9]"}


def schema_of(title: str, description: str, body: Schema, definitions: Mapping[str, object] | None = None) -> Schema:
    """A whole schema, draft 2020-12; its id is `urn:thresholds:report:1` of the title `thresholds/report/1`."""
    identifier = f"urn:{title.replace('/', ':')}"
    whole: Schema = {"$schema": DRAFT, "$id": identifier, "title": title, "description": description, **body}
    return whole | {"$defs": dict(definitions)} if definitions else whole


def closed(required: Mapping[str, object], optional: Mapping[str, object] | None = None) -> Schema:
    """An object that has the keys required, may have the others, and has no more."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def listed(of: object, **more: object) -> Schema:
    """A list of these."""
    return {"type": "array", "items": of, **more}


def or_null(of: object) -> Schema:
    """This, or null where there is none."""
    return {"anyOf": [of, {"type": "null"}]}


def named(of: object) -> Schema:
    """A map from names to these."""
    return {"type": "object", "additionalProperties": of}


def one_of(values: Iterable[str]) -> Schema:
    """One of these texts."""
    return {"enum": [str(value) for value in values]}


def ref(name: str) -> Schema:
    """What is defined under a name."""
    return {"$ref": f"#/$defs/{name}"}


def bounds(of: Schema, upper: Schema | None = None) -> Schema:
    """Two ends, the upper one null where there is no upper bound."""
    return closed({"at_least": of, "at_most": or_null(of) if upper is None else upper})


def grades() -> Schema:
    """A grade between two bounds, the same where it is determined."""
    return closed({"at_least": GRADE, "at_most": GRADE})


def categories() -> Schema:
    """A category of information."""
    return one_of(glossary.ids(Family.CATEGORY))
