"""Facts that rulesets declare themselves, and what else a case file says in their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds import glossary
from thresholds.case.model import Amount, Declared, Figure, Occasion, Tally
from thresholds.case.values import REMARKS
from thresholds.glossary import Family
from thresholds.law.model import FactDeclaration
from thresholds.source.node import Node
from thresholds.values.figures import Unit
from thresholds.values.status import Truth

if TYPE_CHECKING:
    from thresholds.case.values import ValueReader

_OCCASION = ("date", "value", "dealt_with", *REMARKS, "note")


def read_declared(reader: ValueReader, fact: FactDeclaration, node: Node) -> Declared | None:
    """A fact of a kind that its ruleset declares; what does not fit is noted."""
    if fact.kind == "number" or fact.kind == "money":
        return _amount(reader, fact, node)
    if fact.kind == "records":
        return _tally(reader, node)
    if fact.kind == "penalty":
        return reader.penalty(node)
    return reader.punishment(node) if fact.kind == "punishment" else reader.truth(node)


def _amount(reader: ValueReader, fact: FactDeclaration, node: Node) -> Amount | None:
    """One figure, or a list of occasions."""
    if node.items is None:
        figure = _figure(reader, fact, node)
        return None if figure is None else Amount(occasions=(Occasion(figure=figure),), evidence=figure.evidence)
    if not node.items:
        reader.wrong("TH232", node, "[]")
        return None
    found = [_occasion(reader, fact, item) for item in node.items]
    occasions = tuple(occasion for occasion in found if occasion is not None)
    return Amount(occasions=occasions) if len(occasions) == len(found) else None


def _occasion(reader: ValueReader, fact: FactDeclaration, node: Node) -> Occasion | None:
    if node.pairs is None:
        figure = _figure(reader, fact, node)
        return None if figure is None else Occasion(figure=figure)
    before = len(reader.diagnostics)
    fields, remarks = reader.remarks(node, _OCCASION)
    if "value" not in fields:
        if len(reader.diagnostics) == before:
            reader.wrong("TH202", node, "value", zh=glossary.label("value", "zh", Family.KEY))
        return None
    figure = _figure(reader, fact, fields["value"])
    date = reader.days(fields["date"]) if "date" in fields else None
    dealt = reader.truth(fields["dealt_with"]) if "dealt_with" in fields else None
    if figure is None or len(reader.diagnostics) > before:
        return None
    return Occasion(figure=figure, date=date, dealt_with=dealt.truth if dealt else Truth.NO, **remarks._asdict())


def _figure(reader: ValueReader, fact: FactDeclaration, node: Node) -> Figure | None:
    return reader.figure(node, Unit.MONEY if fact.kind == "money" else Unit.RECORDS, fact.unit)


def _tally(reader: ValueReader, node: Node) -> Tally | None:
    """Records by category."""
    if node.pairs is None:
        reader.misshapen(node, "map")
        return None
    found: dict[str, Figure] = {}
    places: dict[str, Node] = {}
    for key, value in node.pairs:
        name = reader.enumerated(key, Family.CATEGORY)
        figure = reader.figure(value, Unit.RECORDS)
        if name is not None and name in places:
            reader.wrong("TH218", key, first=places[name].text or "", line=str(places[name].line))
        elif name is not None and figure is not None:
            found[name], places[name] = figure, key
    return Tally(records=found) if len(found) == len(node.pairs) else None
