"""Interpretations that follow one another: the one at the time of the conduct, unless the newer is lighter.

Law: 高检发释字〔2001〕5号第一条至第三条.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from thresholds.applicable.applied import Applied, Beside
from thresholds.applicable.favour import lighter, weights
from thresholds.applicable.measured import Measured
from thresholds.applicable.model import CODE, RETROACTIVE, THE_ONE_THEN, Ground, Named, Part, named_by
from thresholds.applicable.span import Span
from thresholds.case.model import Case
from thresholds.errors import NotFoundError
from thresholds.evaluation.assess import Bounds, engine_for
from thresholds.evaluation.choices import Choices, choose
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.load import available, load_ruleset
from thresholds.law.model import Ruleset
from thresholds.values.dates import DateRange


class _Case(NamedTuple):
    """What is compared: the ruleset named, the person, his readings, when the conduct ended, the last day of judgment.

    `line` are the interpretations of the offence that are known, the earliest first.
    """

    ruleset: Ruleset
    person: PersonFacts
    choices: Choices
    ended: DateRange
    judged: date
    line: tuple[Ruleset, ...]

    @property
    def latest(self) -> Ruleset:
        """The newest that is in force when the case is judged; the earliest where none is."""
        return next((one for one in reversed(self.line) if one.in_force.start <= self.judged), self.line[0])

    def measured(self, ruleset: Ruleset) -> Measured:
        """The person under one of them."""
        return Measured(engine_for(ruleset), self.person, self.translated(ruleset, self.choices))

    def translated(self, ruleset: Ruleset, choices: Choices) -> Choices:
        """The readings chosen, as far as another ruleset has them."""
        if ruleset is self.ruleset:
            return choices
        known = [reading.id for reading in self.ruleset.readings]
        shared = {name: choices.option(name) for name in known if ruleset.reading(name) is not None}
        return choose(ruleset, shared).choosing({name: choices.option(name) for name in known})


def succeeding(case: Case, ruleset: Ruleset, person: PersonFacts, choices: Choices, span: Span) -> Applied | None:
    """The person under the interpretation of the time or the newer one; None where the one named governs anyhow."""
    judged = case.judged_on.last if case.judged_on is not None else date.max
    asked = _Case(ruleset, person, choices, span.ended, judged, line_of(ruleset))
    then = _in_force(asked)
    if then == [ruleset] and asked.latest is ruleset and span.begun.first >= ruleset.in_force.start:
        return None
    over = ruleset.in_force.until is not None and ruleset.in_force.until < span.ended.first
    if over:
        return _as_named(asked, span, then)
    chosen = _chosen(asked, then)
    grounds = (*_statute(ruleset, span), *_grounds(asked, then, chosen))
    governing = chosen[0] if len(chosen) == 1 else ruleset
    return Applied(
        asked.measured(governing),
        partial(_under, asked, governing),
        span,
        grounds,
        _laws(asked, then, chosen),
        bounds=_hull(asked, chosen) if len(chosen) > 1 else None,
    )


def _as_named(asked: _Case, span: Span, then: Sequence[Ruleset]) -> Applied:
    """The person under the interpretation that the file names although it was no longer in force at the time."""
    ruleset = asked.ruleset
    laws = [Beside(named_by(ruleset), Part.GOVERNS, partial(asked.measured, ruleset))]
    laws += [Beside(named_by(one), Part.COMPETES, partial(asked.measured, one)) for one in then]
    grounds = (Ground("named", names=(Named(ruleset.id),)), *_grounds(asked, then, then))
    return Applied(asked.measured(ruleset), partial(_under, asked, ruleset), span, grounds, tuple(laws), named=True)


def line_of(ruleset: Ruleset) -> tuple[Ruleset, ...]:
    """The interpretations before and after one, as far as they are known, the earliest first."""
    found = [ruleset]
    while found[0].succeeds and (before := _load(found[0].succeeds)) is not None and before not in found:
        found.insert(0, before)
    while found[-1].in_force.until is not None and (after := _after(found[-1])) is not None:
        found.append(after)
    return tuple(found)


def _load(name: str) -> Ruleset | None:
    try:
        return load_ruleset(name)
    except NotFoundError:
        return None


def _after(ruleset: Ruleset) -> Ruleset | None:
    """The ruleset that says that it follows another."""
    names = [name for name in available() if name != ruleset.id]
    return next((found for name in names if (found := load_ruleset(name)).succeeds == ruleset.id), None)


def _in_force(asked: _Case) -> list[Ruleset]:
    """Those in force on some day on which the conduct can have ended."""
    return [
        one
        for one in asked.line
        if one.in_force.start <= asked.ended.last and asked.ended.first <= (one.in_force.until or date.max)
    ]


def _chosen(asked: _Case, then: Sequence[Ruleset]) -> list[Ruleset]:
    """What governs for each that may have been in force at the time. Law: 第二条、第三条."""
    latest = asked.latest
    before_all = asked.ended.first < asked.line[0].in_force.start
    found = [_lighter(asked, one, latest) for one in then] + ([latest] if before_all or not then else [])
    return [one for one in asked.line if one in found]


def _lighter(asked: _Case, then: Ruleset, latest: Ruleset) -> Ruleset:
    """The one of the time, unless the newest is lighter on the person."""
    if then is latest or then.in_force.start > latest.in_force.start:
        return latest
    results = [weights(asked.measured(one)) for one in (latest, then)]
    return latest if lighter(*results) else then


def _under(asked: _Case, governing: Ruleset, choices: Choices) -> Bounds:
    return engine_for(governing).bounds(asked.person, choices)


def _hull(asked: _Case, chosen: Sequence[Ruleset]) -> Bounds | None:
    """The grade between what the laws that may govern make of it, where they name their grades alike."""
    names = asked.ruleset.grade_ids
    ends: list[int] = []
    for one in chosen:
        for rank in asked.measured(one).bounds:
            name = one.grade_ids[rank]
            if name not in names:
                return None
            ends.append(names.index(name))
    return Bounds(min(ends), max(ends))


def _laws(asked: _Case, then: Sequence[Ruleset], chosen: Sequence[Ruleset]) -> tuple[Beside, ...]:
    found = []
    for one in asked.line:
        if one in chosen:
            part = Part.GOVERNS if len(chosen) == 1 else Part.MAY_GOVERN
        elif one in then or one in (asked.ruleset, asked.latest):
            part = Part.COMPETES
        else:
            continue
        found.append(Beside(named_by(one), part, partial(asked.measured, one)))
    return tuple(found)


# -- why --------------------------------------------------------------------------------------------------------


def _grounds(asked: _Case, then: Sequence[Ruleset], chosen: Sequence[Ruleset]) -> list[Ground]:
    latest = asked.latest
    start = latest.in_force.start
    if len(chosen) > 1:
        names = tuple([Named(one.citation) for one in chosen])
        return [Ground("open", THE_ONE_THEN, "open", (start,), names=names)]
    if not then:
        return [_nothing_known(asked)]
    governing = chosen[0]
    if then == [latest]:
        return [Ground("interpretation-in-force", RETROACTIVE, days=(start,), names=(Named(latest.citation),))]
    rule = "interpretation-lighter" if governing is latest else "interpretation-then"
    names = (Named(then[0].citation), Named(latest.citation))
    return [Ground(rule, THE_ONE_THEN, days=(start,), names=names)]


def _nothing_known(asked: _Case) -> Ground:
    """Conduct before every interpretation that is known; one may be named that is not here."""
    first = asked.line[0]
    start = first.in_force.start
    if first.succeeds:
        return Ground(
            "earlier-missing", THE_ONE_THEN, "open", (start,), names=(Named(first.succeeds), Named(first.citation))
        )
    return Ground("interpretation-unknown", RETROACTIVE, "open", (start,), names=(Named(asked.latest.citation),))


def _statute(ruleset: Ruleset, span: Span) -> list[Ground]:
    """Conduct before the article itself read as it does now: the text of the time has to be looked up."""
    start = ruleset.statute_from
    if start is None or span.begun.first >= start:
        return []
    return [Ground("statute-later", CODE, "open", (start,), names=(Named(ruleset.statute),))]
