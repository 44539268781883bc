"""Old law and new: the version of the statute that governs a person, by the dates of his conduct.

Law: 刑法第十二条（从旧兼从轻）; 高检发释字〔1998〕6号, by analogy, where the conduct goes on across the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from thresholds.applicable.applied import Applied, Beside
from thresholds.applicable.earlier import earlier_of, loses_supplies
from thresholds.applicable.favour import lighter, weights
from thresholds.applicable.measured import Measured, Subject, alone, first_day, hull, measure, present
from thresholds.applicable.model import CODE, RETROACTIVE, Ground, LawName, Named, Part, named_by
from thresholds.applicable.reached import from_day
from thresholds.applicable.span import Span
from thresholds.evaluation.assess import Bounds, engine_for
from thresholds.evaluation.choices import Choices
from thresholds.law.statute import Version

LIMITATION = Named("刑法第八十七条至第八十九条", "Criminal Law arts. 87 to 89")
ACROSS = Named("高检发释字〔1998〕6号", "高检发释字〔1998〕6号")


def cited(version: Version) -> Named:
    """A version as it is cited in both languages."""
    return Named(version.citation, version.citation_en or version.citation)


def name_of(version: Version) -> LawName:
    """A version as a law among others."""
    force = version.in_force
    citation_en = version.citation_en or version.citation
    return LawName(version.id, version.citation, citation_en, force.start, force.until, version.note, version)


def in_time(subject: Subject, span: Span, named: bool) -> Applied:
    """The person under the version in force at the end of his conduct, or under those that dates leave open."""
    versions = subject.statute.between(span.ended.first, span.ended.last)
    now = subject.statute.versions[-1]
    if len(versions) == 1 and versions[0] is not now and _lighter_now(subject, versions):
        versions = (now,)
    grounds = [*_grounds(subject, span, versions)]
    if named and (list(versions) != [now] or _before_any(subject, versions)):
        grounds.insert(0, Ground("named", names=(Named(subject.ruleset.id),)))
        return Applied(
            present(subject), partial(_as_named, subject), span, tuple(grounds), _beside_named(subject, versions),
            subject, tuple(versions), named=True,
        )  # fmt: skip
    measured = measure(subject, versions)
    return Applied(
        measured,
        partial(_under, subject, versions),
        span,
        tuple(grounds),
        _laws(subject, span, versions),
        subject,
        tuple(versions),
        hull(subject, versions) if len(versions) > 1 else None,
        varied=list(versions) != [now] or bool(measured.open),
    )


def _lighter_now(subject: Subject, versions: Sequence[Version]) -> bool:
    """Whether the present law is lighter on the person than the one of the time. Law: 刑法第十二条第一款."""
    if not versions[0].offences:
        return False
    now = measure(subject, subject.statute.versions[-1:])
    return lighter(weights(now), weights(measure(subject, versions)))


def _as_named(subject: Subject, choices: Choices) -> Bounds:
    return engine_for(subject.ruleset).bounds(subject.person, choices)


def _under(subject: Subject, versions: Sequence[Version], choices: Choices) -> Bounds:
    """The grade under other readings, each of which may reach other conduct."""
    return hull(subject._replace(choices=choices), versions)


# -- the laws side by side --------------------------------------------------------------------------------------


def _laws(subject: Subject, span: Span, versions: Sequence[Version]) -> tuple[Beside, ...]:
    """The versions that govern or may, and beside an earlier one the present one."""
    now = subject.statute.versions[-1]
    part = Part.GOVERNS if len(versions) == 1 else Part.MAY_GOVERN
    found = [_beside(subject, versions, version, part) for version in versions]
    if now not in versions:
        found.append(Beside(name_of(now), Part.COMPETES, partial(present, subject)))
    change = _crossed(subject, span, versions)
    if change is not None:
        found.append(Beside(name_of(now), Part.COMPETES, partial(_since, subject, change), restricted=True))
    return tuple(found)


def _beside(subject: Subject, versions: Sequence[Version], version: Version, part: Part) -> Beside:
    return Beside(name_of(version), part, partial(alone, subject, versions, version))


def _beside_named(subject: Subject, versions: Sequence[Version]) -> tuple[Beside, ...]:
    """What is measured by as named, and what the dates would have chosen."""
    ruleset, now = subject.ruleset, subject.statute.versions[-1]
    found = [Beside(named_by(ruleset), Part.GOVERNS, partial(present, subject))]
    if list(versions) != [now]:
        found += [_beside(subject, versions, version, Part.COMPETES) for version in versions]
    return tuple(found)


def _since(subject: Subject, change: date) -> Measured:
    """Only what was done under the present law."""
    taken = from_day(subject.person, change)
    return Measured(engine_for(subject.ruleset), taken.person, subject.choices, taken.out, taken.open)


def _crossed(subject: Subject, span: Span, versions: Sequence[Version]) -> date | None:
    """The day of the change that the conduct goes across, where it ended under the present law."""
    start = subject.statute.versions[-1].in_force.start
    if list(versions) != list(subject.statute.versions[-1:]) or start is None:
        return None
    first = first_day(subject.statute)
    return start if any(day.last >= first and day.first < start for day in span.each) else None


# -- why --------------------------------------------------------------------------------------------------------


def _grounds(subject: Subject, span: Span, versions: Sequence[Version]) -> list[Ground]:
    """The rules that choose, in the order in which they are applied."""
    now = subject.statute.versions[-1]
    found = [*_choice(subject, span, versions)]
    out = _before_any(subject, versions)
    if out:
        found.append(Ground("before-any", CODE, days=(first_day(subject.statute),), dealings=out))
    earlier = [version for version in versions if version is not now and version.offences]
    if earlier:
        found += _narrower(subject, versions, earlier[-1])
    found += _left_open(subject, span, versions)
    return [*found, *_interpretation(subject, span, versions)]


def _choice(subject: Subject, span: Span, versions: Sequence[Version]) -> list[Ground]:
    now = subject.statute.versions[-1]
    changes = tuple([version.in_force.start for version in versions[1:] if version.in_force.start is not None])
    if len(versions) > 1:
        dealings = span.undated
        return [Ground("open", CODE, "open", changes, dealings, tuple([cited(version) for version in versions]))]
    if not versions[0].offences:
        return [Ground("no-offence", CODE, days=(first_day(subject.statute),))]
    start = now.in_force.start or date.min
    if versions[0] is not now:
        return [Ground("old-law", CODE, days=(start,), names=(cited(versions[0]),))]
    if span.ended.last < start:
        return [Ground("new-lighter", CODE, days=(start,), names=(cited(now),))]
    if _crossed(subject, span, versions) is not None:
        return [Ground("across", ACROSS, "analog", days=(start,))]
    if span.undated:
        return [Ground("ended-under", days=(start,), names=(cited(now),))]
    return [Ground("present-statute", days=(start,), names=(cited(now),))]


def _narrower(subject: Subject, versions: Sequence[Version], old: Version) -> list[Ground]:
    """What the earlier text does not have: a second tier, other subjects, numbers of its own."""
    found = [Ground("one-tier", cited(old), names=(Named(old.grades[-1].id),))] if old.grades else []
    taken = measure(subject, versions)
    before = set(_before_any(subject, versions))
    supplies = {dealing.id for dealing in subject.person.dealings if dealing.supplies}
    for rule, dealings in (("not-reached", taken.out), ("perhaps-reached", taken.open)):
        where = tuple([name for name in dealings if name in supplies and name not in before])
        if where:
            found.append(Ground(rule, cited(old), "contested", dealings=where))
    numbers = old.numbers_under
    if numbers is not None:
        chosen = subject.options[numbers.reading] == numbers.option
        names = (Named(subject.ruleset.citation),)
        found.append(Ground("by-reference" if chosen else "no-numbers", status="contested", names=names))
    return found


def _left_open(subject: Subject, span: Span, versions: Sequence[Version]) -> list[Ground]:
    """What may or may not count: conduct without a date, what was perhaps no offence or has lapsed, gains with it."""
    if not any(version.offences for version in versions):
        return []
    now, found = subject.statute.versions[-1], []
    start = now.in_force.start or date.min
    if span.undated:
        days = tuple([one for one in subject.statute.starts if one > date.min])
        found.append(Ground("undated-part", CODE, "open", days, span.undated))
    if list(versions) == [now]:
        since = from_day(subject.person, first_day(subject.statute)).person
        earlier = earlier_of(subject.statute, since, subject.options)
        if earlier.not_then:
            found.append(Ground("not-then", ACROSS, "contested", (start,), earlier.not_then))
        if earlier.resumed is not None and earlier.lapsed:
            found.append(Ground("lapsed", LIMITATION, "open", (earlier.resumed,), earlier.lapsed))
    taken = measure(subject, versions)
    if taken.person.facts.illegal_gains is not None and loses_supplies(taken):
        found.append(Ground("gains-open", status="open"))
    return found


def _before_any(subject: Subject, versions: Sequence[Version]) -> tuple[str, ...]:
    """Dealings of a time without the offence, which do not count although later ones do."""
    if not any(version.offences for version in versions):
        return ()
    return from_day(subject.person, first_day(subject.statute)).out


def _interpretation(subject: Subject, span: Span, versions: Sequence[Version]) -> list[Ground]:
    """The interpretation on conduct before it, where no earlier one existed. Law: 高检发释字〔2001〕5号第二条."""
    start = subject.ruleset.in_force.start
    if span.ended.first >= start or not any(version.offences for version in versions):
        return []
    return [Ground("interpretation", RETROACTIVE, days=(start,), names=(Named(subject.ruleset.citation),))]
