"""Limitation of prosecution in years, by the highest penalty of a range, and the last day of so many years.

Law: 刑法第八十七条、第八十九条第一款、第九十九条.
"""

from __future__ import annotations

from datetime import date, timedelta

from thresholds.law.model import Grade

#: The highest penalty in months from which a term of so many years applies: under five years, five to ten, ten and up.
_TERMS = ((120, 15), (60, 10), (0, 5))
#: Where imprisonment for life is in the range.
_LIFE = 20


def years_of(grade: Grade) -> int:
    """After how many years what has this range is no longer prosecuted. Law: 刑法第八十七条.

    Raises:
        ValueError: the grade has no range.
    """
    if grade.life:
        return _LIFE
    if grade.months is None:
        raise ValueError(grade.id)
    top = grade.months[1]
    return next(years for least, years in _TERMS if top >= least)


def last_day(first: date, years: int) -> date:
    """The last day of so many years that begin with a day, that day included. Law: 刑法第八十九条第一款.

    Years that begin on 29 February end on the last day of February; dates beyond the calendar end with it.
    """
    year = first.year + years
    if year > date.max.year:
        return date.max
    try:
        after = first.replace(year=year)
    except ValueError:
        after = date(year, 3, 1)
    return after - timedelta(days=1)
