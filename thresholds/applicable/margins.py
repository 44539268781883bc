"""Margins of a person whom an earlier law may govern: without what only dates or readings give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thresholds.applicable.applied import Applied
from thresholds.applicable.ask import Asking, asking_of, supply_counts
from thresholds.applicable.earlier import loses_supplies
from thresholds.applicable.since import MARK
from thresholds.applicable.variants import MARKS
from thresholds.evaluation.assess import Bounds
from thresholds.evaluation.supposed import truth_of, with_facts, with_origin
from thresholds.explore.margins import edits
from thresholds.explore.margins.model import Change, Kind, Margin, Way
from thresholds.values.status import Truth

#: How an edit adds a dealing, and how one that supplies.
_ADDS, _SUPPLIES = "dealings.+=", ("act: sale", "act: provision", "act: publication")


def in_time_only(applied: Applied, now: Bounds, found: Sequence[Margin]) -> tuple[Margin, ...]:
    """The margins with the ways that the file can go; none where there was no offence at the time.

    A tier that only another date would make has no margin: the date is asked for.
    """
    if loses_supplies(applied.measured):
        found = [margin._replace(ways=tuple([_without_gains(way) for way in margin.ways])) for margin in found]
    if not applied.varied:
        return _without_marks(found)
    asking = asking_of(applied, now)
    if asking is None or not any(version.offences for version in applied.versions):
        return ()
    made = [margin._replace(ways=tuple(_ways(asking, margin, supply_counts(applied)))) for margin in found]
    return tuple([margin for margin in made if margin.ways or len(applied.versions) == 1])


def _without_gains(way: Way) -> Way:
    """The way without edits where one writes a total of gains, of which it is open how much counts."""
    total = any(".illegal_gains" in edit for edit in way.edits)
    return way._replace(edits=()) if total else way


def _without_marks(found: Sequence[Margin]) -> tuple[Margin, ...]:
    """The margins without ways that turn on whether an offence existed at the time: no file can change that."""
    made = []
    for margin in found:
        names = [(way, [name for change in way.changes for name in change.names]) for way in margin.ways]
        ways = tuple([way for way, read in names if not any(name.startswith(MARK) for name in read)])
        if ways or not margin.ways:
            made.append(margin._replace(ways=ways))
    return tuple(made)


def _ways(asking: Asking, margin: Margin, counts: bool) -> Iterator[Way]:
    """The ways that are real under the earlier law, and what it turns on besides: who the person was."""
    seen: list[tuple[Change, ...]] = []
    for way in (*_subject(asking, margin), *margin.ways):
        if any(not set(change.names).isdisjoint(MARKS) for change in way.changes) or not _reached(way, counts):
            continue
        least = way if margin.reach else _least(asking, margin.rank, way)
        if least.changes not in seen:
            seen.append(least.changes)
            yield least._replace(edits=_dated(least.edits))


def _reached(way: Way, counts: bool) -> bool:
    """Whether the way adds no supply that the earlier offence would not reach."""
    added = [edit for edit in way.edits if any(act in edit for act in _SUPPLIES)]
    return all(counts and "obtained_in: duty_or_service" in edit for edit in added)


def _dated(made: tuple[str, ...]) -> tuple[str, ...]:
    """The edits, where none adds a dealing without a date, which another law might govern."""
    return () if any(edit.startswith(_ADDS) and "date:" not in edit for edit in made) else made


def _least(asking: Asking, rank: int, way: Way) -> Way:
    """Without more than the origin of what was supplied, where the earlier offence falls with it alone."""
    origins = tuple([change for change in way.changes if change.kind is Kind.ORIGIN])
    if not origins or len(origins) == len(way.changes):
        return way
    where = frozenset([name for change in origins for name in change.where])
    outcome = asking.supposing("no", with_origin(asking.subject.person, "elsewhere", where))
    if outcome.bounds.high >= rank:
        return way
    made = tuple([edits.shown(asking.name, change, one) for change in origins for one in change.where])
    return Way(origins, outcome.bounds, made)


def _subject(asking: Asking, margin: Margin) -> Iterator[Way]:
    """That the person was one whom the earlier offence is about; or was not, or breached no such regulation."""
    narrow = asking.narrow
    subjects = dict.fromkeys([offence.subject for offence in narrow if offence.subject])
    breaches = dict.fromkeys([offence.breach for offence in narrow if offence.breach])
    for fact in (*subjects, *breaches):
        stated = getattr(asking.subject.person.facts.get(fact), "truth", None)
        truth = Truth.YES if margin.reach else Truth.NO
        if stated is truth or (stated is None and margin.reach is (fact in breaches)):
            continue
        supposed = with_facts(asking.subject.person, **{fact: truth_of(fact, truth)})
        outcome = asking.supposing(str(truth), supposed)
        low, high = outcome.bounds
        if low >= margin.rank if margin.reach else high < margin.rank:
            state = "unstated" if stated is None else str(stated)
            change = Change(Kind.FACT, (fact,), truth=margin.reach, state=state)
            yield Way((change,), outcome.bounds, (edits.shown(asking.name, change),))
