"""Which law applies as plain data: days as text, grades by id, laws by id and citation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from thresholds.applicable.model import Law, LawName, Result, Term

if TYPE_CHECKING:
    from thresholds.law.model import Grade
    from thresholds.report.model import PersonReport
    from thresholds.values.dates import DateRange


def law_dict(person: PersonReport) -> dict[str, object]:
    """The `law` of one person: what governs, why, what competes, and when the conduct was."""
    law = person.law
    return {
        "governing": [_law(one) for one in law.governing],
        "determined": len(law.governing) == 1,
        "named": law.named,
        "plain": law.plain,
        "conduct": _conduct(law),
        "why": [
            {
                "rule": ground.rule,
                "citation": ground.citation.zh,
                "status": ground.status,
                "dates": [_day(one) for one in ground.days],
                "dealings": list(ground.dealings),
                "names": [name.zh for name in ground.names],
            }
            for ground in law.why
        ],
        "results": [_result(result) for result in law.results],
    }


def limitation_list(person: PersonReport) -> list[dict[str, object]]:
    """The term of every tier in question: years, the last day, and how filing or judgment stand to it."""
    return [_term(term) for term in person.law.limitation]


def laws_beside(persons: Iterable[PersonReport]) -> list[dict[str, object]]:
    """The statutes and interpretations that somebody is measured by besides the report's ruleset, each once."""
    found: dict[str, dict[str, object]] = {}
    for person in persons:
        applied = person.applied
        if applied is None:
            continue
        if applied.subject is not None:
            statute = applied.subject.statute
            found.setdefault(
                statute.id,
                {
                    "id": statute.id,
                    "sha256": statute.sha256,
                    "citation": statute.citation,
                    "versions": [
                        {
                            "id": one.id,
                            "citation": one.citation,
                            "in_force": _force(one.in_force.start, one.in_force.until),
                        }
                        for one in statute.versions
                    ],
                },
            )
        for beside in applied.laws if applied.subject is None else ():
            ruleset = beside.measured().engine.ruleset
            force = ruleset.in_force
            entry: dict[str, object] = {"id": ruleset.id, "sha256": ruleset.sha256, "citation": ruleset.citation}
            found.setdefault(ruleset.id, entry | {"in_force": _force(force.start, force.until)})
    return list(found.values())


def _law(law: LawName) -> dict[str, object]:
    return {"id": law.id, "citation": law.citation, "in_force": _force(law.start, law.until)}


def _force(start: date | None, until: date | None) -> dict[str, str | None]:
    return {"from": _day(start), "until": _day(until)}


def _day(day: date | None) -> str | None:
    """A day; the ends of the calendar stand for what is not known."""
    return None if day is None or day in (date.min, date.max) else day.isoformat()


def _range(days: DateRange | None) -> dict[str, str | None] | None:
    return None if days is None else {"at_least": _day(days.first), "at_most": _day(days.last)}


def _conduct(law: Law) -> dict[str, object] | None:
    span = law.span
    if span is None:
        return None
    return {"from": _range(span.begun), "until": _range(span.ended), "undated": list(span.undated)}


def _result(result: Result) -> dict[str, object]:
    return {
        "law": result.law.id,
        "citation": result.law.citation,
        "part": result.part.value,
        "grade": {"at_least": result.at_least, "at_most": result.at_most},
        "ranges": [_grade(grade) for grade in result.ranges],
        "only_conduct_since": _day(result.law.start) if result.restricted else None,
    }


def _grade(grade: Grade) -> dict[str, object]:
    return {"grade": grade.id, "months": list(grade.months or ()), "range": grade.range}


def _term(term: Term) -> dict[str, object]:
    return {
        "law": term.law.id,
        "part": term.part.value,
        "grade": term.grade.id,
        "years": term.years,
        "last_day": _range(term.last),
        "state": term.filed.value,
    }
