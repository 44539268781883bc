"""The JSON Schema of a case file, for editors: both spellings of every key and value."""

from __future__ import annotations

from thresholds import glossary
from thresholds.case.expectations import STATUSES
from thresholds.case.facts import FACT_KEYS
from thresholds.case.read import BODY_KEYS, CASE_KEYS, CASE_SCHEMA, DEALING_KEYS, DEDUCTIONS, EVIDENCE_KEYS, PERSON_KEYS
from thresholds.case.values import REMARKS
from thresholds.glossary import Family
from thresholds.law.vocabulary import vocabulary

Schema = dict[str, object]

_FIGURES = ("records", "paid", *DEDUCTIONS[:4], "profit_from_use")
_TRUTHS = (
    "consent", "anonymised", "knew_of_crime", "used_in_crime", "disputed", "lawful_business",
    "major_economic_loss", "adverse_social_impact", "first_offender", "full_restitution", "repentance",
    "breach_of_state_provisions", "website_or_group", "sole_purpose_crime", "staff_of_listed_unit",
    "voluntary_surrender", "confession", "meritorious_service", "plea_and_acceptance", "attempt", "minor", "recidivist",
    "breach_of_state_regulations",
)  # fmt: skip
#: What the values of facts of each kind that rulesets declare are.
_KINDS = {
    "truth": "truth", "number": "amount", "money": "amount", "records": "tally", "penalty": "free",
    "punishment": "free",
}  # fmt: skip
_PEOPLE = ("by", "to", "source", "evidence")


def case_schema() -> Schema:
    """The schema, draft 2020-12."""
    named = ("persons", "batches", "dealings", "facts", "standards", "expected")
    types = dict.fromkeys(("readings", "source", "note", "court"), "free") | {name: name for name in named}
    types |= {"evidence": "all_evidence", "judged_on": "date"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:thresholds:case:1",
        "title": "thresholds/case/1",
        **keyed(CASE_KEYS, types, ("schema", "id", "persons")),
        "$defs": _definitions(),
    }


def _definitions() -> Schema:
    free: Schema = {}
    text: Schema = {"type": ["string", "number", "boolean"]}
    names: Schema = {"anyOf": [text, {"type": "array", "items": text}]}
    body = {"category": "category", "kinds": "categories", "records": "records", "obtained_in": "origin"}
    body |= dict.fromkeys(("duplicate_rate", "inauthentic_rate"), "figure")
    person = keyed(PERSON_KEYS, {"kind": "person_kind", "source": "free", "court": "free"})
    dealing = keyed(DEALING_KEYS, {**body, "act": "act", "date": "date"}, ("by", "act"))
    expected = {"grade": "free", "counted": "free", "depends_on": "names", **dict.fromkeys(STATUSES, "names")}
    one_of = keyed(("one_of", *REMARKS), {"one_of": "categories"})
    both = keyed(("gross", "net", *REMARKS), {"gross": "figure", "net": "figure"})
    return {
        "free": free,
        "text": text,
        "names": names,
        "date": _wrapped(text),
        "figure": _wrapped(text, _bounds()),
        "truth": _wrapped(_values(Family.TRUTH)),
        "origin": _wrapped(_values(Family.ORIGIN, "unknown", "不明")),
        "category": _wrapped(_values(Family.CATEGORY, "unknown", "不明"), one_of),
        "categories": {"type": "array", "items": _values(Family.CATEGORY)},
        "records": {"anyOf": [_ref("figure"), _by_category()]},
        "gains": {"anyOf": [_ref("figure"), both]},
        "persons": _named(person),
        "person_kind": _values(Family.PERSON_KIND),
        "batches": _named(keyed(BODY_KEYS, body)),
        "dealings": {"type": "array", "items": dealing},
        "act": _values(Family.ACT),
        "facts": _named(_facts()),
        "occasions": {"type": "array", "items": {"anyOf": [_ref("figure"), _occasion()]}},
        "amount": {"anyOf": [_ref("figure"), _ref("occasions")]},
        "tally": _by_category(),
        "standards": _standards(),
        "all_evidence": _named(keyed(EVIDENCE_KEYS, {}), text),
        "expected": _named(keyed(("grade", *STATUSES, "depends_on", "counted", "note"), expected)),
    }


def _facts() -> Schema:
    """The facts of one person: those of the format, and those that the shipped rulesets declare, in each spelling."""
    found = keyed(FACT_KEYS, _fact_types())
    properties = found["properties"]
    assert isinstance(properties, dict)
    for spelling, fact in vocabulary().facts.items():
        properties.setdefault(spelling, _ref(_KINDS[fact.kind or "truth"]))
    return found


def _occasion() -> Schema:
    types = {"value": "figure", "date": "date", "dealt_with": "truth"}
    return keyed(("date", "value", "dealt_with", *REMARKS, "note"), types, ("value",))


def _standards() -> Schema:
    """What regions fix, by the spellings of the parameters of the shipped rulesets."""
    spellings = vocabulary().parameters
    return {
        "type": "object",
        "properties": {spelling: _ref("figure") for spelling in spellings},
        "additionalProperties": False,
    }


def _named(*values: Schema) -> Schema:
    """A map from names to one of these, or to nothing."""
    return {"type": "object", "additionalProperties": {"anyOf": [*values, {"type": "null"}]}}


def _fact_types() -> dict[str, str]:
    free = dict.fromkeys(
        (
            "prior_criminal_punishment",
            "administrative_penalty",
            "grave_consequences",
            "role_in_joint_offence",
        ),
        "free",
    )
    return {"illegal_gains": "gains", "conduct_date": "date", "case_filed_on": "date", **free}


def keyed(keys: tuple[str, ...], types: dict[str, str], required: tuple[str, ...] = ()) -> Schema:
    """A map with these keys in either spelling and nothing else."""
    properties: Schema = {}
    for key in keys:
        kind = types.get(key) or _usual(key)
        for spelling in spellings(key):
            properties[spelling] = _ref(kind) if kind != CASE_SCHEMA else {"const": CASE_SCHEMA}
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["allOf"] = [{"anyOf": [{"required": [spelling]} for spelling in spellings(key)]} for key in required]
    return schema


def _usual(key: str) -> str:
    if key == "schema":
        return CASE_SCHEMA
    if key in _FIGURES:
        return "figure"
    if key in _TRUTHS:
        return "truth"
    return "names" if key in _PEOPLE else "text"


def spellings(key: str) -> list[str]:
    """Every spelling of a key, its identifier first."""
    found = [key]
    for family in (Family.KEY, Family.FACT):
        term = glossary.term(key, family)
        if term:
            found += [term.zh, *term.also]
    return list(dict.fromkeys(found))


def _values(family: Family, *more: str) -> Schema:
    terms = [term for term in glossary.all_terms() if term.family is family]
    spellings = [name for term in terms for name in (term.id, term.zh, *term.also)]
    found: Schema = {"enum": list(dict.fromkeys([*spellings, *more]))}
    if family is Family.TRUTH:
        return {"anyOf": [found, {"type": "boolean"}]}
    return found


def _by_category() -> Schema:
    terms = [term for term in glossary.all_terms() if term.family is Family.CATEGORY]
    names = [name for term in terms for name in (term.id, term.zh, *term.also)]
    return {
        "type": "object",
        "properties": {name: _ref("figure") for name in names},
        "additionalProperties": False,
    }


def _bounds() -> Schema:
    return keyed(("at_least", "at_most", *REMARKS, "note"), {"disputed": "truth"})


def _wrapped(inner: Schema, *others: Schema) -> Schema:
    """The value bare, or inside {is: …} with remarks."""
    properties: Schema = {}
    for key in ("is", "value"):
        for spelling in spellings(key):
            properties[spelling] = {}
    for key in (*REMARKS, "note"):
        for spelling in spellings(key):
            properties[spelling] = {}
    wrap: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"anyOf": [inner, *others, wrap]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
