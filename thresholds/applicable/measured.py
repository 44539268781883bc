"""A person measured under one version of the statute, or under several of which dates have not decided yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from thresholds.applicable.earlier import earlier_of, gains_left, without
from thresholds.applicable.reached import Reach, Taken, from_day, narrowed, subject_of
from thresholds.applicable.variants import NUMBER, OFFENCE, SHOWN, TIER, Shape, engine_under
from thresholds.case.model import Stated
from thresholds.evaluation.assess import Bounds, Engine, engine_for
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.model import Ruleset
from thresholds.law.statute import Statute, Version
from thresholds.values.status import Truth


class Measured(NamedTuple):
    """The engine, the person and the readings under which he is measured; dealings that go out, or are left open."""

    engine: Engine
    person: PersonFacts
    choices: Choices
    out: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def bounds(self) -> Bounds:
        """The grade, between two ranks."""
        return self.engine.bounds(self.person, self.choices)


class Subject(NamedTuple):
    """A person and everything that he is measured by, before dates have chosen the version."""

    ruleset: Ruleset
    statute: Statute
    person: PersonFacts
    choices: Choices

    @property
    def options(self) -> Mapping[str, str]:
        """The options of the statute's own readings."""
        own = dict(self.choices.own)
        return {reading.id: own.get(reading.id, reading.default) for reading in self.statute.readings}


def present(subject: Subject) -> Measured:
    """Under the ruleset as it stands, whatever the dates."""
    return Measured(engine_for(subject.ruleset), subject.person, subject.choices)


def alone(subject: Subject, versions: Sequence[Version], version: Version) -> Measured:
    """Under one of several versions that may govern: as if the dates that are not known had chosen it."""
    before_any = any(not one.offences for one in versions)
    return measure(subject, (version,), supposed=before_any, later=len(versions) > 1)


def measure(subject: Subject, versions: Sequence[Version], *, supposed: bool = False, later: bool = False) -> Measured:
    """Under these versions, one after another in time, any of which may govern.

    What was done before there was an offence goes out; what may have been is open, unless it is `supposed` not to be.
    `later` supposes of the last change too that what may have been after it was.
    """
    offences = [version for version in versions if version.offences]
    start = first_day(subject.statute)
    since = from_day(subject.person, start, supposed=supposed) if offences else Taken(subject.person)
    now = subject.statute.versions[-1]
    if list(versions) == [now]:
        return _at_present(subject, since, later)
    earlier = [version for version in offences if version is not now]
    taken = since
    if earlier:
        under = narrowed(since.person, earlier[0], subject.options, alone=now not in offences)
        taken = Taken(under.person, (*since.out, *under.out), (*since.open, *under.open))
    shape, marks = _shape(subject, versions)
    engine = engine_under(subject.ruleset, subject.statute, shape)
    person = marked(gains_left(taken.person, taken), marks)
    return Measured(engine, person, subject.choices.choosing(subject.options), taken.out, taken.open)


def _at_present(subject: Subject, since: Taken, supposed: bool) -> Measured:
    """Under the present text, with earlier conduct as far as it counts; the statute's readings have a part then."""
    earlier = earlier_of(subject.statute, since.person, subject.options, supposed=supposed)
    under = without(since.person, earlier)
    taken = Taken(under.person, since.out, tuple(dict.fromkeys((*since.open, *under.open))))
    person = gains_left(taken.person, taken)
    if not under.open:
        return Measured(engine_for(subject.ruleset), person, subject.choices, taken.out, taken.open)
    engine = engine_under(subject.ruleset, subject.statute, Shape())
    return Measured(engine, person, subject.choices.choosing(subject.options), taken.out, taken.open)


def first_day(statute: Statute) -> date:
    """The day from which there was an offence at all."""
    return next(version for version in statute.versions if version.offences).in_force.start or date.min


def hull(subject: Subject, versions: Sequence[Version]) -> Bounds:
    """The grade between the lowest and the highest that one of these versions gives by itself, as ranks."""
    each = [alone(subject, versions, version).bounds for version in versions]
    return Bounds(min(bounds.low for bounds in each), max(bounds.high for bounds in each))


def _shape(subject: Subject, versions: Sequence[Version]) -> tuple[Shape, dict[str, Truth]]:
    """How the ruleset is to be changed, and what is known of the facts that it then asks for."""
    offences = [version for version in versions if version.offences]
    if not offences:
        return Shape(marks=(OFFENCE,)), {OFFENCE: Truth.NO}
    now = subject.statute.versions[-1]
    earlier = [version for version in offences if version is not now]
    marks = {OFFENCE: Truth.UNKNOWN} if len(offences) < len(versions) else {}
    marks |= dict.fromkeys(_doubts(subject, earlier), Truth.UNKNOWN)
    if now not in offences:
        return Shape(offences[-1].id, tuple(marks)), marks
    if not earlier:
        return Shape(marks=tuple(marks)), marks
    return Shape("", tuple(marks), (TIER,), earlier[-1].id), marks | {TIER: Truth.UNKNOWN}


def _doubts(subject: Subject, earlier: Sequence[Version]) -> list[str]:
    """What is doubtful of an earlier offence: whether the numbers are its own, and whether gains alone show it."""
    found = []
    under = [version.numbers_under for version in earlier if version.numbers_under is not None]
    if any(subject.options[option.reading] != option.option for option in under):
        found.append(NUMBER)
    person = subject.person
    narrow = [offence for version in earlier for offence in version.narrow]
    by_gains = person.facts.illegal_gains is not None and not person.dealings and not person.excluded
    if by_gains and not any(subject_of(one, person, subject.options) is Reach.CERTAIN for one in narrow):
        found.append(SHOWN)
    return found


def marked(person: PersonFacts, marks: Mapping[str, Truth]) -> PersonFacts:
    """The person with what dates and readings say of him, fact by fact."""
    if not marks:
        return person
    stated = {mark: Stated(truth=truth) for mark, truth in marks.items()}
    facts = person.facts.model_copy(update={"declared": {**person.facts.declared, **stated}})
    return person._replace(facts=facts, stated=person.stated | marks.keys())
