"""Until when a person can be prosecuted under each law and tier in question, and what the file says of filing.

Law: 刑法第八十七条至第八十九条. What interrupts or suspends it is for people: a file can only give cause to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from thresholds.applicable.model import Filed, LawName, Part, Term
from thresholds.applicable.span import Span
from thresholds.case.model import Days
from thresholds.law.limitation import last_day, years_of
from thresholds.law.model import Grade
from thresholds.values.dates import DateRange


def terms(
    found: Iterable[tuple[LawName, Part, tuple[Grade, ...]]],
    span: Span | None,
    filed: Days | None,
    judged: Days | None,
) -> tuple[Term, ...]:
    """The term of every tier that has a range, each law's by itself."""
    made = []
    for law, part, grades in found:
        for grade in grades:
            if grade.months is not None:
                years = years_of(grade)
                last = _last(span, years)
                made.append(Term(law, grade, years, last, _filed(last, filed, judged), part))
    return tuple(made)


def _last(span: Span | None, years: int) -> DateRange | None:
    """The last day, counted from the end of the conduct; None where that is not known at all."""
    if span is None or span.undated:
        return None
    return DateRange(last_day(span.ended.first, years), last_day(span.ended.last, years))


def _filed(last: DateRange | None, filed: Days | None, judged: Days | None) -> Filed:
    """How the day stands to the filing of the case, or where none is stated to the judgment."""
    if last is None:
        return Filed.UNKNOWN
    if filed is not None:
        if filed.last <= last.first:
            return Filed.IN_TIME
        return Filed.LATE if filed.first > last.last else Filed.PERHAPS
    if judged is None:
        return Filed.UNKNOWN
    if judged.last <= last.first:
        return Filed.JUDGED_BEFORE
    return Filed.JUDGED_AFTER if judged.first > last.last else Filed.PERHAPS


def gap(span: Span | None, years: Callable[[date], int | None]) -> tuple[date, date] | None:
    """The first time without conduct longer than the term: what lies before it may have lapsed by itself."""
    return next(gaps(span, years), None) if span is not None else None


def gaps(span: Span, years: Callable[[date], int | None]) -> Iterator[tuple[date, date]]:
    """Every time without conduct that is longer than the term, which depends on the day of the conduct before it."""
    reached = span.each[0].last
    for day in span.each[1:]:
        term = years(reached)
        if term is not None and day.first > last_day(reached, term):
            yield reached, day.first
        reached = max(reached, day.last)
