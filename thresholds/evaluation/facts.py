"""What follows from a case for one person: which records he got and supplied, and in what way.

A holding is one body of records as this person dealt in it. Nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from thresholds.case.model import (
    NOTHING_OFF,
    Batch,
    Body,
    Case,
    Category,
    Dealing,
    Deductions,
    Facts,
    Figure,
    Person,
    Stated,
)
from thresholds.values.status import Truth

#: Recipients without a name: one for all supplies without `to`, one for the public. No file can spell them.
UNNAMED, PUBLIC = "\0unnamed", "\0public"

DUTY = "duty_or_service"
#: Facts that are stated of a dealing.
_DEALING_FACTS = ("knew_of_crime", "used_in_crime", "lawful_business")
_RECEIVING = frozenset({"purchase", "receipt"})


#: No standards of a region.
NOTHING_FIXED: Mapping[str, Figure] = MappingProxyType({})

#: The origin of a supply whose records the person got partly in duty or service and partly elsewhere.
MIXED = "mixed"


class Line(NamedTuple):
    """One dealing in one body of records; `origin` is its own, or what follows for it, or MIXED."""

    dealing: Dealing
    amount: Figure | None
    whole: bool
    origin: str | None
    certain: bool
    deductions: Deductions


class Holding(NamedTuple):
    """One body of records, and the person's dealings in it."""

    label: str
    batch: str | None
    body: Body
    deductions: Deductions
    lines: tuple[Line, ...]
    gets: tuple[Line, ...]
    supplies: tuple[tuple[str, tuple[Line, ...]], ...]
    parts: tuple[Figure, ...]

    @property
    def category(self) -> Category | None:
        """The category claimed for the records."""
        return self.body.category


class PersonFacts(NamedTuple):
    """Everything that the file says of one person; `stated` names the facts that it mentions at all."""

    person: Person
    facts: Facts
    dealings: tuple[Dealing, ...]
    excluded: tuple[Dealing, ...]
    holdings: tuple[Holding, ...]
    stated: frozenset[str]
    dealing_facts: bool
    region: str = ""
    standards: Mapping[str, Figure] = NOTHING_FIXED


def derive(case: Case) -> list[PersonFacts]:
    """The facts of every person of a case, in the order of the file; linear in the ledger."""
    by_person: dict[str, list[Dealing]] = {name: [] for name in case.persons}
    recipients: dict[str, set[str]] = {}
    for dealing in case.dealings:
        for name in dealing.by:
            by_person[name].append(dealing)
        if dealing.batch is not None and dealing.supplies:
            recipients.setdefault(dealing.batch, set()).update(dealing.to)
    return [_derive(case, name, by_person[name], recipients) for name in case.persons]


def _derive(case: Case, name: str, dealings: list[Dealing], recipients: dict[str, set[str]]) -> PersonFacts:
    included, excluded = [], []
    pieces: dict[str, list[Line]] = {}
    bodies: dict[str, tuple[str | None, Body]] = {}
    for dealing in dealings:
        batch = case.batches[dealing.batch] if dealing.batch is not None else None
        certain = _certain(dealing, batch)
        if certain is None:
            excluded.append(dealing)
            continue
        included.append(dealing)
        for label, batch_id, body, line in _pieces(dealing, batch, certain):
            if label in bodies:
                pieces[label].append(line)
            else:
                bodies[label], pieces[label] = (batch_id, body), [line]
    holdings = tuple(
        _holding(case.persons, name, label, bodies[label], lines, recipients) for label, lines in pieces.items()
    )
    facts = case.facts_of(name)
    stated = {
        fact
        for dealing in included
        for fact in _DEALING_FACTS
        if fact in dealing.model_fields_set and getattr(dealing, fact) is not None
    }
    return PersonFacts(
        case.persons[name],
        facts,
        tuple(included),
        tuple(excluded),
        holdings,
        frozenset(stated | facts.names),
        bool(stated),
        case.region,
        case.standards,
    )


def holdings_of(name: str, dealing: Dealing) -> list[Holding]:
    """What a person (by id) holds through one dealing in records of its own, beside no other."""
    return [
        _holding((), name, label, (None, body), [line], {})
        for label, _, body, line in _pieces(dealing, None, certain=True)
    ]


def _certain(dealing: Dealing, batch: Batch | None) -> bool | None:
    """Whether the dealing certainly counts; None where consent or anonymisation takes it out (第三条第二款)."""
    if batch is None and dealing.consent is None and dealing.anonymised is None:
        return True
    stated: list[Stated | None] = [dealing.consent, dealing.anonymised]
    if batch is not None:
        stated += [batch.consent, batch.anonymised]
    truths = {fact.truth for fact in stated if fact is not None}
    if Truth.YES in truths:
        return None
    return Truth.UNKNOWN not in truths


def _pieces(dealing: Dealing, batch: Batch | None, certain: bool) -> Iterable[tuple[str, str | None, Body, Line]]:
    if batch is not None:
        amount, whole = dealing.records, _whole(dealing.records, batch.records)
        line = Line(
            dealing,
            batch.records if whole else amount,
            whole,
            dealing.obtained_in,
            certain,
            dealing.deductions,
        )
        yield f"batch:{batch.id}", batch.id, batch, line
        return
    for number, body in enumerate(dealing.bodies):
        line = Line(dealing, body.records, True, dealing.obtained_in, certain, NOTHING_OFF)
        yield f"dealing:{dealing.id}:{number}", None, body, line
    if not dealing.bodies:
        line = Line(dealing, None, True, dealing.obtained_in, certain, NOTHING_OFF)
        yield f"dealing:{dealing.id}", None, Body(), line


def _whole(part: Figure | None, batch: Figure | None) -> bool:
    """A dealing without a number, or with the number written as its batch's, is about the whole batch."""
    if part is None:
        return True
    return batch is not None and part.interval == batch.interval


def _holding(
    persons: Collection[str],
    name: str,
    label: str,
    made_of: tuple[str | None, Body],
    lines: list[Line],
    recipients: dict[str, set[str]],
) -> Holding:
    batch_id, body = made_of
    received = batch_id is not None and _received(name, batch_id, lines, recipients, persons)
    default = "elsewhere" if received else body.obtained_in
    known = tuple(_with_origin(lines, default))
    supplies: dict[str, list[Line]] = {}
    for line in known:
        if line.dealing.supplies:
            for recipient in _recipients(line.dealing):
                supplies.setdefault(recipient, []).append(line)
    return Holding(
        label,
        batch_id,
        body,
        _deductions(body, lines),
        known,
        tuple([line for line in known if line.dealing.gets and not line.dealing.supplies]),
        tuple([(recipient, tuple(found)) for recipient, found in supplies.items()]),
        tuple([line.amount for line in lines if line.amount is not None and not line.whole]),
    )


def _with_origin(lines: list[Line], default: str | None) -> list[Line]:
    """The lines, each with the origin that it states, that his own getting lines give, or that of the body."""
    if all([line.origin is not None for line in lines]):
        return lines
    gets = [line for line in lines if line.dealing.gets and not line.dealing.supplies]
    own = {line.origin or default for line in gets}
    stated = any([line.origin is not None for line in gets])
    implied = default if not stated else next(iter(own)) if len(own) == 1 else MIXED
    found = []
    for line in lines:
        if line.origin is None:
            origin = default if line.dealing.gets and not line.dealing.supplies else implied
            line = line._replace(origin=origin) if origin is not None else line
        found.append(line)
    return found


def _recipients(dealing: Dealing) -> tuple[str, ...]:
    if dealing.act == "publication":
        return (PUBLIC,)
    return dealing.to or (UNNAMED,)


def _received(
    name: str, batch: str, lines: list[Line], recipients: dict[str, set[str]], persons: Collection[str]
) -> bool:
    """Whether he has the batch from someone else: he bought or received it, it was supplied to him, or he says so.

    An exchange with a source alone receives; any other line does where its source is a person of the case.
    """
    if name in recipients.get(batch, ()):
        return True
    return any(
        line.dealing.act in _RECEIVING
        or (line.dealing.act == "exchange" and line.dealing.source and not line.dealing.to)
        or any(source in persons and source != name for source in line.dealing.source)
        for line in lines
    )


def _deductions(body: Body, lines: list[Line]) -> Deductions:
    """The deductions of the body, with what lines about the whole of it prove; of two figures for one, the larger."""
    found = body.deductions
    for line in lines:
        if line.whole and line.deductions.given and line.deductions is not body.deductions:
            found = _merged(found, line.deductions)
    return found


def _merged(one: Deductions, other: Deductions) -> Deductions:
    fields = {}
    for name in sorted(one.model_fields_set | other.model_fields_set):
        values = [value for value in (getattr(one, name), getattr(other, name)) if value is not None]
        if values:
            fields[name] = max(values, key=lambda value: value.at_least)
    return Deductions(**fields)
