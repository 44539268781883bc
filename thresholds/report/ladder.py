"""The ladder of a person: where each quantity stands between zero and the standards it is measured by."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from thresholds.law.conditions import AllOfCondition, AnyOfCondition, Condition, StandardsCondition
from thresholds.values.figures import Unit
from thresholds.values.status import Status

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Finding
    from thresholds.evaluation.trace import Trace
    from thresholds.law.model import Ruleset
    from thresholds.report.model import PersonReport


_FROM_WORST = (Status.NOT_ESTABLISHED, Status.OPEN, Status.ESTABLISHED)


class Mark(NamedTuple):
    """A standard on a rung: the item that sets it, the grade that reaching it makes, and where it stands.

    `at` is in the unit of the rung. `status` says whether it is reached in every world, in some or in none; it is not
    established where the quantity is enough but the item does not apply. `times` is the multiple of the standard of
    the rung's own item: 1, or what the law calls a half or ten times. `below` ends the bracket, where there is one.
    """

    item: str
    grade: str
    at: Fraction
    status: Status
    times: Fraction = Fraction(1)
    named: tuple[str, str] = ("", "")
    below: Fraction | None = None


class Rung(NamedTuple):
    """One quantity: of which item and of which categories or money it is, its bounds, and the standards above it.

    Records are in 条, money in 分, other things in `word`, sums have no unit; `high` None has no upper bound.
    `names` of a sum are the items whose shares it adds up. `narrow` says that only what was obtained in duty or
    service and supplied is counted. Marks stand in ascending order. `single` are the articles with one paragraph,
    `labels` what the ruleset itself calls names, in both languages.
    """

    item: str
    names: tuple[str, ...]
    unit: Unit | None
    low: Fraction
    high: Fraction | None
    marks: tuple[Mark, ...]
    narrow: bool = False
    word: str = ""
    single: frozenset[int] = frozenset()
    labels: tuple[tuple[str, str, str], ...] = ()


class _Measured(NamedTuple):
    """A numeric condition: the item that it belongs to, whether it counts narrowly, and how it stands."""

    owner: str
    narrow: bool
    trace: Trace


def ladder(person: PersonReport) -> tuple[Rung, ...]:
    """The rungs of a person, in the order of the law.

    One for each quantity that a numeric item of the first grade asks for, with every standard that it is measured by:
    that of the item itself and the multiples that other items make of it. Where a reading lets another item count
    differently, that is a rung of its own. A quantity of zero has no rung, nor has conduct that the person has no part
    in, nor a sum with only one class in it, which says no more than that class; someone with no quantity at all has no
    ladder.
    """
    ruleset = person.engine.ruleset
    rungs: dict[object, tuple[_Measured, dict[Mark, None]]] = {}
    for finding in person.findings:
        for measured, status in _of_finding(ruleset, finding):
            trace = measured.trace
            low, high = trace.quantity
            at = trace.bar
            assert at is not None
            if high == 0:
                continue
            grade = ruleset.grade_ids[finding.rank]
            named = ruleset.labels.get(grade, ("", ""))
            below = None if trace.below is None else Fraction(trace.below, trace.scale)
            mark = Mark(finding.item, grade, at, status, trace.times or Fraction(1), named, below)
            key = (measured.owner, measured.narrow, trace.kind, trace.names, low, high)
            rungs.setdefault(key, (measured, {}))[1][mark] = None
    found = [_rung(measured, tuple(marks), ruleset) for measured, marks in rungs.values()]
    return tuple([rung for rung in found if not _repeats(rung, found)])


def _repeats(rung: Rung, rungs: list[Rung]) -> bool:
    """Whether a sum is the share of a single class, which stands on a rung of its own."""
    classes = [other for other in rungs if other.item in rung.names and other.narrow == rung.narrow]
    if len(classes) != 1:
        return False
    (only,) = classes
    standard = only.marks[0].at / only.marks[0].times
    return (rung.low, rung.high) == (only.low / standard, None if only.high is None else only.high / standard)


def _rung(measured: _Measured, marks: tuple[Mark, ...], ruleset: Ruleset) -> Rung:
    trace = measured.trace
    ascending = tuple(sorted(marks, key=lambda mark: mark.at))
    labels = tuple([(name, *ruleset.labels[name]) for name in trace.names if name in ruleset.labels])
    found = Rung(measured.owner, trace.names, trace.unit, *trace.quantity, ascending, measured.narrow, trace.word)
    return found._replace(single=ruleset.single, labels=labels)


def _of_finding(ruleset: Ruleset, finding: Finding) -> Iterator[tuple[_Measured, Status]]:
    """The numeric conditions of an item, and how far each of them alone establishes it."""
    item = ruleset.by_id.get(finding.item)
    if item is None:
        return
    trace, conduct = finding.trace, Status.ESTABLISHED
    if trace.kind == "all_of" and trace.children[0].kind == "conduct":
        conduct, trace = trace.children[0].status, trace.children[1]
    if trace.kind == "requires":
        opening, trace = trace.children
        conduct = min(conduct, opening.status, key=_FROM_WORST.index)
    if conduct is Status.NOT_ESTABLISHED:
        return
    for measured in _numeric(ruleset, item.when, trace, item.id, False):
        yield measured, _within(measured.trace.status, conduct, finding.status)


def _within(status: Status, conduct: Status, finding: Status) -> Status:
    """How a condition stands where its conduct may be missing: never better than the item as a whole."""
    if finding is Status.NOT_ESTABLISHED:
        return finding
    return Status.OPEN if status is Status.ESTABLISHED and conduct is Status.OPEN else status


def _numeric(ruleset: Ruleset, when: Condition, trace: Trace, owner: str, narrow: bool) -> Iterator[_Measured]:
    """The conditions with a standard, here or below; traces branch exactly as the conditions that they explain."""
    if trace.standard is not None:
        yield _Measured(owner, narrow, trace)
    elif isinstance(when, StandardsCondition):
        narrower = narrow or when.counting_only is not None
        for name, child in zip(when.standards_of, trace.children, strict=True):
            yield from _numeric(ruleset, ruleset.by_id[name].when, child, name, narrower)
    elif isinstance(when, AnyOfCondition | AllOfCondition):
        parts = when.any_of if isinstance(when, AnyOfCondition) else when.all_of
        for part, child in zip(parts, trace.children, strict=True):
            yield from _numeric(ruleset, part, child, owner, narrow)
