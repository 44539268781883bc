"""Earlier conduct of a person whom the present text governs as a whole: what of it counts, and what only may.

Law: 高检发释字〔1998〕6号, on conduct that was an offence before the change and after it; 刑法第八十七条至第八十九条.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from thresholds.applicable.limits import gaps
from thresholds.applicable.reached import Options, Reach, Taken, reached, taken_by
from thresholds.applicable.span import span_of
from thresholds.case.model import Days, Figure, Gains
from thresholds.evaluation.facts import Line, PersonFacts
from thresholds.evaluation.supposed import with_facts
from thresholds.law.limitation import years_of
from thresholds.law.statute import Statute, Version

if TYPE_CHECKING:
    from thresholds.applicable.measured import Measured


class Earlier(NamedTuple):
    """Dealings (by id) of before the change: not certainly an offence of the time, or so long ago that they may lapse.

    `resumed` is the day of the conduct after the time in which the latter lapsed, if it does not go on.
    """

    not_then: tuple[str, ...] = ()
    lapsed: tuple[str, ...] = ()
    resumed: date | None = None


def earlier_of(statute: Statute, person: PersonFacts, options: Options, *, supposed: bool = False) -> Earlier:
    """What of the earlier conduct may not count under the present text.

    A date on either side of the change is `supposed` to be after it where that is what is being tried out.
    """
    start = statute.versions[-1].in_force.start or date.min
    old = statute.versions[-2] if len(statute.versions) > 1 else None
    lines = [line for holding in person.holdings for line in holding.lines if _before(line, person, start, supposed)]
    if old is None or not old.offences or not lines:
        return Earlier()
    gap = lapse(statute, person)
    not_then = [line.dealing.id for line in lines if reached(person, old, options, line) is not Reach.CERTAIN]
    if gap is None:
        return Earlier(_once(not_then))
    lapsed = [line.dealing.id for line in lines if (days := _days(line, person)) is not None and days.last <= gap[0]]
    return Earlier(_once(not_then), _once(lapsed), gap[1])


def without(person: PersonFacts, earlier: Earlier) -> Taken:
    """The person with these dealings open: at least they do not count, at most they do."""
    found = {*earlier.not_then, *earlier.lapsed}
    return taken_by(person, lambda line: Reach.PERHAPS if line.dealing.id in found else Reach.CERTAIN)


def lapse(statute: Statute, person: PersonFacts) -> tuple[date, date] | None:
    """The last time without conduct that was longer than the term of the earlier law, under which it began."""
    span = span_of(person)
    found = list(gaps(span, years_under(statute, None))) if span is not None else []
    return found[-1] if found else None


def years_under(statute: Statute, present: int | None) -> Callable[[date], int | None]:
    """The shortest term in years for conduct of a day: that of the text of the day, or `present` under the last one.

    None where there was no offence, or where no term is given for the present text.
    """

    def years(day: date) -> int | None:
        version: Version = statute.between(day, day)[-1]
        if version is statute.versions[-1]:
            return present
        return min([years_of(grade) for grade in version.grades if grade.months is not None], default=None)

    return years


def gains_left(person: PersonFacts, taken: Taken) -> PersonFacts:
    """The person with the total of his gains open where supplies went out, or may: from nothing to what is stated."""
    stated = person.facts.illegal_gains
    if stated is None or not loses_supplies(taken):
        return person
    gross, net = (_at_most(figure) for figure in (stated.gross, stated.net))
    return with_facts(person, illegal_gains=Gains(gross=gross, net=net))


def loses_supplies(taken: Taken | Measured) -> bool:
    """Whether any dealing that goes out, or may, supplied something, so that gains may come from it."""
    names = {*taken.out, *taken.open}
    return any([one.supplies and one.id in names for one in (*taken.person.dealings, *taken.person.excluded)])


def _at_most(figure: Figure | None) -> Figure | None:
    return None if figure is None else figure.model_copy(update={"at_least": 0, "written": ""})


def _before(line: Line, person: PersonFacts, start: date, supposed: bool) -> bool:
    days = _days(line, person)
    return days is not None and (days.last if supposed else days.first) < start


def _days(line: Line, person: PersonFacts) -> Days | None:
    return line.dealing.date or person.facts.conduct_date


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
