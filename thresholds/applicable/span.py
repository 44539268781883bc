"""When a person's conduct was: from the dates of the dealings, or from the date that the file states."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from thresholds.case.model import Amount, Case, Days, Facts
from thresholds.evaluation.facts import PersonFacts
from thresholds.values.dates import DateRange


class Span(NamedTuple):
    """The conduct of one person: when it can have begun and when it can have ended.

    `undated` are dealings (by id) of which the file gives no date, so that they can have been at any time;
    `each` are the dates that are known, in their order.
    """

    begun: DateRange
    ended: DateRange
    each: tuple[Days, ...]
    undated: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the last day of the conduct is known."""
        return self.ended.exact


def span_of(person: PersonFacts, judged: Days | None = None) -> Span | None:
    """When the conduct of a person was; None where no date is known. Nothing was later than the judgment.

    Dealings without a date are on the date stated of the conduct; without that they can have been at any time.
    """
    stated = person.facts.conduct_date
    dates = [dealing.date or stated for dealing in person.dealings]
    known = [day for day in dates if day is not None]
    if not person.dealings:
        known = [*([stated] if stated is not None else []), *occasions(person.facts)]
    if not known:
        return None
    undated = tuple([d.id for d, day in zip(person.dealings, dates, strict=True) if day is None])
    latest = judged.last if judged is not None else date.max
    begun = DateRange(min([day.first for day in known]), min([day.last for day in known]))
    ended = DateRange(max([day.first for day in known]), max([day.last for day in known]))
    if undated:
        begun, ended = begun._replace(first=date.min), ended._replace(last=latest)
    ended = ended._replace(last=max(ended.first, min(ended.last, latest)))
    return Span(begun, ended, tuple(sorted(known, key=lambda day: (day.first, day.last))), undated)


def occasions(facts: Facts) -> list[Days]:
    """The dates of the occasions that declared numbers and amounts are made of."""
    amounts = [value for value in facts.declared.values() if isinstance(value, Amount)]
    return [one.date for amount in amounts for one in amount.occasions if one.date is not None]


def any_before(case: Case, day: date) -> bool:
    """Whether anything of the case can have been before a day: conduct, or the judgment. One pass over the ledger."""
    if any([dealing.date is not None and dealing.date.first < day for dealing in case.dealings]):
        return True
    facts = (case.everyone, *case.facts.values())
    stated = [case.judged_on, *[one.conduct_date for one in facts], *[days for one in facts for days in occasions(one)]]
    return any([days is not None and days.first < day for days in stated])
