"""What an earlier text of the statute reaches of a person's conduct: which supplies count, which do not, which may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from thresholds.evaluation.facts import MIXED, Line, PersonFacts
from thresholds.evaluation.supposed import changed
from thresholds.law.statute import StatuteOffence, Version
from thresholds.values.status import Truth

#: Options of readings by their names.
Options = Mapping[str, str]


class Reach(IntEnum):
    """Whether a text reaches something: no, perhaps, certainly."""

    NOT = 0
    PERHAPS = 1
    CERTAIN = 2


class Taken(NamedTuple):
    """The person with only what a text reaches, and the dealings (by id) that it leaves out, or leaves open."""

    person: PersonFacts
    out: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def narrowed(person: PersonFacts, version: Version, options: Options, *, alone: bool) -> Taken:
    """The person under a version: supplies that it does not reach go out, or are open where it may not govern."""

    def reach(line: Line) -> Reach:
        found = reached(person, version, options, line)
        return found if alone else max(found, Reach.PERHAPS)

    return taken_by(person, reach)


def reached(person: PersonFacts, version: Version, options: Options, line: Line) -> Reach:
    """Whether some offence of the version reaches a line. What is not stated is not shown, what is unknown is open."""
    if not line.dealing.supplies:
        return Reach.CERTAIN
    offences = [offence for offence in version.offences if offence.acts != "get"]
    return max([_reach(offence, person, line, options) for offence in offences], default=Reach.NOT)


def _reach(offence: StatuteOffence, person: PersonFacts, line: Line, options: Options) -> Reach:
    return min(subject_of(offence, person, options), _origin(offence, line), _breach(offence, person))


def subject_of(offence: StatuteOffence, person: PersonFacts, options: Options) -> Reach:
    """Whether the person is one whom the offence is about."""
    freed = offence.without_subject
    if not offence.subject or (freed is not None and options.get(freed.reading) == freed.option):
        return Reach.CERTAIN
    truth = getattr(person.facts.get(offence.subject), "truth", Truth.NO)
    return {Truth.YES: Reach.CERTAIN, Truth.UNKNOWN: Reach.PERHAPS}.get(truth, Reach.NOT)


def _origin(offence: StatuteOffence, line: Line) -> Reach:
    if not offence.obtained_in or line.origin == offence.obtained_in:
        return Reach.CERTAIN
    return Reach.PERHAPS if line.origin in ("unknown", MIXED) else Reach.NOT


def _breach(offence: StatuteOffence, person: PersonFacts) -> Reach:
    """A breach is taken as stated, unless the file denies it or says that it is unknown."""
    truth = getattr(person.facts.get(offence.breach), "truth", Truth.YES) if offence.breach else Truth.YES
    return {Truth.NO: Reach.NOT, Truth.UNKNOWN: Reach.PERHAPS}.get(truth, Reach.CERTAIN)


def from_day(person: PersonFacts, day: date, *, supposed: bool = False) -> Taken:
    """The person with what was done from a day on; what may have been before it, as without any date, is open, or
    `supposed` not to be."""
    stated = person.facts.conduct_date

    def reach(line: Line) -> Reach:
        days = line.dealing.date or stated
        if days is None:
            return Reach.CERTAIN if supposed else Reach.PERHAPS
        if (days.last if supposed else days.first) >= day:
            return Reach.CERTAIN
        return Reach.NOT if days.last < day else Reach.PERHAPS

    return taken_by(person, reach)


def taken_by(person: PersonFacts, reach: Callable[[Line], Reach]) -> Taken:
    """The person with each line as far as it is reached.

    A dealing that is left out speaks of no conduct, as one that consent takes out does not.
    """
    found: dict[Reach, dict[str, None]] = {kind: {} for kind in Reach}
    for holding in person.holdings:
        for line in holding.lines:
            found[reach(line)][line.dealing.id] = None
    if not found[Reach.NOT] and not found[Reach.PERHAPS]:
        return Taken(person)

    def kept(line: Line) -> Line | None:
        how = reach(line)
        if how is Reach.NOT:
            return None
        return line if how is Reach.CERTAIN else line._replace(certain=False)

    staying = found[Reach.CERTAIN].keys() | found[Reach.PERHAPS].keys()
    out = tuple([dealing.id for dealing in person.dealings if dealing.id in found[Reach.NOT].keys() - staying])
    made = changed(person, kept)._replace(
        dealings=tuple([dealing for dealing in person.dealings if dealing.id not in out]),
        excluded=(*person.excluded, *[dealing for dealing in person.dealings if dealing.id in out]),
    )
    return Taken(made, out, tuple(found[Reach.PERHAPS]))
