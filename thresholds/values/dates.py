"""Dates as files state them: a day, a month, a year, or an interval of these."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple


class DateRange(NamedTuple):
    """The first and the last day on which it can have been; the same day where the day is known."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last


_POINT = re.compile(r"(\d{4})(?:[-年](\d{1,2})(?:[-月](\d{1,2})日?|月)?|年)?")


@lru_cache(maxsize=4096)  # a ledger repeats its dates
def parse_date(text: str) -> DateRange | None:
    """`2021-03-02`, `2021-03`, `2021`, `2020-11/2021-02`, `2021年3月2日`; None where it is no date."""
    ends = text.strip().split("/")
    if len(ends) > 2:
        return None
    ranges = [_point(end.strip()) for end in ends]
    if any(found is None for found in ranges):
        return None
    first, last = ranges[0], ranges[-1]
    assert first is not None
    assert last is not None
    return DateRange(first.first, last.last) if first.first <= last.last else None


def _point(text: str) -> DateRange | None:
    match = _POINT.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return DateRange(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return DateRange(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return DateRange(date(year, month, day), date(year, month, day))
    except (ValueError, calendar.IllegalMonthError):
        return None


def years_later(day: date, years: int) -> date:
    """The same calendar day some years later; 29 February becomes the last day of its month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
