"""Finding the other offences of a person: each ruleset decides for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from thresholds.applicable.span import occasions, span_of
from thresholds.case.model import Amount, Days, Figure, Occasion, Stated
from thresholds.evaluation.assess import Assessment, Bounds, engine_for
from thresholds.evaluation.choices import choose
from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.supposed import with_declared
from thresholds.law.charges import charges, facts_read
from thresholds.law.conditions import Condition, FactCondition, NumberCondition
from thresholds.law.lint import asked_by
from thresholds.law.model import FactDeclaration, Ruleset
from thresholds.neighbours.choose import by_facts, by_records
from thresholds.neighbours.flag import Drawn, Flag
from thresholds.values.status import Status, Truth


def neighbours(assessment: Assessment, own: Ruleset, judged: Days | None) -> tuple[Flag, ...]:
    """Other offences that the facts stated reach or may reach, and those that the records counted may be matters of."""
    person = assessment.person
    found: dict[tuple[str, str], Flag] = {}
    for ruleset in by_facts(person, own, judged):
        for flag in _reached(ruleset, person):
            found[ruleset.id, flag.ruleset.offence] = flag
    counted = _counted(assessment)
    for ruleset in by_records(counted, own, judged):
        for flag in _drawn(ruleset, person, counted):
            found.setdefault((ruleset.id, flag.ruleset.offence), flag)
    return tuple(found.values())


def _counted(assessment: Assessment) -> dict[str, int]:
    """The most records of each category that may count."""
    return {
        name: UNBOUNDED if general.at_most is None else general.at_most
        for name, (general, _) in assessment.counts().items()
    }


def _reached(ruleset: Ruleset, person: PersonFacts, drawn: Drawn | None = None) -> Iterator[Flag]:
    """The offences of a ruleset that a person reaches in some world."""
    for charge in charges(ruleset):
        if not (charge.from_dealings or facts_read(charge) & person.facts.declared.keys()):
            continue
        assessment = _assessed(charge, person)
        bounds = assessment.bounds
        if bounds.high:
            grounds = tuple(
                finding
                for finding in assessment.findings
                if finding.rank and finding.status in (Status.ESTABLISHED, Status.OPEN)
            )
            status = Status.ESTABLISHED if bounds.low else Status.OPEN
            yield Flag(charge, status, bounds, grounds, assessment, drawn)


def _assessed(charge: Ruleset, person: PersonFacts) -> Assessment:
    """The person under one offence, as far as it existed where conduct was before what it is measured by."""
    stated = person.facts
    days = [*[dealing.date for dealing in person.dealings], stated.conduct_date, *occasions(stated)]
    start = charge.in_force.start
    if not any([day is not None and day.first < start for day in days]):
        return engine_for(charge).assess(person, choose(charge))
    from thresholds.neighbours.then import assessed_then

    return assessed_then(charge, person, span_of(person))


def _drawn(ruleset: Ruleset, person: PersonFacts, counted: Mapping[str, int]) -> Iterator[Flag]:
    """What the records may reach under another ruleset, if they are what it counts; nothing of it is stated."""
    for fact in ruleset.declared.values():
        if fact.drawn_from is None or fact.id in person.facts.declared:
            continue
        most = sum(counted.get(category, 0) for category in fact.drawn_from.records_of)
        if most:
            at_most = None if most >= UNBOUNDED else most
            drawn = Drawn(fact.id, at_most, fact.drawn_from.records_of)
            for flag in _reached(ruleset, _supposing(ruleset, person, fact, at_most), drawn):
                yield flag._replace(status=Status.OPEN, bounds=Bounds(0, flag.bounds.high))


def _supposing(ruleset: Ruleset, person: PersonFacts, fact: FactDeclaration, most: int | None) -> PersonFacts:
    """The person with any number of the records being such, and what else those items ask for unknown."""
    figure = Figure(at_least=0, at_most=most)
    span = span_of(person)
    days = Days(first=span.begun.first, last=span.ended.last) if span is not None and not span.undated else None
    supposed = with_declared(person, fact.id, Amount(occasions=(Occasion(figure=figure, date=days),)))
    for paragraph, item in ruleset.items():
        every = tuple(asked_by(paragraph, item))
        if not any(_counts(condition, fact.id) for condition in every):
            continue
        for condition in every:
            if isinstance(condition, FactCondition) and condition.fact not in supposed.stated:
                declared = ruleset.declared.get(condition.fact)
                if declared is not None and declared.kind == "truth":
                    supposed = with_declared(supposed, condition.fact, Stated(truth=Truth.UNKNOWN))
    return supposed


def _counts(condition: Condition, fact: str) -> bool:
    return isinstance(condition, NumberCondition) and condition.number_of == fact
