"""The law that governs a person as a value, worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from thresholds.applicable.limits import gap, terms
from thresholds.applicable.model import CLOSED, Ground, Law, LawName, Named, Part, Result, Term, named_by
from thresholds.applicable.span import span_of
from thresholds.case.model import Days
from thresholds.evaluation.assess import Assessment, Engine
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
    if applied is None:
        span = span_of(assessment.person, judged)
        limitation = terms([(own, _ranges(engine, assessment))], span, filed, judged)
        return Law((own,), closed, (), limitation, span, not closed, bool(closed), gap(span, _shortest(limitation)))
    results = tuple([_result(beside, ruleset.offence if charged else "") for beside in applied.laws])
    governing = tuple([result.law for result in results if result.part is not Part.COMPETES])
    in_question = [(result.law, result.ranges) for result in results if not result.restricted]
    limitation = terms(_each_once(in_question), applied.span, filed, judged)
    return Law(
        governing or (own,),
        (*closed, *applied.why),
        results if len(results) > 1 else (),
        limitation,
        applied.span,
        False,
        applied.named or bool(closed),
        gap(applied.span, _shortest(limitation)),
    )


def _closed(ruleset: Ruleset, judged: Days | None) -> tuple[Ground, ...]:
    """A judgment before the interpretation is not touched by it. Law: 高检发释字〔2001〕5号第四条."""
    start = ruleset.in_force.start
    if judged is None or judged.last >= start:
        return ()
    return (Ground("closed", CLOSED, days=(judged.last, start), names=(Named(ruleset.citation),)),)


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


def _each_once(found: Iterable[tuple[LawName, tuple[Grade, ...]]]) -> list[tuple[LawName, tuple[Grade, ...]]]:
    """Each law with its tiers once, in the order found."""
    kept: dict[str, tuple[LawName, tuple[Grade, ...]]] = {}
    for law, grades in found:
        kept.setdefault(law.id, (law, grades))
    return list(kept.values())


def _shortest(limitation: Sequence[Term]) -> int:
    """The shortest term in question, in years; without any the shortest that there is."""
    return min([term.years for term in limitation], default=5)
