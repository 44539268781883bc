"""What must agree between rulesets: versions follow one another in time, a fact is the same fact everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from thresholds import glossary
from thresholds.authoring.lint.places import Places, below
from thresholds.glossary import Family
from thresholds.law.model import FactDeclaration, Ruleset
from thresholds.source.node import Node
from thresholds.source.reader import Reader

#: What two declarations of the same fact must agree in.
_SHARED = ("kind", "unit", "label")


def check_versions(reader: Reader, ruleset: Ruleset, root: Node, others: Sequence[Ruleset]) -> None:
    """Note versions that are in force together, and facts that other rulesets take for something else.

    Codes are TH131, TH132 and TH134. Others of the same id are drafts of the same ruleset and left aside.
    """
    places = Places(root)
    rest = [other for other in others if other.id != ruleset.id]
    for other in rest:
        start = overlap(ruleset, other)
        if start is not None:
            reader.wrong(
                "TH131", places.value("in_force"), ruleset.id, other=_name(other, ruleset), start=start.isoformat()
            )
    for fact in ruleset.facts:
        if not fact.kind:
            continue
        place = places.entry("facts", fact.id)
        for named in ("label", "label_en"):
            _label(reader, below(place, named), fact, getattr(fact, named))
        for other in rest:
            _declared(reader, place, fact, other)


def overlap(one: Ruleset, other: Ruleset) -> date | None:
    """The first day on which two versions of the same law are both in force; None where there is none."""
    lineage = one.offence == other.offence or one.succeeds == other.id or other.succeeds == one.id
    start = max(one.in_force.start, other.in_force.start)
    ends = [period.until for period in (one.in_force, other.in_force) if period.until is not None]
    return start if lineage and all(end >= start for end in ends) else None


def _declared(reader: Reader, place: Node, fact: FactDeclaration, other: Ruleset) -> None:
    same = other.declared.get(fact.id)
    if same is not None:
        differs = list(_differences(fact, same))
        if differs:
            reader.wrong("TH132", place, fact.id, other=other.id, what="；".join(differs))
        return
    for declared in other.declared.values():
        for label in {fact.label, fact.label_en} & {declared.label, declared.label_en, declared.id} - {""}:
            reader.wrong("TH134", below(place, "label"), fact.id, label=label, other=other.id, refers=declared.id)


def _differences(one: FactDeclaration, other: FactDeclaration) -> Iterator[str]:
    for key in _SHARED:
        mine, theirs = getattr(one, key), getattr(other, key)
        if mine != theirs:
            yield f"{key} {mine or '-'} ≠ {theirs or '-'}"


def _label(reader: Reader, place: Node, fact: FactDeclaration, label: str) -> None:
    """A label that the format of case files has already would be read as that key."""
    taken = glossary.find_key(label) if label else None
    if taken is not None and (glossary.term(taken, Family.FACT) or glossary.term(taken, Family.KEY)):
        reader.wrong("TH134", place, fact.id, label=label, other="case", refers=taken)


def _name(other: Ruleset, ruleset: Ruleset) -> str:
    """The id of another ruleset, with its file where it is not beside this one."""
    beside = Path(other.file).parent.parent == Path(ruleset.file).parent.parent
    return other.id if beside else f"{other.id} ({other.file})"
