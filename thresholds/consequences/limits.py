"""The limits of a sentence: probation and its period, and a sentence below the range."""

from __future__ import annotations

from collections.abc import Sequence

from thresholds.consequences.conditions import standing
from thresholds.consequences.model import BelowRange, Following, Period, Probation, Span, Standing
from thresholds.consequences.rulebook import Rulebook
from thresholds.law.consequences import Bearing, Punishment
from thresholds.law.model import Grade

Bounds = tuple[int, int]


def bearing_on(
    bearing: Bearing, book: Rulebook, concluded: Sequence[frozenset[str]], followings: Sequence[Following]
) -> tuple[Standing, tuple[Following, ...]]:
    """How a question that every report asks stands over all situations, and what bears on it."""
    names = {entry.id for entry in book.data.consequences if entry.bears_on == bearing}
    grounds = tuple(found for found in followings if found.entry.bears_on == bearing)
    return standing([not names.isdisjoint(found) for found in concluded]), grounds


def below_range(
    spans: Sequence[Span], book: Rulebook, concluded: Sequence[frozenset[str]], followings: Sequence[Following]
) -> BelowRange | None:
    """Whether a sentence below the range is possible, and where it would then lie; None where no range applies."""
    if not spans:
        return None
    stands, grounds = bearing_on("below_range", book, concluded, followings)
    lower = [grade for span in spans if (grade := _next_lower(span.grade, book)) is not None]
    return BelowRange(stands, lower[0] if lower else None, grounds)


def _next_lower(grade: Grade, book: Rulebook) -> Grade | None:
    """The next lower grade of the same offence that has a range."""
    grades = book.ruleset.grades
    lower = [one for one in grades[: grades.index(grade)] if one.months and one.offence == grade.offence]
    return lower[-1] if lower else None


def probation(
    spans: Sequence[Span],
    below: BelowRange | None,
    book: Rulebook,
    concluded: Sequence[frozenset[str]],
    followings: Sequence[Following],
) -> Probation:
    """Whether probation is possible for these ranges, what excludes it, and the period for each punishment."""
    possible, grounds = bearing_on("probation_possible", book, concluded, followings)
    excluded, against = bearing_on("probation_excluded", book, concluded, followings)
    ranges = [span.grade for span in spans]
    if below and below.into and below.standing is not Standing.DOES_NOT_APPLY:
        ranges.append(below.into)
    periods = _periods(ranges, book) if possible is not Standing.DOES_NOT_APPLY else ()
    return Probation(possible, excluded, (*grounds, *against), periods)


def _periods(grades: Sequence[Grade], book: Rulebook) -> tuple[Period, ...]:
    """For each punishment, over the terms of these ranges that allow probation; never shorter than the term."""
    most = book.data.general.most_for_probation or 0
    punishments = {punishment.id: punishment for punishment in book.data.general.punishments}
    found = []
    for rule in book.data.general.probation:
        punishment = punishments[rule.punishment]
        terms = [term for grade in grades if (term := _term(punishment, grade, most))]
        if terms:
            term = (min(low for low, _ in terms), max(high for _, high in terms))
            found.append(Period(rule, punishment, term, (max(rule.months[0], term[0]), rule.months[1])))
    return tuple(found)


def _term(punishment: Punishment, grade: Grade, most: int) -> Bounds | None:
    """The terms of a punishment in a range that allow probation."""
    term = within(punishment.months, grade.months) if punishment.word in grade.range else None
    return (term[0], min(term[1], most)) if term and term[0] <= most else None


def within(months: Bounds | None, limits: Bounds | None) -> Bounds | None:
    """Where a punishment's own months and those of a range overlap; None where it has no term."""
    if months is None or limits is None:
        return None
    return max(months[0], limits[0]), min(months[1], limits[1])
