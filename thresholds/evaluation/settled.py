"""Whether everything is known of a person, so that there is one world alone; a quick and safe guess."""

from __future__ import annotations

from thresholds.case.model import Dealing, Figure, Gains, Rate
from thresholds.evaluation.facts import MIXED, Holding, PersonFacts
from thresholds.values.status import Truth


def settled(person: PersonFacts) -> bool:
    """Whether no figure, fact or share of a batch is open; False costs only time."""
    for holding in person.holdings:
        if _wavers(holding):
            return False
    for dealing in person.dealings:
        paid = dealing.paid
        if paid is not None and paid.at_least != paid.at_most:
            return False
    if not person.stated:
        return True
    if person.dealing_facts and any([_open_dealing(dealing) for dealing in person.dealings]):
        return False
    return not _open_facts(person)


def _wavers(holding: Holding) -> bool:
    """Whether the two ends of a holding may differ: a figure, an origin, a consent, or which part went where."""
    records = holding.body.records
    if records is not None and records.at_least != records.at_most:
        return True
    for line in holding.lines:
        if not line.certain or line.origin == "unknown" or line.origin == MIXED:
            return True
    if not holding.parts and not holding.deductions.given:
        return False
    if records is None and holding.gets and holding.supplies:
        return True
    return len(holding.lines) > 1 or _part_wavers(holding)


def _part_wavers(holding: Holding) -> bool:
    off = holding.deductions
    figures = (*holding.parts, off.duplicates, off.inauthentic, off.public, off.verified)
    rates = (off.duplicate_rate, off.inauthentic_rate)
    if any([_ranged(value) for value in (*figures, *rates)]):
        return True
    if any([line.deductions.given for line in holding.lines]):
        return True
    return bool(holding.parts) and off.given


def _ranged(value: Figure | Rate | None) -> bool:
    return value is not None and value.at_least != value.at_most


def _open_dealing(dealing: Dealing) -> bool:
    stated = (dealing.knew_of_crime, dealing.used_in_crime, dealing.lawful_business)
    return any([fact is not None and fact.truth is Truth.UNKNOWN for fact in stated])


def _open_facts(person: PersonFacts) -> bool:
    facts = person.facts
    for name in facts.names:
        value = facts.get(name)
        if name == "illegal_gains":
            if isinstance(value, Gains) and (
                _ranged(value.gross) or (value.net is not value.gross and _ranged(value.net))
            ):
                return True
        elif name == "profit_from_use":
            if isinstance(value, Figure) and _ranged(value):
                return True
        elif value is not None and (getattr(value, "truth", None) is Truth.UNKNOWN or getattr(value, "days", None)):
            return True
    return False
