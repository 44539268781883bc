"""`expected:` of a case file or of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thresholds import glossary
from thresholds.case.model import Expectation
from thresholds.errors import nearest
from thresholds.glossary import Family
from thresholds.law.readings import KNOWN, READINGS
from thresholds.law.vocabulary import vocabulary
from thresholds.values.figures import Unit
from thresholds.values.interval import Interval

if TYPE_CHECKING:
    from thresholds.case.facts import FactsReader
    from thresholds.source.node import Node

STATUSES = ("established", "not_established", "open", "for_the_court")
_KEYS = ("grade", *STATUSES, "depends_on", "counted", "note")


def read_expected(reader: FactsReader, node: Node) -> dict[str, Expectation]:
    """What is expected of each person."""
    if node.pairs is None:
        reader.misshapen(node, "map")
        return {}
    return {(key.text or "").strip(): _expectation(reader, key, value) for key, value in node.pairs}


def _expectation(reader: FactsReader, key: Node, node: Node) -> Expectation:
    fields = reader.fields(node, _KEYS)
    values: dict[str, Any] = {"line": key.line}
    if "grade" in fields:
        values |= _grade(reader, fields["grade"].value)
    listed = [(item, status) for status in STATUSES if status in fields for item in reader.listed(fields[status].value)]
    seen: dict[str, int] = {}
    for item, _ in listed:
        name = reader.text(item) or ""
        if name in seen:
            reader.wrong("TH219", item, name, first=str(seen[name]))
        seen.setdefault(name, item.line)
    values["statuses"] = tuple((item.text or "", status) for item, status in listed)
    if "depends_on" in fields:
        readings = reader.listed(fields["depends_on"].value)
        values["depends_on"] = tuple(reader.text(item) or "" for item in readings)
        for item, name in zip(readings, values["depends_on"], strict=True):
            if name not in KNOWN and name not in vocabulary(reader.ruleset).readings:
                known = tuple(dict.fromkeys((*READINGS, *vocabulary(reader.ruleset).readings)))
                reader.wrong("TH234", item, name, known, nearest(name, known))
    if "counted" in fields:
        values["counted"] = _counted(reader, fields["counted"].value)
    return Expectation(**values)


def _grade(reader: FactsReader, node: Node) -> dict[str, str | None]:
    if node.pairs is None:
        one = _one_grade(reader, node)
        return {"at_least": one, "at_most": one}
    fields = reader.fields(node, ("at_least", "at_most"), ("at_least", "at_most"))
    ends = {name: _one_grade(reader, field.value) for name, field in fields.items()}
    known = reader.ruleset.grade_ids if reader.ruleset else glossary.ids(Family.GRADE)
    order = [known.index(end) for end in (ends.get("at_least"), ends.get("at_most")) if end in known]
    if order != sorted(order):
        reader.wrong("TH216", node, "–".join(field.value.text or "" for field in fields.values()))
    return ends


def _one_grade(reader: FactsReader, node: Node) -> str | None:
    """A grade by its id or its Chinese name; those that a ruleset names itself by its id."""
    written = (node.text or "").strip()
    if glossary.find_value(Family.GRADE, written) is None and written in vocabulary(reader.ruleset).grades:
        return written
    return reader.enumerated(node, Family.GRADE)


def _counted(reader: FactsReader, node: Node) -> tuple[tuple[str, Interval], ...]:
    if node.pairs is None:
        reader.misshapen(node, "map")
        return ()
    found = []
    for key, value in node.pairs:
        category = reader.enumerated(key, Family.CATEGORY)
        figure = reader.figure(value, Unit.RECORDS)
        if category and figure:
            found.append((category, figure.interval))
    return tuple(found)
