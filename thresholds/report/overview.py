"""All persons of a case side by side: the line for each of them, and the grades under every reading."""

from __future__ import annotations

from typing import NamedTuple

from thresholds import glossary
from thresholds.case.model import Declared, Penalty, Punishment, Stated
from thresholds.glossary import Family
from thresholds.law.charges import charges, facts_read
from thresholds.report.model import Grade, PersonReport, Report
from thresholds.values.figures import Unit
from thresholds.values.interval import Interval
from thresholds.values.status import Status


class Asked(NamedTuple):
    """How many questions are left: those whose answer could raise the grade, those that could lower it, others."""

    raising: int
    lowering: int
    other: int


class Line(NamedTuple):
    """One person in a table of all.

    The status of every item, the records that count in each category (条), the illegal gains between two bounds (分;
    None where the file says nothing of them), the questions left, and what the file states of the facts that the
    ruleset declares, by id.
    """

    person: PersonReport
    statuses: dict[str, Status]
    counts: tuple[tuple[str, Interval], ...]
    gains: Interval | None
    questions: Asked
    declared: tuple[tuple[str, Declared], ...] = ()


class Alternative(NamedTuple):
    """The grades of all persons, in the order of the file, with one reading turned; both None: as chosen."""

    reading: str | None
    option: str | None
    grades: tuple[Grade, ...]


class ByReadings(NamedTuple):
    """A case under its readings: as chosen, with each other option of each by itself, and for either side.

    `accused` and `prosecution` have all readings turned to one side at once.
    """

    report: Report
    chosen: Alternative
    others: tuple[Alternative, ...]
    accused: Alternative
    prosecution: Alternative

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """All of them but the chosen one."""
        return (*self.others, self.accused, self.prosecution)


def by_offence(report: Report) -> tuple[Report, ...]:
    """The report for each offence that the file speaks of, with those whom it concerns; itself where there is one."""
    if not report.ruleset.offences:
        return (report,)
    found = []
    for ruleset in charges(report.ruleset):
        own = [charge for person in report.persons for charge in person.shown if charge.charged == ruleset.offence]
        if own:
            found.append(Report(report.case, own[0].engine.ruleset, tuple(own)))
    return tuple(found) or (report,)


def overview(report: Report) -> tuple[Line, ...]:
    """A line for each person, in the order of the file."""
    return tuple([_line(person) for person in report.persons])


def _line(person: PersonReport) -> Line:
    order = glossary.ids(Family.CATEGORY)
    counts = [(name, person.counts[name][0]) for name in sorted(person.counts, key=order.index)]
    return Line(
        person,
        {finding.item: finding.status for finding in person.findings},
        tuple([(name, interval) for name, interval in counts if interval.at_most != 0]),
        _gains(person),
        _asked(person),
        tuple(
            [(name, value) for name, value in _stated(person) if not isinstance(value, Stated | Penalty | Punishment)]
        ),
    )


def _stated(person: PersonReport) -> list[tuple[str, Declared]]:
    """What the file states of the facts that the ruleset declares and some item reads, in the ruleset's order."""
    facts = person.assessment.person.facts.declared
    read = facts_read(person.engine.ruleset)
    return [(name, facts[name]) for name in person.engine.ruleset.declared if name in facts and name in read]


def _gains(person: PersonReport) -> Interval | None:
    """The gains that the item on gains measures."""
    for finding in person.findings:
        trace = finding.trace
        own = set(trace.names).isdisjoint(person.engine.ruleset.declared)
        if trace.standard is not None and trace.unit is Unit.MONEY and own:
            return None if trace.detail == "unstated" else Interval(trace.low, trace.high)
    return None


def _asked(person: PersonReport) -> Asked:
    told = [question.lowers for question in person.questions if question.could_make is not None]
    return Asked(told.count(False), told.count(True), len(person.questions) - len(told))


def by_readings(report: Report) -> ByReadings:
    """The grades of every person under the readings chosen, under each other option, and under both sides' own.

    Of a ruleset of several offences each that the file speaks of stands by itself.
    """
    persons = tuple([charge for person in report.persons for charge in person.shown])
    report = Report(report.case, report.ruleset, persons)
    chosen = {use.id: use.chosen for person in reversed(persons) for use in person.readings}
    others = [
        Alternative(name, option, tuple([_under(person, name, option) for person in persons]))
        for name, reading in report.readings.items()
        for option in reading.options
        if option != chosen[name]
    ]
    return ByReadings(
        report,
        Alternative(None, None, tuple([person.grade for person in persons])),
        tuple(others),
        Alternative(None, None, tuple([person.grade_of(person.sides.accused) for person in persons])),
        Alternative(None, None, tuple([person.grade_of(person.sides.prosecution) for person in persons])),
    )


def _under(person: PersonReport, reading: str, option: str) -> Grade:
    """The grade with one reading turned; the sweep has told already where nothing changes."""
    use = next((use for use in person.readings if use.id == reading), None)
    if use is None or use.changes_to is None:
        return person.grade
    if use.other == option:
        return person.grade_of(use.changes_to)
    assessment = person.assessment
    return person.grade_of(person.engine.bounds(assessment.person, assessment.choices.choosing({reading: option})))
