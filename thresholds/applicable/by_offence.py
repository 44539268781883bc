"""Several offences of one interpretation: the law of each is chosen by itself, and the results stand together."""

from __future__ import annotations

from datetime import date
from functools import partial

from thresholds.applicable.applied import Applied, Beside
from thresholds.applicable.model import Part, named_by
from thresholds.applicable.since import Since, since
from thresholds.applicable.span import Span
from thresholds.applicable.succession import Asked, line_of, rank_in, succeeding
from thresholds.case.model import Days
from thresholds.evaluation.assess import Bounds
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.charges import charges, facts_read
from thresholds.law.model import Ruleset
from thresholds.values.status import Truth


def by_offence(
    ruleset: Ruleset, person: PersonFacts, choices: Choices, span: Span, judged: Days | None
) -> Applied | None:
    """The person under what governs each offence of which the file speaks; None where the ruleset named governs all."""
    until = judged.last if judged is not None else date.max
    line = line_of(ruleset)
    whole = Asked(ruleset, Since(person), choices, span, until, line, {})
    if not ruleset.offences:
        return succeeding(_one(whole, ruleset.offence, person), person)
    names = [charge.offence for charge in charges(ruleset) if _touched(charge.offence, line, person)]
    each = {name: _one(whole, name, person) for name in names}
    found = {name: applied for name, asked in each.items() if (applied := succeeding(asked, person)) is not None}
    return _together(whole, each, found) if found else succeeding(whole, person)


def _touched(offence: str, line: tuple[Ruleset, ...], person: PersonFacts) -> bool:
    """Whether the file states any fact that some interpretation of the offence reads."""
    return any(
        charge.from_dealings or not facts_read(charge).isdisjoint(person.stated)
        for one in line
        for charge in charges(one)
        if charge.offence == offence
    )


def _one(whole: Asked, offence: str, person: PersonFacts) -> Asked:
    """One offence by itself, under each interpretation that has it."""
    line = tuple([charge for one in whole.line for charge in charges(one) if charge.offence == offence])
    ruleset = next(charge for charge in charges(whole.ruleset) if charge.offence == offence)
    known = since(ruleset, person)
    marks = {} if known.exists is Truth.YES else {offence: known.exists}
    return whole._replace(ruleset=ruleset, since=known, line=line, marks=marks)


def _together(whole: Asked, each: dict[str, Asked], found: dict[str, Applied]) -> Applied:
    """All offences in one ladder: measured by what governs those for which it matters."""
    asked = whole._replace(
        since=Since(_person(whole, each)),
        marks={name: truth for one in each.values() for name, truth in one.marks.items()},
    )
    living = [one for name, one in found.items() if each[name].since.exists is not Truth.NO]
    deciding = [one for one in living if not one.equal] or living
    names = {law.law.id for one in deciding for law in one.laws if law.part is not Part.COMPETES}
    governing = [one for one in whole.line if one.id in names]
    main = governing[0] if len(governing) == 1 else whole.ruleset
    measured = asked.measured(main)
    bounds = _hull(main, found)
    return Applied(
        measured,
        partial(_under, asked, each, main),
        whole.span,
        tuple(dict.fromkeys([ground for one in found.values() for ground in one.why])),
        _laws(asked, governing, list(found.values())),
        bounds=None if bounds == measured.bounds else bounds,
        named=any(one.named for one in found.values()),
        stated=whole.since.person,
        offences=found,
    )


def _person(whole: Asked, each: dict[str, Asked]) -> PersonFacts:
    """The person with the amounts that every offence that reads them takes alike; others as the file has them."""
    person = whole.since.person
    declared = dict(person.facts.declared)
    for name in declared:
        readers = [one for one in each.values() if any(name in facts_read(ruleset) for ruleset in one.line)]
        values = [one.since.person.facts.declared[name] for one in readers]
        if values and all(value == values[0] for value in values):
            declared[name] = values[0]
    return person._replace(facts=person.facts.model_copy(update={"declared": declared}))


def _hull(main: Ruleset, found: dict[str, Applied]) -> Bounds | None:
    """The highest of all offences, at either end; None where a grade has another name."""
    lows: list[int | None] = []
    highs: list[int | None] = []
    for one in found.values():
        low, high = one.bounds or one.measured.bounds
        lows.append(rank_in(main, one.measured.engine.ruleset, low))
        highs.append(rank_in(main, one.measured.engine.ruleset, high))
    if None in (*lows, *highs):
        return None
    return Bounds(max([rank or 0 for rank in lows]), max([rank or 0 for rank in highs]))


def _under(asked: Asked, each: dict[str, Asked], main: Ruleset, choices: Choices) -> Bounds:
    """The grade under other readings, for which each offence is chosen anew."""
    person = asked.since.person
    turned = {name: one._replace(choices=one.translated(one.ruleset, choices)) for name, one in each.items()}
    found = {name: made for name, one in turned.items() if (made := succeeding(one, person)) is not None}
    return _hull(main, found) or asked._replace(choices=choices).measured(main).bounds


def _laws(asked: Asked, governing: list[Ruleset], found: list[Applied]) -> tuple[Beside, ...]:
    """Every law that stands in some offence, with what it makes of all of them."""
    besides = [law for one in found for law in one.laws]
    kept: list[Beside] = []
    for law in besides:
        if law.law.id.startswith("before-") and law.law not in [one.law for one in kept]:
            part = Part.COMPETES if governing else Part.GOVERNS
            kept.append(Beside(law.law, part, partial(asked.measured, asked.ruleset)))
    may = any(law.part is Part.MAY_GOVERN for law in besides)
    for one in asked.line:
        if any(law.law.id == one.id for law in besides):
            part = (Part.MAY_GOVERN if may else Part.GOVERNS) if one in governing else Part.COMPETES
            kept.append(Beside(named_by(one), part, partial(asked.measured if governing else asked.bare, one)))
    return tuple(kept)
