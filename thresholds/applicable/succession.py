"""Interpretations that follow one another: the one at the time of the conduct, unless the newer is lighter.

Law: 高检发释字〔2001〕5号第一条至第三条; for conduct before there was the offence 刑法第十二条第一款.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from thresholds.applicable.applied import Applied, Beside
from thresholds.applicable.compare import Verdict, compared
from thresholds.applicable.measured import Measured
from thresholds.applicable.model import CODE, RETROACTIVE, THE_ONE_THEN, Ground, LawName, Named, Part, named_by
from thresholds.applicable.since import Since, engine_since, with_marks
from thresholds.applicable.span import Span
from thresholds.errors import NotFoundError, SourceErrors
from thresholds.evaluation.assess import Bounds, engine_for
from thresholds.evaluation.choices import Choices, choose
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.load import available, load_ruleset
from thresholds.law.model import Ruleset
from thresholds.values.dates import DateRange
from thresholds.values.status import Truth
from thresholds.wording import phrase

#: Newer interpretations that are applied for what they make, and those that leave it open.
_NEWER, _UNDECIDED = (Verdict.LIGHTER, Verdict.LENIENT), (Verdict.OPEN, Verdict.LENIENT_OPEN)


class Asked(NamedTuple):
    """What is compared: the ruleset named, the person, his readings, when the conduct was, the last day of judgment.

    `line` are the interpretations of the offence that are known, the earliest first; `since` the person with the
    conduct since there is the offence, `marks` whether offences (by id) existed at the time where that is in question.
    """

    ruleset: Ruleset
    since: Since
    choices: Choices
    span: Span
    judged: date
    line: tuple[Ruleset, ...]
    marks: Mapping[str, Truth]

    @property
    def ended(self) -> DateRange:
        """When the conduct can have ended."""
        return self.span.ended

    @property
    def latest(self) -> Ruleset:
        """The newest that is in force when the case is judged; the earliest where none is."""
        return next((one for one in reversed(self.line) if one.in_force.start <= self.judged), self.line[0])

    def measured(self, ruleset: Ruleset) -> Measured:
        """The person under one of them, as far as the offence existed at the time."""
        if not self.marks:
            return self.bare(ruleset)
        person = with_marks(self.since.person, self.marks)
        engine = engine_since(ruleset, tuple(self.marks))
        return Measured(engine, person, self.translated(ruleset, self.choices))

    def bare(self, ruleset: Ruleset) -> Measured:
        """The person under one of them, whether or not the offence existed at the time."""
        return Measured(engine_for(ruleset), self.since.person, self.translated(ruleset, self.choices))

    def translated(self, ruleset: Ruleset, choices: Choices) -> Choices:
        """The readings chosen, as far as another ruleset has them."""
        if ruleset is self.ruleset:
            return choices
        known = [reading.id for reading in self.ruleset.readings]
        shared = {name: choices.option(name) for name in known if ruleset.reading(name) is not None}
        return choose(ruleset, shared).choosing({name: choices.option(name) for name in known})


def succeeding(asked: Asked, stated: PersonFacts) -> Applied | None:
    """The person under the interpretation of the time or the newer one; None where the one named governs anyhow.

    `stated` is the person as the file has him.
    """
    ruleset, span = asked.ruleset, asked.span
    then = _in_force(asked)
    own = asked.since.ground
    if own is None and then == [ruleset] and asked.latest is ruleset and span.begun.first >= ruleset.in_force.start:
        return None
    if asked.since.exists is Truth.NO:
        return _before(asked, stated)
    over = ruleset.in_force.until is not None and ruleset.in_force.until < span.ended.first
    if over:
        return _as_named(asked, span, then)
    verdicts = {one.id: _verdict(asked, one) for one in then}
    chosen = _chosen(asked, then, verdicts)
    grounds = (*([own] if own else _statute(ruleset, span)), *_grounds(asked, then, chosen, verdicts))
    governing = chosen[0] if len(chosen) == 1 else ruleset
    return Applied(
        asked.measured(governing),
        partial(_under, asked, governing, chosen),
        span,
        grounds,
        _laws(asked, then, chosen),
        bounds=_hull(asked, chosen) if len(chosen) > 1 else None,
        stated=stated,
        equal=all(verdict is Verdict.EQUAL for verdict in verdicts.values()),
    )


def _before(asked: Asked, stated: PersonFacts) -> Applied:
    """The person whose conduct was before there was the offence: none, and beside it what the newest would make."""
    measured, latest, ground = asked.measured(asked.ruleset), asked.latest, asked.since.ground
    assert ground is not None
    laws = (
        Beside(law_then(ground.days[0]), Part.GOVERNS, partial(asked.measured, asked.ruleset)),
        Beside(named_by(latest), Part.COMPETES, partial(asked.bare, latest)),
    )
    under = partial(_under, asked, asked.ruleset, (asked.ruleset,))
    return Applied(measured, under, asked.span, (ground,), laws, stated=stated)


def law_then(start: date) -> LawName:
    """The law of the time before a day, under which there was no such offence."""
    citations = phrase("time.law-then"), phrase("time.law-then", "en")
    return LawName(f"before-{start.isoformat()}", *citations, None, start - timedelta(days=1))


def _as_named(asked: Asked, span: Span, then: Sequence[Ruleset]) -> Applied:
    """The person under the interpretation that the file names although it was no longer in force at the time."""
    ruleset = asked.ruleset
    laws = [Beside(named_by(ruleset), Part.GOVERNS, partial(asked.measured, ruleset))]
    laws += [Beside(named_by(one), Part.COMPETES, partial(asked.measured, one)) for one in then]
    grounds = (Ground("named", names=(Named(ruleset.id),)), *_grounds(asked, then, then, {}))
    under = partial(_under, asked, ruleset, (ruleset,))
    return Applied(asked.measured(ruleset), under, span, grounds, tuple(laws), named=True, stated=asked.since.person)


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
    for name in available():
        try:
            found = load_ruleset(name)
        except SourceErrors:
            continue  # what is wrong with it is said where it is used by itself
        if found.id != ruleset.id and found.succeeds == ruleset.id:
            return found
    return None


def _in_force(asked: Asked) -> list[Ruleset]:
    """Those in force on some day on which the conduct can have ended."""
    return [
        one
        for one in asked.line
        if one.in_force.start <= asked.ended.last and asked.ended.first <= (one.in_force.until or date.max)
    ]


def _chosen(asked: Asked, then: Sequence[Ruleset], verdicts: Mapping[str, Verdict]) -> list[Ruleset]:
    """What governs for each that may have been in force at the time. Law: 第二条、第三条."""
    latest = asked.latest
    before_all = asked.ended.first < asked.line[0].in_force.start
    found = [latest] if before_all or not then else []
    for one in then:
        found += [latest] if verdicts[one.id] in (*_NEWER, *_UNDECIDED) else [one]
        found += [one] if verdicts[one.id] in _UNDECIDED else []
    return [one for one in asked.line if one in found]


def _verdict(asked: Asked, then: Ruleset) -> Verdict:
    """How the newest stands to one of the time; what is later than it does not go before it."""
    latest = asked.latest
    if then is latest:
        return Verdict.EQUAL
    if then.in_force.start > latest.in_force.start:
        return Verdict.LIGHTER
    return compared(asked.measured(latest), asked.measured(then))


def _under(asked: Asked, governing: Ruleset, chosen: Sequence[Ruleset], choices: Choices) -> Bounds:
    """The grade under other readings."""
    turned = asked._replace(choices=asked.translated(asked.ruleset, choices))
    found = _hull(turned, chosen) if len(chosen) > 1 else None
    measured = turned.measured(governing)
    return found or measured._replace(choices=choices if len(chosen) == 1 else measured.choices).bounds


def _hull(asked: Asked, chosen: Sequence[Ruleset]) -> Bounds | None:
    """The grade between what the laws that may govern make of it, where they name their grades alike."""
    ends = [rank_in(asked.ruleset, one, rank) for one in chosen for rank in asked.measured(one).bounds]
    known = [rank for rank in ends if rank is not None]
    return Bounds(min(known), max(known)) if len(known) == len(ends) else None


def rank_in(ruleset: Ruleset, other: Ruleset, rank: int) -> int | None:
    """The rank in a ruleset of a grade of another one; None where it has none of that id."""
    name = other.grade_ids[rank]
    return ruleset.grade_ids.index(name) if name in ruleset.grade_ids else None


def _laws(asked: Asked, then: Sequence[Ruleset], chosen: Sequence[Ruleset]) -> tuple[Beside, ...]:
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


def _grounds(
    asked: Asked, then: Sequence[Ruleset], chosen: Sequence[Ruleset], verdicts: Mapping[str, Verdict]
) -> list[Ground]:
    latest = asked.latest
    start = latest.in_force.start
    first = verdicts.get(then[0].id) if then else None
    two = (Named(then[0].citation), Named(latest.citation)) if then else ()
    if first in _UNDECIDED and len(then) == 1:
        rule = "interpretation-open" if first is Verdict.OPEN else "leniency-open"
        return [Ground(rule, THE_ONE_THEN, "open", (start,), names=two)]
    if len(chosen) > 1:
        names = tuple([Named(one.citation) for one in chosen])
        return [Ground("open", THE_ONE_THEN, "open", (start,), names=names)]
    if not then:
        return [_nothing_known(asked)]
    governing = chosen[0]
    if then == [latest]:
        return [Ground("interpretation-in-force", RETROACTIVE, days=(start,), names=(Named(latest.citation),))]
    newer = "leniency-lighter" if first is Verdict.LENIENT else "interpretation-lighter"
    rule = newer if governing is latest else "interpretation-then"
    return [Ground(rule, THE_ONE_THEN, days=(start,), names=two)]


def _nothing_known(asked: Asked) -> Ground:
    """Conduct before every interpretation that is known; one may be named that is not here."""
    first = asked.line[0]
    start = first.in_force.start
    if first.succeeds:
        return Ground(
            "earlier-missing", THE_ONE_THEN, "open", (start,), names=(Named(first.succeeds), Named(first.citation))
        )
    names = (Named(first.citation), Named(asked.latest.citation))
    if names[0] != names[1]:
        return Ground("before-both", RETROACTIVE, "open", (start,), names=names)
    return Ground("interpretation-unknown", RETROACTIVE, "open", (start,), names=names[:1])


def _statute(ruleset: Ruleset, span: Span) -> list[Ground]:
    """Conduct before the article itself read as it does now: the text of the time has to be looked up."""
    start = ruleset.statute_from
    if start is None or ruleset.new_offence or span.begun.first >= start:
        return []
    return [Ground("statute-later", CODE, "open", (start,), names=(Named(ruleset.statute),))]
