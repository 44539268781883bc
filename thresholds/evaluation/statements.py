"""How a file states its facts, and on what evidence: what the explanation points to."""

from __future__ import annotations

from typing import Any

from thresholds.case.model import Facts
from thresholds.evaluation.facts import PersonFacts


def stated(facts: Facts, name: str) -> tuple[str, tuple[str, ...]]:
    """How the file states a fact of the person (yes, no, unknown, exempted, dated, unstated), and its evidence."""
    value: Any = facts.get(name)
    if value is None:
        return "unstated", ()
    if getattr(value, "exempted", False):
        return "exempted", value.evidence
    days = getattr(value, "days", None)
    if days:
        first = days[0] if isinstance(days, tuple) else days
        return f"dated {first.written}", value.evidence
    return str(value.truth), value.evidence


def stated_of_dealings(person: PersonFacts, fact: str) -> tuple[str, tuple[str, ...]]:
    """The strongest statement of a fact among the person's supplies, and the evidence for it."""
    found = [(dealing, value) for dealing in person.dealings if (value := getattr(dealing, fact, None)) is not None]
    for truth in ("yes", "unknown", "no"):
        for dealing, value in found:
            if value.truth == truth:
                return f"{truth} {dealing.id}", value.evidence or dealing.evidence
    return "unstated", ()


def evidence_by_category(person: PersonFacts) -> dict[str, tuple[str, ...]]:
    """Evidence for the records of each category that any is given for."""
    found: dict[str, dict[str, None]] = {}
    for holding in person.holdings:
        records = holding.body.records
        lines = [line for line in holding.lines if line.dealing.evidence]
        if not (lines or holding.body.evidence or (records and records.evidence)):
            continue
        pieces = dict.fromkeys(holding.body.evidence)
        if holding.body.records:
            pieces |= dict.fromkeys(holding.body.records.evidence)
        for line in holding.lines:
            pieces |= dict.fromkeys(line.dealing.evidence)
        if pieces and holding.category:
            for category in holding.category.options:
                found.setdefault(category, {}).update(pieces)
    return {category: tuple(pieces) for category, pieces in found.items()}


def money_evidence(person: PersonFacts, name: str) -> tuple[str, ...]:
    """Evidence for an amount: of the stated figure, or of the payments that are added up."""
    value: Any = person.facts.get(name)
    if value is not None:
        inner = [getattr(value, part, None) for part in ("gross", "net")]
        pieces = [*value.evidence, *(piece for figure in inner if figure for piece in figure.evidence)]
        return tuple(dict.fromkeys(pieces))
    if name != "illegal_gains":
        return ()
    found: dict[str, None] = {}
    for dealing in person.dealings:
        if dealing.paid is not None and dealing.supplies:
            found.update(dict.fromkeys([*dealing.paid.evidence, *dealing.evidence]))
    return tuple(found)
