"""Earlier punishments and when they were: before the conduct, and within two years of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thresholds.case.model import Days, Dealing, Facts
from thresholds.evaluation.choices import Choices
from thresholds.values.dates import years_later
from thresholds.values.status import Truth


def punished_before(facts: Facts, dealings: Sequence[Dealing], choices: Choices, high: bool) -> bool:
    """Whether there was an earlier criminal punishment, at this end.

    It is earlier as stated, unless its date falls after the dealings.
    Law: 第五条第一款第（九）项；第六条第一款第（二）项.
    """
    punishment = facts.prior_criminal_punishment
    if punishment is None or not _holds(punishment.truth, high):
        return False
    if punishment.exempted and choices.prior_exemption == "does_not_count":
        return False
    if punishment.days is None or not dealings or any(dealing.date is None for dealing in dealings):
        return True
    first, last = punishment.days.first, punishment.days.last
    dates = [dealing.date for dealing in dealings if dealing.date is not None]
    if high:
        return any(day.last >= first for day in dates)
    return any(day.first > last for day in dates)


def penalised_within(facts: Facts, dealings: Sequence[Dealing], years: int, choices: Choices, high: bool) -> bool:
    """Whether an administrative penalty lies within these years before a later dealing, at this end.

    A penalty stated without a date lies within them as stated; a dated one beside dealings without any date
    establishes nothing. Where a date is not known to the day, the upper end takes what is possible.
    Law: 第五条第一款第（九）项；第六条第一款第（二）项.
    """
    penalty = facts.administrative_penalty
    if penalty is None or not _holds(penalty.truth, high):
        return False
    if not penalty.days:
        return True
    dates = [dealing.date for dealing in dealings if dealing.date is not None]
    within = _possibly if high else _certainly
    inclusive = choices.two_years == "inclusive"
    return any(within(day, conduct, years, inclusive) for day in penalty.days for conduct in dates)


def _holds(truth: Truth, high: bool) -> bool:
    return truth is Truth.YES or (high and truth is Truth.UNKNOWN)


def _certainly(penalty: Days, conduct: Days, years: int, inclusive: bool) -> bool:
    return conduct.first > penalty.last and _in_time(conduct.last, penalty.first, years, inclusive)


def _possibly(penalty: Days, conduct: Days, years: int, inclusive: bool) -> bool:
    return conduct.last >= penalty.first and _in_time(conduct.first, penalty.last, years, inclusive)


def _in_time(conduct: date, penalty: date, years: int, inclusive: bool) -> bool:
    end = years_later(penalty, years)
    return conduct <= end if inclusive else conduct < end
