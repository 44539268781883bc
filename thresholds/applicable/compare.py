"""Whether a newer law is more favourable than the one of the time: value by value of what is not known exactly.

Where the tiers tie everywhere, provisions on leniency are compared. Law: 高检发释字〔2001〕5号第三条.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import product
from math import prod

from thresholds.applicable.favour import Weights, weights
from thresholds.applicable.measured import Measured
from thresholds.case.model import Amount, Declared, Figure, Occasion, Stated
from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.declared import total
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import AmountMeasure, Program, SumMeasure
from thresholds.evaluation.supposed import truth_of, with_declared, with_facts
from thresholds.law.charges import facts_read
from thresholds.values.status import Status, Truth

#: So many suppositions are tried; beyond that only the ends are compared, and what they leave undecided is open.
MOST = 600


class Verdict(StrEnum):
    """How a newer law stands to the one of the time: lighter or heavier in tiers, equal, or lighter in leniency."""

    LIGHTER = "lighter"
    HEAVIER = "heavier"
    EQUAL = "equal"
    OPEN = "open"
    LENIENT = "lenient"
    LENIENT_OPEN = "lenient_open"


def compared(newer: Measured, older: Measured) -> Verdict:
    """The newer law beside the older one, on the same person."""
    found = _tiers(newer, older)
    return _by_leniency(newer, older) if found is Verdict.EQUAL else found


def _tiers(newer: Measured, older: Measured) -> Verdict:
    """Never heavier and somewhere lighter is lighter; lighter here and heavier there is open."""
    supposed = _suppositions(newer, older)
    if supposed is None:
        return _at_ends(weights(newer), weights(older))
    each = {
        _at(weights(newer._replace(person=person)), weights(older._replace(person=person))) for person in supposed
    } - {Verdict.EQUAL}
    if not each:
        return Verdict.EQUAL
    return each.pop() if len(each) == 1 else Verdict.OPEN


def _at(new: Weights, old: Weights) -> Verdict:
    """Under one supposition, in which both results are known or depend on the same things."""
    pairs = [(new[name][end], old[name][end]) for name in new if name in old for end in (0, 1)]
    lighter, heavier = any([one < other for one, other in pairs]), any([one > other for one, other in pairs])
    if lighter and heavier:
        return Verdict.OPEN
    return Verdict.LIGHTER if lighter else Verdict.HEAVIER if heavier else Verdict.EQUAL


def _at_ends(new: Weights, old: Weights) -> Verdict:
    """From the outer bounds alone, which decide only where they do not overlap."""
    pairs = [(new[name], old[name]) for name in new if name in old]
    if all([mine == theirs and mine[0] == mine[1] for mine, theirs in pairs]):
        return Verdict.EQUAL
    if all([mine[1] <= theirs[0] for mine, theirs in pairs]):
        return Verdict.LIGHTER
    return Verdict.HEAVIER if all([mine[0] >= theirs[1] for mine, theirs in pairs]) else Verdict.OPEN


# -- suppositions -----------------------------------------------------------------------------------------------


def _suppositions(newer: Measured, older: Measured) -> list[PersonFacts] | None:
    """The person with everything uncertain supposed to be so or so; None where there are too many ways."""
    person, programs = newer.person, (newer.engine.program, older.engine.program)
    names = facts_read(newer.engine.ruleset) | facts_read(older.engine.ruleset)
    options: list[tuple[str, list[Declared]]] = []
    for name in sorted(names):
        value = person.facts.get(name)
        if isinstance(value, Amount):
            options.append((name, list(_values(name, value, programs))))
        elif isinstance(value, Stated) and value.truth is Truth.UNKNOWN:
            options.append((name, [truth_of(name, Truth.YES), truth_of(name, Truth.NO)]))
    options = [(name, values) for name, values in options if len(values) > 1]
    if prod([len(values) for _, values in options]) > MOST:
        return None
    return [
        _supposing(person, dict(zip([name for name, _ in options], values, strict=True)))
        for values in product(*[values for _, values in options])
    ]


def _supposing(person: PersonFacts, values: dict[str, Declared]) -> PersonFacts:
    for name, value in values.items():
        declared = name in person.facts.declared
        person = with_declared(person, name, value) if declared else with_facts(person, **{name: value})
    return person


def _values(name: str, amount: Amount, programs: Sequence[Program]) -> Iterator[Declared]:
    """The amount at its ends and at every standard between them: just below one nothing differs from the one before."""
    low, high = (total(amount, end, None) for end in (False, True))
    standards = {number for program in programs for number in _standards(name, program)}
    if high >= UNBOUNDED:
        high = max([low, *[number + 1 for number in standards]])
    between = [number for number in standards if low < number < high]
    if low == high:
        yield amount
        return
    for value in sorted({low, high, *between}):
        yield _of_total(amount, value - low)


def _of_total(amount: Amount, more: int) -> Amount:
    """The amount with so much more than the least, the earliest occasions first."""
    made = []
    for occasion in amount.occasions:
        if occasion.dealt_with is Truth.YES:
            made.append(occasion)
            continue
        least = 0 if occasion.dealt_with is Truth.UNKNOWN else occasion.figure.at_least
        most = occasion.figure.at_most
        added = more if most is None else min(more, most - least)
        more -= added
        figure = Figure(at_least=least + added, at_most=least + added)
        made.append(Occasion(figure=figure, date=occasion.date))
    return Amount(occasions=tuple(made))


def _standards(name: str, program: Program) -> Iterator[int]:
    """The numbers with which a ruleset compares an amount."""
    own = AmountMeasure(name)
    for compiled in program.compiled:
        for test in {test for alternative in compiled.alternatives for test in alternative}:
            measure = program.measures[test.measure]
            if measure == own:
                yield test.constant
            elif isinstance(measure, SumMeasure):
                yield from [one.standard for one in measure.shares if program.measures[one.records] == own]


# -- leniency ---------------------------------------------------------------------------------------------------


def _by_leniency(newer: Measured, older: Measured) -> Verdict:
    """The newer one is lighter where it alone has a provision on leniency that applies; where both have, it is open."""
    new, old = _lenient(newer), _lenient(older)
    if new is Truth.NO:
        return Verdict.EQUAL
    return Verdict.LENIENT if new is Truth.YES and old is Truth.NO else Verdict.LENIENT_OPEN


def _lenient(measured: Measured) -> Truth:
    """Whether some provision on leniency applies."""
    found = measured.engine.assess(measured.person, measured.choices).provisions
    statuses = {status for rule, status in found if rule.rule == "leniency"}
    if Status.ESTABLISHED in statuses:
        return Truth.YES
    return Truth.UNKNOWN if Status.OPEN in statuses else Truth.NO
