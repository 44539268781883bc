"""Comparisons as plain data: the JSON of `whatif` and `compare`, its numbers as exact as those of a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from thresholds import __version__, glossary
from thresholds.case.differences import Difference, Path
from thresholds.case.model import Amount, Deductions, Figure, Rate, Tally, Value
from thresholds.law.model import Ruleset
from thresholds.law.vocabulary import vocabulary
from thresholds.report.as_dict import UNITS, number_text, person_dict, report_dict
from thresholds.report.compare import Comparison, PersonChange
from thresholds.report.model import PersonReport, Report
from thresholds.report.overview import Alternative, ByReadings, Line, by_offence, overview
from thresholds.report.whatif import WhatIf
from thresholds.values.figures import Unit
from thresholds.values.interval import Interval, decimal_text

COMPARISON_SCHEMA = "thresholds/comparison/1"
OVERVIEW_SCHEMA = "thresholds/overview/1"
READINGS_SCHEMA = "thresholds/by-readings/1"

#: Fields whose figures are money; all others are records.
MONEY = ("paid", "illegal_gains", "gross", "net", "profit_from_use")
_HEAD = ("case", "rulesets")

Data = dict[str, object]


def whatif_dict(found: WhatIf) -> Data:
    """The comparison with the edits that it is about."""
    edits = [
        {"number": edit.number, "path": edit.path, "value": edit.given, "effect": effect.value}
        for edit, effect in found.edits
    ]
    return comparison_dict(found.comparison) | {"edits": edits}


def comparison_dict(comparison: Comparison) -> Data:
    """What differs between two reports; a person or a part of whom nothing differs has nothing under it."""
    return {
        "schema": COMPARISON_SCHEMA,
        "tool": f"thresholds {__version__}",
        "before": _head(comparison.before),
        "after": _head(comparison.after),
        "changed": bool(comparison.changed),
        "facts": [difference_dict(one, comparison.after.ruleset) for one in comparison.facts],
        "persons": [_person(change) for change in comparison.persons],
    }


def _head(report: Report) -> Data:
    whole = report_dict(Report(report.case, report.ruleset, ()))
    return {name: whole[name] for name in _HEAD}


def field_of(path: Path) -> str:
    """The field that the value at a path belongs to: that of the number of one category is `records`."""
    if path[0] == "facts" and len(path) > 2:
        return path[2]
    return "records" if path[-2:-1] == ("records",) else path[-1]


def unit_of(field: str, ruleset: Ruleset | None) -> tuple[Unit, str]:
    """What the figures of a field count, and in which word; what rulesets declare is counted in their own."""
    if field not in MONEY and glossary.term(field) is None:
        known = vocabulary(ruleset)
        declared = known.facts.get(field)
        if field in {parameter.id for parameter in known.parameters.values()}:
            return Unit.MONEY, UNITS[Unit.MONEY]
        if declared is not None and declared.kind == "number":
            return Unit.RECORDS, declared.unit
        if declared is not None and declared.kind == "money":
            return Unit.MONEY, UNITS[Unit.MONEY]
    unit = Unit.MONEY if field in MONEY else Unit.RECORDS
    return unit, UNITS[unit]


def difference_dict(one: Difference, ruleset: Ruleset | None = None) -> Data:
    """One difference between two cases; the ruleset knows in what the facts that it declares are counted."""
    field = field_of(one.path)
    sides = [_plain(side, field, ruleset) for side in (one.before, one.after)]
    return {"path": list(one.path), "before": sides[0], "after": sides[1]}


def _plain(value: object, field: str, ruleset: Ruleset | None = None) -> object:
    """A value of a case: figures and rates as exact texts, everything else as it stands, without what is not said."""
    if isinstance(value, Figure):
        unit, word = unit_of(field, ruleset)
        ends = [None if end is None else number_text(end, unit) for end in (value.at_least, value.at_most)]
        return {"at_least": ends[0], "at_most": ends[1], "unit": word, **_said(value, ("at_least", "at_most"))}
    if isinstance(value, Tally):
        return {category: _plain(figure, "records") for category, figure in value.records.items()}
    if isinstance(value, Amount):
        return _amount(value, field, ruleset)
    if isinstance(value, Rate):
        ends = [decimal_text(end) for end in (value.at_least, value.at_most)]
        return {"at_least": ends[0], "at_most": ends[1], **_said(value, ("at_least", "at_most"))}
    if isinstance(value, Value):
        return _said(value, ("line",))
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner, field) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)


def _amount(value: Amount, field: str, ruleset: Ruleset | None) -> object:
    """The figure alone where there is one; otherwise every occasion."""
    if len(value.occasions) == 1 and value.occasions[0].date is None:
        return _plain(value.occasions[0].figure, field, ruleset)
    return [{"value": _plain(one.figure, field, ruleset), **_said(one, ("figure",))} for one in value.occasions]


def _said(value: Value, without: tuple[str, ...]) -> Data:
    """The fields of a value that say something; what is taken off stands beside the others, as it does in files."""
    found: Data = {}
    for name in type(value).model_fields:
        inner = getattr(value, name)
        if isinstance(inner, Deductions):
            found |= _said(inner, ())
        elif name not in without and inner not in (None, "", (), False):
            found[name] = _plain(inner, name)
    return found


class _Side:
    """One person's report, worked out once where anything of it is needed."""

    def __init__(self, person: PersonReport | None) -> None:
        self.person = person

    @cached_property
    def data(self) -> dict[str, Any]:
        """The person as in a report, or nothing at all."""
        return person_dict(self.person) if self.person is not None else {}

    def member(self, part: str, key: str, value: str) -> object:
        """The member of a part of the report that has a value under a key."""
        return next((one for one in self.data.get(part, ()) if one[key] == value), None)

    def question(self, question: object) -> object:
        """A question as in a report."""
        if question is None or self.person is None:
            return None
        return self.data["questions"][self.person.questions.index(question)]


def _person(change: PersonChange) -> Data:
    known = change.after or change.before
    grades = [grade._asdict() if grade is not None else None for grade in change.grades]
    found: Data = {
        "id": change.id,
        "name": known.name if known is not None else change.id,
        **({"offence": known.charged} if known is not None and known.charged else {}),
        "changed": change.changed,
        "grade": {"before": grades[0], "after": grades[1]},
    }
    return found | _parts(change) if change.changed else found


def _parts(change: PersonChange) -> Data:
    """Everything that differs of a person, part by part; a part that does not is empty or null."""
    ones, others = _Side(change.before), _Side(change.after)

    def pair(part: str, key: str, name: str) -> Data:
        return {key: name, "before": ones.member(part, key, name), "after": others.member(part, key, name)}

    return {
        "findings": [pair("findings", "item", one.item) for one in change.items],
        "counts": [
            {"category": one.category, "before": _counted(one.before), "after": _counted(one.after)}
            for one in change.counts
        ],
        "readings": [pair("readings", "id", one.id) for one in change.readings],
        "sides": _both(change.sides, ones.data.get("sides"), others.data.get("sides")),
        "questions": [
            {"before": ones.question(one.before), "after": others.question(one.after)} for one in change.questions
        ],
        "consequences": _both(change.consequences, ones.data.get("consequences"), others.data.get("consequences")),
    }


def _both(differ: bool, before: object, after: object) -> object:
    return {"before": before, "after": after} if differ else None


def _counted(both: tuple[Interval, Interval]) -> Data:
    general, lawful = both
    found: Data = dict(general._asdict())
    return found if lawful.at_most == 0 else found | {"under_art6": lawful._asdict()}


def overview_dict(report: Report) -> Data:
    """All persons of a case in one table."""
    return {
        "schema": OVERVIEW_SCHEMA,
        "tool": f"thresholds {__version__}",
        **_head(report),
        "items": list(report.ruleset.item_ids),
        "persons": [_line(line) for line in overview(report)],
        **({"offences": [_offence(part) for part in by_offence(report)]} if report.ruleset.offences else {}),
    }


def _offence(part: Report) -> Data:
    """One of several offences: its items, and those whom it concerns."""
    ruleset = part.ruleset
    return {
        "id": ruleset.offence,
        "items": list(ruleset.item_ids),
        "persons": [_line(line) for line in overview(part)],
    }


def _line(line: Line) -> Data:
    gains, ruleset = line.gains, line.person.engine.ruleset
    return {
        "id": line.person.id,
        "name": line.person.name,
        "grade": line.person.grade._asdict(),
        "statuses": {item: status.value for item, status in line.statuses.items()},
        "counts": {name: interval._asdict() for name, interval in line.counts},
        **(
            {"declared": {name: _plain(value, name, ruleset) for name, value in line.declared}} if line.declared else {}
        ),
        "gains": None
        if gains is None
        else {
            "at_least": number_text(gains.at_least, Unit.MONEY),
            "at_most": None if gains.at_most is None else number_text(gains.at_most, Unit.MONEY),
            "unit": UNITS[Unit.MONEY],
        },
        "questions": line.questions._asdict(),
    }


def by_readings_dict(found: ByReadings) -> Data:
    """One case under each of its readings."""
    return {
        "schema": READINGS_SCHEMA,
        "tool": f"thresholds {__version__}",
        **_head(found.report),
        "persons": [
            {"id": person.id, "name": person.name, **({"offence": person.charged} if person.charged else {})}
            for person in found.report.persons
        ],
        "chosen": _grades(found, found.chosen),
        "readings": [_grades(found, one) for one in found.others],
        "accused": _grades(found, found.accused),
        "prosecution": _grades(found, found.prosecution),
    }


def _grades(found: ByReadings, one: Alternative) -> Data:
    persons = [f"{one.id}/{one.charged}" if one.charged else one.id for one in found.report.persons]
    data: Data = {"id": one.reading, "option": one.option} if one.reading is not None else {}
    data["grades"] = {name: grade._asdict() for name, grade in zip(persons, one.grades, strict=True)}
    if one is not found.chosen:
        pairs = zip(persons, one.grades, found.chosen.grades, strict=True)
        data["changed"] = [name for name, grade, chosen in pairs if grade != chosen]
    return data
