"""What must agree across a case file: persons, batches, evidence, and how much a batch can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thresholds.case.model import Batch, Body, Dealing, Figure
from thresholds.errors import nearest

if TYPE_CHECKING:
    from thresholds.case.read import CaseReader
    from thresholds.source.node import Node
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
    for name, batch in values["batches"].items():
        _deductions_fit(reader, batch, reader.batch_nodes[name])
    for dealing, fields in reader.dealing_nodes:
        _dealing(reader, dealing, fields, values["batches"])
    for name in values.get("expected") or {}:
        if name not in values["persons"]:
            _expected_person(reader, name, values, persons)


def _expected_person(reader: CaseReader, name: str, values: dict[str, Any], persons: list[str]) -> None:
    from thresholds.source.node import Node

    place = Node(values["expected"][name].line, 1)
    reader.unknown_person(place, name, persons)


def _dealing(
    reader: CaseReader, dealing: Dealing, fields: dict[str, Field], batches: dict[str, Batch]
) -> None:
    if dealing.batch is None:
        for body in dealing.bodies:
            _deductions_fit(reader, body, fields["act"].key)
        return
    batch = batches.get(dealing.batch)
    if batch is None:
        if dealing.batch not in reader.batch_nodes:
            names = list(reader.batch_nodes)
            reader.wrong("TH212", fields["batch"].value, allowed=names, near=nearest(dealing.batch, names))
        return
    part, whole = dealing.records, batch.records
    if part is not None and _more(part, whole):
        assert whole is not None
        reader.wrong("TH214", fields["records"].value, part.written, batch=batch.id, holds=whole.written)
    if dealing.deductions.given:
        _deductions_fit(
            reader, Body(records=part or whole, deductions=dealing.deductions), fields["act"].key
        )


def _more(part: Figure, whole: Figure | None) -> bool:
    return whole is not None and whole.at_most is not None and part.at_least > whole.at_most


def _deductions_fit(reader: CaseReader, body: Body, node: Node) -> None:
    """Duplicates, untrue and public records together cannot be more than there are."""
    if body.records is None or body.records.at_most is None:
        return
    off = body.deductions
    figures = [figure for figure in (off.duplicates, off.inauthentic, off.public) if figure]
    total = sum(figure.at_least for figure in figures)
    rates = [rate.at_least for rate in (off.duplicate_rate, off.inauthentic_rate) if rate]
    if total > body.records.at_most or sum(rates) > 1:
        reader.wrong("TH215", node, str(total), holds=body.records.written)
    elif off.verified and off.verified.at_least > body.records.at_most:
        reader.wrong("TH215", node, off.verified.written, holds=body.records.written)
