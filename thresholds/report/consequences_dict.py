"""What follows after the grade as plain data: months as numbers, amounts in 元 as text, every step with its law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.consequences.rulebook import is_usual
from thresholds.report.applicable_dict import limitation_list
from thresholds.report.as_dict import number_text
from thresholds.values.figures import Unit

if TYPE_CHECKING:
    from thresholds.consequences.model import (
        BelowRange,
        Condition,
        Consequences,
        FineStep,
        Following,
        OverlayLine,
        Probation,
        Span,
    )
    from thresholds.law.model import Ruleset
    from thresholds.report.model import PersonReport
    from thresholds.values.interval import Interval


def consequences_dict(person: PersonReport) -> dict[str, object]:
    """The contract's `consequences` of one person."""
    found = person.consequences
    result = _of_offence(found, person.engine.ruleset)
    if found.besides:
        result["besides"] = [_of_offence(other, person.engine.ruleset) for other in found.besides]
    result["limitation"] = limitation_list(person)
    result["sources"] = [source._asdict() for source in found.sources]
    return result


def _of_offence(found: Consequences, ruleset: Ruleset) -> dict[str, object]:
    named = {"offence": found.offence} if found.offence else {}
    return {
        "statute": ruleset.statute,
        **named,
        "ranges": [_range(span) for span in found.spans],
        "fine": _fine(found, ruleset),
        "provisions": [
            {"id": rule.id, "cite": ruleset.cite(rule.id), "status": status.value, "gloss": rule.gloss}
            for rule, status in found.provisions
        ],
        "circumstances": [_following(one) for one in found.circumstances],
        "latitude": [_following(one) for one in found.latitude],
        "limits": [_following(one) for one in found.limits],
        "below_range": _below_range(found.below_range),
        "probation": _probation(found.probation),
        "overlay": [_overlay(line) for line in found.overlays],
        "chain": [
            {
                "layer": layer.name,
                "concluded": [{"id": name, "status": stands.value} for name, stands in layer.concluded],
            }
            for layer in found.chain
        ],
    }


def _range(span: Span) -> dict[str, object]:
    grade = span.grade
    return {
        "grade": grade.id,
        "months": list(grade.months or ()),
        "life": grade.life,
        "range": grade.range,
        "status": span.standing.value,
        "punishments": [
            {
                "id": term.punishment.id,
                "name": term.punishment.word,
                "months": list(term.months) if term.months else None,
                "law": list(term.punishment.law),
            }
            for term in span.terms
        ],
        "fine": span.fine.value,
    }


def _fine(found: Consequences, ruleset: Ruleset) -> dict[str, object] | None:
    if found.fine is None or found.fine_rule is None:
        return None
    return {
        "cite": ruleset.cite(found.fine_rule.id),
        **_money(found.fine),
        "unit": "元",
        "generally": is_usual(found.fine_rule),
        "steps": [_step(step, ruleset) for step in found.fine_steps],
    }


def _step(step: FineStep, ruleset: Ruleset) -> dict[str, object]:
    return {
        "kind": step.kind,
        "cite": ruleset.cite(step.rule.id),
        "law": list(step.law),
        "status": step.standing.value,
        **_money(step.figures),
    }


def _money(interval: Interval) -> dict[str, object]:
    most = interval.at_most
    return {
        "at_least": number_text(interval.at_least, Unit.MONEY),
        "at_most": None if most is None else number_text(most, Unit.MONEY),
    }


def _following(one: Following) -> dict[str, object]:
    entry = one.entry
    found: dict[str, object] = {
        "id": entry.id,
        "label": entry.label,
        "status": one.standing.value,
        "effects": list(entry.effects),
        "duty": entry.duty,
        "law": list(entry.law),
        "law_status": entry.status,
        "gloss": entry.gloss,
        "conditions": [_condition(condition) for condition in one.conditions],
    }
    if entry.views:
        found["views"] = [view.zh for view in entry.views]
    if entry.basis:
        found["basis"] = entry.basis
    return found


def _condition(condition: Condition) -> dict[str, object]:
    found: dict[str, object] = {"kind": condition.kind, "status": condition.standing.value}
    if condition.name:
        found["name"] = condition.name
    if not condition.wanted:
        found["is"] = "no"
    if condition.stated:
        found["stated"] = condition.stated
    if condition.evidence:
        found["evidence"] = list(condition.evidence)
    return found


def _below_range(below: BelowRange | None) -> dict[str, object] | None:
    if below is None:
        return None
    into = below.into
    return {
        "status": below.standing.value,
        "grade": into.id if into else None,
        "months": list(into.months or ()) if into else None,
        "law": list(dict.fromkeys(law for ground in below.grounds for law in ground.entry.law)),
    }


def _probation(probation: Probation | None) -> dict[str, object] | None:
    if probation is None:
        return None
    return {
        "possible": probation.possible.value,
        "excluded": probation.excluded.value,
        "grounds": [ground.entry.id for ground in probation.grounds],
        "periods": [
            {
                "punishment": period.punishment.id,
                "name": period.punishment.word,
                "term_months": list(period.term),
                "months": list(period.months),
                "not_below_term": True,
                "law": list(period.rule.law),
            }
            for period in probation.periods
        ],
        "law": list(dict.fromkeys(law for ground in probation.grounds for law in ground.entry.law)),
    }


def _overlay(line: OverlayLine) -> dict[str, object]:
    overlay, point = line.overlay, line.point
    return {
        "id": overlay.id,
        "citation": overlay.citation,
        "grade": point.grade,
        "months": list(point.months),
        "gloss": point.gloss,
        "in_force_from": overlay.in_force.start.isoformat(),
        "trial_until": overlay.trial_until.isoformat() if overlay.trial_until else None,
        "after_trial": line.after_trial,
        "known_from": overlay.known_from,
        "caveat": overlay.caveat,
    }
