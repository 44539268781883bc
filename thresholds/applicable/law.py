"""The law that governs a person as a value, worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from thresholds.applicable.limits import gap, terms
from thresholds.applicable.model import CLOSED, THE_ONE_THEN, Ground, Law, LawName, Named, Part, Result, Term, named_by
from thresholds.applicable.span import occasions, span_of
from thresholds.applicable.undated import ended, late_dealings
from thresholds.case.model import Days
from thresholds.evaluation.assess import Assessment, Engine
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.model import Grade, Ruleset

if TYPE_CHECKING:
    from thresholds.applicable.applied import Applied, Beside


def law_of(
    applied: Applied | None, engine: Engine, assessment: Assessment, judged: Days | None, *, charged: bool = False
) -> Law:
    """Which law governs a person, what the laws beside it would make of him, and until when he can be tried.

    Of one who is `charged` with one of several offences only the tiers of that one are in question.
    """
    ruleset = engine.ruleset
    own = named_by(ruleset)
    filed = assessment.person.facts.case_filed_on
    closed = _closed(ruleset, judged)
    late = after_judgment((applied.before if applied is not None else None) or assessment.person, judged)
    if applied is None:
        span = span_of(assessment.person, judged)
        limitation = terms([(own, Part.GOVERNS, _ranges(engine, assessment))], span, filed, judged)
        shortest = _shortest(limitation)
        lapse = gap(span, lambda _: shortest)
        over = () if span is not None else _over(ruleset, judged)
        why = (*closed, *over, *late)
        return Law((own,), why, (), limitation, span, not why, bool(closed or over), lapse)
    results = tuple([_result(beside, ruleset.offence if charged else "") for beside in applied.laws])
    governing = tuple([result.law for result in results if result.part is not Part.COMPETES])
    reached = any(result.ranges for result in results if result.part is not Part.COMPETES)
    in_question = [result for result in results if reached and not result.restricted]
    limitation = terms(_each_once(in_question), applied.span, filed, judged)
    return Law(
        governing or (own,),
        (*closed, *applied.why, *late),
        results if len(results) > 1 else (),
        limitation,
        applied.span,
        False,
        applied.named or bool(closed),
        gap(applied.span, _years(applied, _shortest(limitation))),
    )


def _closed(ruleset: Ruleset, judged: Days | None) -> tuple[Ground, ...]:
    """A judgment before the interpretation is not touched by it. Law: 高检发释字〔2001〕5号第四条."""
    start = ruleset.in_force.start
    if judged is None or judged.last >= start:
        return ()
    return (Ground("closed", CLOSED, days=(judged.last, start), names=(Named(ruleset.citation),)),)


def _over(ruleset: Ruleset, judged: Days | None) -> tuple[Ground, ...]:
    """An interpretation applied to conduct without a date although it is no longer in force, and what follows it."""
    until = ruleset.in_force.until
    if until is None or not ended(ruleset, judged):
        return ()
    from thresholds.applicable.succession import line_of

    line = line_of(ruleset)
    names = tuple([Named(one.citation) for one in (ruleset, line[-1])])
    if line[-1].id == ruleset.id:
        return (Ground("ended", THE_ONE_THEN, "open", (until,), names=names[:1]),)
    return (Ground("succeeded", THE_ONE_THEN, "open", (until,), names=names),)


def after_judgment(person: PersonFacts, judged: Days | None) -> tuple[Ground, ...]:
    """That the file dates conduct after its judgment, so that one of the dates is wrong."""
    if judged is None:
        return ()
    dealings = late_dealings(person.dealings, judged)
    if dealings:
        return (Ground("after-judgment", days=(judged.last,), dealings=dealings),)
    stated = [person.facts.conduct_date, *occasions(person.facts)]
    late = any(day is not None and day.first > judged.last for day in stated)
    return (Ground("fact-after-judgment", days=(judged.last,)),) if late else ()


def _result(beside: Beside, offence: str) -> Result:
    """What one law makes of the person, or of one `offence` of several alone."""
    from thresholds.applicable.favour import each_offence, ranges

    measured = beside.measured()
    engine, bounds = measured.engine, measured.bounds
    found = each_offence(measured).get(offence) if offence else None
    if found is not None:
        engine, bounds = found
    low, high = (engine.ruleset.grade_ids[rank] for rank in bounds)
    tiers = ranges({offence: found} if found is not None else each_offence(measured))
    return Result(beside.law, beside.part, low, high, tiers, engine.ruleset.labels, beside.restricted)


def _ranges(engine: Engine, assessment: Assessment) -> tuple[Grade, ...]:
    """The tiers in question; of a ruleset of several offences those of each."""
    ruleset = engine.ruleset
    if not ruleset.offences:
        low, high = assessment.bounds
        return tuple([grade for grade in ruleset.grades[low : high + 1] if grade.months])
    from thresholds.applicable.favour import each_offence, ranges
    from thresholds.applicable.measured import Measured

    return ranges(each_offence(Measured(engine, assessment.person, assessment.choices)))


def _each_once(found: Iterable[Result]) -> list[tuple[LawName, Part, tuple[Grade, ...]]]:
    """Each law with its part and its tiers once, in the order found."""
    kept: dict[str, tuple[LawName, Part, tuple[Grade, ...]]] = {}
    for result in found:
        kept.setdefault(result.law.id, (result.law, result.part, result.ranges))
    return list(kept.values())


def _years(applied: Applied, present: int) -> Callable[[date], int | None]:
    """The shortest term for conduct of a day: that of the statute of the day where its versions are known."""
    if applied.subject is None:
        return lambda _: present
    from thresholds.applicable.earlier import years_under

    return years_under(applied.subject.statute, present)


def _shortest(limitation: Sequence[Term]) -> int:
    """The shortest term in question, in years; without any the shortest that there is."""
    return min([term.years for term in limitation], default=5)
