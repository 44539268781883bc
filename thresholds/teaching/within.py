"""Until which day an earlier penalty counts, where an item measures it back from the conduct."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from thresholds.case.model import Days, Penalty
from thresholds.law.conditions import AllOfCondition, AnyOfCondition, Condition, FactCondition
from thresholds.rendering.words import Words
from thresholds.report.model import PersonReport
from thresholds.values.dates import years_later


def last_days(person: PersonReport, item: str, words: Words) -> Iterator[str]:
    """For each penalty of a known day that an item asks for: the last day of its years, and when the conduct was."""
    entry = person.engine.ruleset.by_id.get(item)
    stated = person.assessment.person
    conduct = [dealing.date for dealing in stated.dealings] or [stated.facts.conduct_date]
    done = list(dict.fromkeys(day_text(one.first, words) for one in conduct if one is not None and _known(one)))
    inclusive = person.assessment.choices.two_years == "inclusive"
    for fact, years in dict.fromkeys(_timed(entry.when)) if entry is not None and done else ():
        value = getattr(stated.facts, fact, None) or stated.facts.declared.get(fact)
        for days in value.days if isinstance(value, Penalty) else ():
            if _known(days):
                last = years_later(days.first, years) - timedelta(0 if inclusive else 1)
                fields = {"day": day_text(days.first, words), "last": day_text(last, words)}
                yield words.say("quiz.within", years=years, done=words.joined(done), **fields)


def day_text(day: date, words: Words) -> str:
    """A day as it is spoken of."""
    return words.say("quiz.told.day", year=day.year, month=day.month, day=day.day)


def _known(days: Days) -> bool:
    return days.first == days.last


def _timed(when: Condition) -> Iterator[tuple[str, int]]:
    if isinstance(when, FactCondition) and when.within is not None:
        yield when.fact, when.within
    parts = when.all_of if isinstance(when, AllOfCondition) else when.any_of if isinstance(when, AnyOfCondition) else ()
    for part in parts:
        yield from _timed(part)
