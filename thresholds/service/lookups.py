"""What can be looked up: rulesets, schemas, terms, codes. None of it depends on a case."""

from __future__ import annotations

from thresholds import __version__, glossary
from thresholds.errors import NotFoundError, SourceErrors, nearest
from thresholds.law.load import is_statute, load_ruleset, ruleset_ids
from thresholds.law.statutes import available_statutes, load_statute
from thresholds.service.results import Answer, as_json
from thresholds.wording.codes import Page, codes, page

SCHEMA_TYPE = "application/schema+json"


def known_rulesets() -> tuple[str, ...]:
    """The ids of all rulesets and statutes that are there."""
    return (*ruleset_ids(), *available_statutes())


def health() -> Answer:
    """That the service answers, and its version."""
    return as_json({"status": "ok", "tool": f"thresholds {__version__}"})


def rulesets() -> Answer:
    """Every ruleset and every statute that can be read, with when it is in force."""
    found = []
    for name in known_rulesets():
        try:
            found.append(_statute(name) if is_statute(name) else _ruleset(name))
        except SourceErrors:
            continue  # what is wrong with it is for whoever keeps it: `thresholds ruleset list`
    return as_json(found)


def _ruleset(name: str) -> dict[str, object]:
    ruleset = load_ruleset(name)
    start, until = ruleset.in_force.start, ruleset.in_force.until
    return {
        "id": name,
        "kind": "ruleset",
        "title": ruleset.title,
        "citation": ruleset.citation,
        "in_force": {"from": start.isoformat(), "until": until.isoformat() if until else None},
        "sha256": ruleset.sha256,
        "grades": list(ruleset.grade_ids),
        "items": list(ruleset.item_ids),
        "readings": [
            {"id": reading.id, "options": list(reading.options), "default": reading.default}
            for reading in ruleset.readings
        ],
    }


def _statute(name: str) -> dict[str, object]:
    statute = load_statute(name)
    return {
        "id": name,
        "kind": "statute",
        "title": statute.title,
        "citation": statute.citation,
        "measured_by": statute.measured_by,
        "versions": [version.id for version in statute.versions],
    }


def ruleset(name: str, lang: str) -> Answer:
    """The review sheet of a ruleset, or of a statute in its versions.

    Raises:
        NotFoundError: there is none of that id.
    """
    from thresholds.rendering.sheet import sheet_rows
    from thresholds.rendering.statute_sheet import statute_dict
    from thresholds.rendering.words import Words

    known = known_rulesets()
    if name not in known:
        raise NotFoundError("no-ruleset", value=name, allowed="、".join(known), near=nearest(name, known))
    if is_statute(name):
        return as_json(statute_dict(load_statute(name), Words(lang)))
    found = load_ruleset(name)
    keys = ("cite", "gloss", "machine", "number", "categories")
    return as_json([dict(zip(keys, row, strict=True)) for row in sheet_rows(found, Words(lang, found))])


def schema(name: str) -> Answer:
    """A published schema, as it is published.

    Raises:
        NotFoundError: there is none of that name.
    """
    from thresholds import schemas

    if name not in schemas.names():
        known = schemas.names()
        raise NotFoundError("no-schema", value=name, allowed="、".join(known), near=nearest(name, known))
    return Answer(schemas.schema_text(name).encode(), SCHEMA_TYPE)


def terms(term: str | None) -> Answer:
    """All terms, or those that a spelling stands for.

    Raises:
        NotFoundError: nothing is spelled so.
    """
    entries = glossary.all_terms()
    if term is not None:
        names = {name for entry in entries for name in (entry.id, entry.zh, *entry.also)}
        entries = tuple([entry for entry in entries if term in (entry.id, entry.zh, *entry.also)])
        if not entries:
            raise NotFoundError("no-term", value=term, near=nearest(term, sorted(names)))
    return as_json([
        {
            "id": entry.id,
            "family": entry.family.value,
            "zh": entry.zh,
            "also": list(entry.also),
            "en": entry.en,
            "cite": entry.cite,
            "note": entry.note,
        }
        for entry in entries
    ])  # fmt: skip


def all_codes(lang: str) -> Answer:
    """The page of every code."""
    return as_json([_page(page(code, lang)) for code in codes()])


def code(name: str, lang: str) -> Answer:
    """The page of one code.

    Raises:
        NotFoundError: there is none such.
    """
    wanted = name.upper()
    if wanted not in codes():
        raise NotFoundError("no-code", value=name, allowed="、".join(codes()), near=nearest(name, codes()))
    return as_json(_page(page(wanted, lang)))


def _page(found: Page) -> dict[str, object]:
    told: dict[str, object] = {"code": found.code, "says": found.says, "where": found.where, "hint": found.hint}
    example = found.example
    return told | {"example": None if example is None else {"wrong": example.wrong, "right": example.right}}
