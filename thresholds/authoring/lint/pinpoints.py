"""Whether everything that a ruleset says has the citation or the source that it needs (TH114, TH120, TH124)."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.authoring.lint.glosses import quoted, said_in
from thresholds.authoring.lint.places import Places, below
from thresholds.errors import nearest
from thresholds.law.lint import asked_by
from thresholds.law.model import Rule, Ruleset, Standards
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.wording import Worded


def check_pinpoints(reader: Reader, ruleset: Ruleset, places: Places) -> None:
    """Note what has no source, and citations that lead nowhere."""
    for place, name, lacks in _lacking(ruleset, places):
        reader.wrong("TH120", place, name, lacks=Worded(f"lacks.{lacks}"))
    known = {entry.id for provision in ruleset.provisions for entry in (provision, *getattr(provision, "any_of", ()))}
    for place, name, cited in _cited(ruleset, places):
        if not any(entry == cited or entry.startswith((f"{cited}.", f"{cited}-")) for entry in known):
            reader.wrong("TH124", place, name, near=nearest(cited, known), refers=cited)
    for paragraph, item in ruleset.items():
        base = paragraph.id.partition("-")[0]
        if not item.id.startswith((f"{base}.", f"{base}-")):
            reader.wrong("TH124", places.provision(item.id), item.id, refers=paragraph.id)


def _lacking(ruleset: Ruleset, places: Places) -> Iterator[tuple[Node, str, str]]:
    """The place, the name, and what is missing there."""
    for key in ("title", "citation", "statute"):
        if not getattr(ruleset, key).strip():
            yield places.value(key), ruleset.id, key
    for offence in ruleset.offences:
        if not offence.statute.strip():
            yield places.entry("offences", offence.id), offence.id, "statute"
    for grade in ruleset.grades:
        if grade.months and not grade.range.strip():
            yield places.entry("grades", grade.id), grade.id, "range"
    for reading in ruleset.readings:
        for key in ("law", "basis"):
            if not getattr(reading, key).strip():
                yield below(places.entry("readings", reading.id), key), reading.id, key
    yield from _parameters(ruleset, places)
    for provision in ruleset.provisions:
        if isinstance(provision, Rule):
            for lacks in _of_rule(provision):
                yield places.provision(provision.id), provision.id, lacks


def _parameters(ruleset: Ruleset, places: Places) -> Iterator[tuple[Node, str, str]]:
    """Regional figures without a source; parameters that no item rests on, and so no provision either."""
    used = {
        getattr(condition, "standard", "")
        for paragraph, item in ruleset.items()
        for condition in asked_by(paragraph, item)
    }
    for parameter in ruleset.parameters:
        entry = places.entry("parameters", parameter.id)
        if parameter.id not in used:
            yield entry, parameter.id, "use"
        listed = below(entry, "regions").items or []
        for number, region in enumerate(parameter.regions):
            if not region.source.strip():
                yield listed[number] if number < len(listed) else entry, f"{parameter.id} {region.region}", "source"


def _of_rule(rule: Rule) -> Iterator[str]:
    """What a provision that sets no standard needs for what it does."""
    when = rule.when
    if rule.rule == "reference" and not rule.offence.strip():
        yield "offence"
    if rule.rule == "leniency" and (when is None or not (when.fact or when.all_of)):
        yield "facts"
    if rule.rule == "accumulation" and not rule.facts:
        yield "facts"
    if rule.rule == "fine" and rule.times and not rule.of:
        yield "of"
    said = {said.value * 100 for said in said_in(quoted(rule.gloss))}
    if not rule.note.strip() and any(fen is not None and fen not in said for fen in (rule.floor, rule.ceiling)):
        yield "note"


def _cited(ruleset: Ruleset, places: Places) -> Iterator[tuple[Node, str, str]]:
    """Citations of provisions of the same ruleset, each with its place and whose it is."""
    for reading in ruleset.readings:
        if reading.law.strip():
            yield below(places.entry("readings", reading.id), "law"), reading.id, reading.law.strip()
    for conduct in ruleset.conduct:
        entry = places.entry("conduct", conduct.id)
        yield below(entry, "cite"), conduct.id, conduct.cite
        if conduct.returns:
            yield below(entry, "returns", "cite"), conduct.id, conduct.returns.cite


def check_glossed(reader: Reader, ruleset: Ruleset, places: Places) -> None:
    """Note provisions and items without words of their own (TH114)."""
    for provision in ruleset.provisions:
        for entry in (provision, *(provision.any_of if isinstance(provision, Standards) else ())):
            if not entry.gloss.strip():
                reader.wrong("TH114", places.provision(entry.id), entry.id)
