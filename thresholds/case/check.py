"""What must agree across a case file: persons, batches, evidence, and how much a batch can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thresholds.case.model import Batch, Body, Dealing, Figure
from thresholds.errors import nearest

if TYPE_CHECKING:
    from thresholds.case.read import CaseReader
    from thresholds.source.reader import Field


def check_references(reader: CaseReader, values: dict[str, Any]) -> None:
    """Note every name that does not exist, and every figure that does not fit."""
    persons = list(values["persons"])
    for node, name in reader.person_uses:
        if name not in values["persons"]:
            reader.unknown_person(node, name, persons)
    for node, name in reader.evidence_used:
        if name not in values["evidence"]:
            names = list(values["evidence"])
            reader.wrong("TH213", node, name, allowed=names, near=nearest(name, names))
    for node, name in reader.batch_uses:
        if name not in reader.batch_fields:
            names = list(reader.batch_fields)
            reader.wrong("TH212", node, name, allowed=names, near=nearest(name, names))
    for name, batch in values["batches"].items():
        _deductions_fit(reader, batch, reader.batch_fields[name])
    for dealing, fields in reader.dealing_nodes:
        _dealing(reader, dealing, fields, values["batches"])
    _categories_given(reader, values["batches"])


def _dealing(reader: CaseReader, dealing: Dealing, fields: dict[str, Field], batches: dict[str, Batch]) -> None:
    if dealing.batch is None:
        for body in dealing.bodies:
            _deductions_fit(reader, body, fields)
        return
    batch = batches.get(dealing.batch)
    if batch is None:
        return
    part, whole = dealing.records, batch.records
    if part is not None and _more(part, whole):
        assert whole is not None
        reader.wrong("TH214", fields["records"].value, part.written, batch=batch.id, holds=whole.written)
    if dealing.deductions.given:
        _deductions_fit(reader, Body(records=part or whole, deductions=dealing.deductions), fields)


def _categories_given(reader: CaseReader, batches: dict[str, Batch]) -> None:
    """A batch whose records are numbered only where they are dealt in has a category too; said once of each batch."""
    lacking = {
        name
        for name, batch in batches.items()
        if batch.records is None and reader.batch_fields[name].keys().isdisjoint(("category", "kinds"))
    }
    for dealing, fields in reader.dealing_nodes if lacking else ():
        if dealing.batch in lacking and dealing.records is not None:
            lacking.discard(dealing.batch)
            reader.wrong("TH217", fields["records"].key, dealing.batch)


def _more(part: Figure, whole: Figure | None) -> bool:
    return whole is not None and whole.at_most is not None and part.at_least > whole.at_most


def _deductions_fit(reader: CaseReader, body: Body, fields: dict[str, Field]) -> None:
    """Duplicates, untrue and public records together cannot be more than there are, nor can those checked."""
    off, whole = body.deductions, body.records
    if not off.given:
        return
    parts: list[tuple[tuple[str, ...], int, str]] = [(("duplicate_rate", "inauthentic_rate"), 1, "100%")]
    if whole is not None and whole.at_most is not None:
        parts.append((("duplicates", "inauthentic", "public"), whole.at_most, whole.written))
        parts.append((("verified",), whole.at_most, whole.written))
    for names, most, holds in parts:
        given = {name: value for name in names if (value := getattr(off, name)) is not None}
        if sum(value.at_least for value in given.values()) > most:
            written = [f"{fields[name].key.text} {value.written}" for name, value in given.items()]
            place = fields[next(iter(given))].key
            reader.wrong("TH215", place, " + ".join(written), holds=holds)
