"""Earlier punishments and when they were: before the conduct, and within two years of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from thresholds.case.model import Days, Penalty, Punishment
from thresholds.evaluation.choices import Choices
from thresholds.values.dates import years_later
from thresholds.values.status import Truth

#: Conduct stated over a longer span (days) is not looked at day by day.
_LONGEST = 4000


def punished_before(
    punishment: Punishment | None, conduct: Sequence[Days | None], choices: Choices, high: bool
) -> bool:
    """Whether there was an earlier criminal punishment, at this end; `conduct` is when each dealing was.

    It is earlier as stated, unless its date falls after the conduct.
    Law: 第五条第一款第（九）项；第六条第一款第（二）项.
    """
    if punishment is None or not _holds(punishment.truth, high):
        return False
    if punishment.exempted and choices.prior_exemption == "does_not_count":
        return False
    dates = [days for days in conduct if days is not None]
    if punishment.days is None or not dates or len(dates) < len(conduct):
        return True
    first, last = punishment.days.first, punishment.days.last
    if high:
        return any(day.last >= first for day in dates)
    return any(day.first > last for day in dates)


def penalised_within(
    penalty: Penalty | None, conduct: Sequence[Days | None], years: int, choices: Choices, high: bool
) -> bool:
    """Whether an administrative penalty lies within these years before a later dealing, at this end.

    A penalty stated without a date lies within them as stated; a dated one beside dealings without any date
    establishes nothing. Where a date is not known to the day, the upper end takes what is possible.
    Law: 第五条第一款第（九）项；第六条第一款第（二）项.
    """
    if penalty is None or not _holds(penalty.truth, high):
        return False
    if not penalty.days:
        return True
    dates = [days for days in conduct if days is not None]
    inclusive = choices.two_years == "inclusive"
    if high:
        return any(_possibly(day, when, years, inclusive) for day in penalty.days for when in dates)
    return any(_certainly(penalty.days, when, years, inclusive) for when in dates)


def _holds(truth: Truth, high: bool) -> bool:
    return truth is Truth.YES or (high and truth is Truth.UNKNOWN)


def _certainly(penalties: Sequence[Days], conduct: Days, years: int, inclusive: bool) -> bool:
    """Whether every day that the conduct can have been on lies within the time of one of the penalties."""
    if any(_covers(day, conduct.first, conduct.last, years, inclusive) for day in penalties):
        return True
    span = (conduct.last - conduct.first).days
    if len(penalties) < 2 or span > _LONGEST:
        return False
    days = [conduct.first + timedelta(days=number) for number in range(span + 1)]
    return all(any(_covers(penalty, day, day, years, inclusive) for penalty in penalties) for day in days)


def _covers(penalty: Days, first: date, last: date, years: int, inclusive: bool) -> bool:
    return first > penalty.last and _in_time(last, penalty.first, years, inclusive)


def _possibly(penalty: Days, conduct: Days, years: int, inclusive: bool) -> bool:
    return conduct.last >= penalty.first and _in_time(conduct.first, penalty.last, years, inclusive)


def _in_time(conduct: date, penalty: date, years: int, inclusive: bool) -> bool:
    end = years_later(penalty, years)
    return conduct <= end if inclusive else conduct < end
