"""Which boundaries of a ruleset tests stand on: what the engine measures against what people wrote as expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

from thresholds.authoring.boundaries import Bar, Bounded, Key, boundaries
from thresholds.authoring.lint.asked import times_text
from thresholds.authoring.lint.places import Places, below
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.evaluation.trace import Trace
from thresholds.law.model import Ruleset
from thresholds.report.model import Report
from thresholds.report.select import chosen_for
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.suite.read import Test
from thresholds.suite.run import measured, unknown
from thresholds.values.status import Status

ESTABLISHED, NOT_ESTABLISHED = Status.ESTABLISHED.value, Status.NOT_ESTABLISHED.value

#: Traces all of whose parts are needed.
_TOGETHER = ("all_of", "requires", "leniency")

#: Sides of a bar: reached exactly, one step short; the last number of a bracket, the number that ends it; yes, no.
AT, SHORT, LAST, END, YES, NO = "at", "short", "last", "end", "yes", "no"


class Stand(NamedTuple):
    """A test stands on one side of one bar of one item."""

    item: str
    key: Key
    side: str


class Missing(NamedTuple):
    """A side of a bar that no test stands on."""

    bounded: Bounded
    bar: Bar
    side: str


def missing(ruleset: Ruleset, tests: Sequence[Test]) -> list[Missing]:
    """The sides of the ruleset's bars that none of the tests stands on, in the order of the law.

    Raises:
        SourceErrors: tests name readings or items that the ruleset does not have: all of them, at their lines.
    """
    found, wrong = _missing(ruleset, tests)
    if wrong:
        raise SourceErrors(wrong)
    return found


def _missing(ruleset: Ruleset, tests: Sequence[Test]) -> tuple[list[Missing], list[Diagnostic]]:
    """What no test stands on, and what is wrong with tests, which then stand on nothing."""
    bounds = list(boundaries(ruleset))
    bars = {bar.key: bar for bounded in bounds for bar in bounded.bars}
    stands: set[Stand] = set()
    wrong: list[Diagnostic] = []
    for test in tests:
        try:
            stands.update(_of_test(test, _measured(test, ruleset), bars))
        except SourceErrors as errors:
            wrong += errors.diagnostics
    found = [
        Missing(bounded, bar, side)
        for bounded in bounds
        for bar in bounded.bars
        for side in _sides(bounded, bar)
        if not any(Stand(item, bar.key, side) in stands for item in bounded.items)
    ]
    return found, wrong


def _sides(bounded: Bounded, bar: Bar) -> tuple[str, ...]:
    if not bar.numeric:
        return (YES,) if bounded.chooses(bar) else (YES, NO)
    return (AT, SHORT) if bar.below is None or bar.of_item else (AT, SHORT, LAST, END)


def check_tested(reader: Reader, ruleset: Ruleset, root: Node, tests: Sequence[Test]) -> list[Diagnostic]:
    """Note items whose boundaries tests do not stand on: numbers (TH129), facts (TH130).

    Returns what is wrong with the tests, at their own lines.
    """
    places = Places(root)
    lacking: dict[tuple[str, bool], list[Missing]] = {}
    found, wrong = _missing(ruleset, tests)
    for one in found:
        lacking.setdefault((one.bounded.id, one.bar.numeric), []).append(one)
    for (name, numeric), group in lacking.items():
        part = "requires" if group[0].bounded.opening else "when"
        place = below(places.provision(name), part)
        reader.wrong("TH129" if numeric else "TH130", place, name, missing="、".join(map(described, group)))
    return wrong


def described(one: Missing) -> str:
    """What a test would have to say: the quantity, and the status to expect."""
    bar, reached = one.bar, one.side in (AT, LAST, YES)
    status = ESTABLISHED if reached else NOT_ESTABLISHED
    if not bar.numeric:
        named = "/".join(name for name in bar.names if name)
        said = one.side if bar.kind != "fact_absent" else {YES: NO, NO: YES}[one.side]
        return f"{named}: {said} → {status}"
    what = f"{'/'.join(bar.names)} " if bar.kind in ("money", "number") else ""
    of_item = f"({bar.of_item}) " if bar.of_item else ""
    if bar.standard is None and one.side in (AT, SHORT):
        share = "" if bar.times == 1 else f"{times_text(bar.times)} × "
        return f"{of_item}{what}{'=' if reached else '<'} {share}{bar.parameter} → {status}"
    assert bar.below is not None or bar.standard is not None
    quantity = {AT: lambda: bar.at, SHORT: lambda: bar.at - bar.step}.get(
        one.side, lambda: (bar.below or 0) - (one.side == LAST)
    )()
    return f"{of_item}{what}{bar.text(quantity)} → {status}"


def tests_of(ruleset: Ruleset, tests: Iterable[Test], only: bool) -> list[Test]:
    """The tests that are measured by a ruleset: they name it, or name none and their cases choose it.

    Where it is the `only` one looked at, and no case can choose it, those that name none and know its items are too.
    """
    return [test for test in tests if _belongs(test, ruleset, only)]


def _belongs(test: Test, ruleset: Ruleset, only: bool) -> bool:
    if test.ruleset is not None:
        return test.ruleset == ruleset.id
    if only:
        return not any(unknown(test, ruleset, expected) for expected in (test.case.expected or {}).values())
    try:
        return chosen_for(test.case).ruleset.id == ruleset.id
    except SourceErrors:
        return False  # that no ruleset is in force for a case is said by `thresholds test`


def _measured(test: Test, ruleset: Ruleset) -> Report:
    """The report on a test, as `thresholds test` makes it: a case that names no ruleset chooses by its dates."""
    by_dates = (
        test.ruleset is None and Path(chosen_for(test.case).ruleset.file).resolve() == Path(ruleset.file).resolve()
    )
    report = measured(test, None if by_dates else ruleset)
    wrong = [
        diagnostic
        for name, expected in (test.case.expected or {}).items()
        for diagnostic in unknown(test, report.person(name).engine.ruleset, expected)
    ]
    if wrong:
        raise SourceErrors(wrong)
    return report


def _of_test(test: Test, report: Report, bars: dict[Key, Bar]) -> Iterator[Stand]:
    for name, expected in (test.case.expected or {}).items():
        person = report.person(name)
        known = set(person.engine.ruleset.item_ids)
        for item, status in expected.statuses:
            if item in known and status in (ESTABLISHED, NOT_ESTABLISHED):
                trace = person.finding(item).trace
                for key, side in _sides_of(trace, status == ESTABLISHED, bars):
                    yield Stand(item, key, side)


def _sides_of(trace: Trace, expected: bool, bars: dict[Key, Bar], of_item: str = "") -> Iterator[tuple[Key, str]]:
    """The sides that a person stands on by what was measured; what something else has decided is no test of it.

    `of_item` is the item whose standards are referred to, where the trace is a part of such an item.
    """
    if trace.children:
        referred = trace.names if trace.kind == "standards" else (of_item,) * len(trace.children)
        for number, child in enumerate(trace.children):
            others = [other.status for place, other in enumerate(trace.children) if place != number]
            if trace.kind in _TOGETHER and not expected and any(one is not Status.ESTABLISHED for one in others):
                continue
            if trace.kind == "any_of" and expected and Status.ESTABLISHED in others:
                continue
            yield from _sides_of(child, expected, bars, referred[number])
        return
    if trace.standard is None:
        if trace.status is (Status.ESTABLISHED if expected else Status.NOT_ESTABLISHED):
            yield (trace.kind, trace.names, trace.of_item, None), YES if expected else NO
        return
    yield from _sides_of_number(trace._replace(of_item=trace.of_item or of_item), expected, bars)


def _sides_of_number(trace: Trace, expected: bool, bars: dict[Key, Bar]) -> Iterator[tuple[Key, str]]:
    """Where an exact quantity stands."""
    assert trace.standard is not None
    if trace.low != trace.high or trace.least is not None:
        return
    key = _key(trace, bars)
    if key is None:
        return
    step = bars[key].step
    at = ceil(trace.standard / step) * step
    if trace.low == (at if expected else at - step):
        yield key, AT if expected else SHORT
    if trace.below is not None and trace.low == (trace.below - 1 if expected else trace.below):
        yield key, LAST if expected else END


def _key(trace: Trace, bars: dict[Key, Bar]) -> Key | None:
    """The key of the bar that a trace measures by: its own number, or one that a region has fixed."""
    for standard in (trace.standard, None):
        key: Key = (trace.kind, trace.names, trace.of_item, standard)  # type: ignore[assignment]
        if key in bars:
            return key
    return None
