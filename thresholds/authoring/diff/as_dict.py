"""The difference of two rulesets as plain data: the JSON of `ruleset diff`, numbers written as in rulesets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from thresholds import __version__
from thresholds.authoring.diff.changes import Change, RulesetDifference
from thresholds.authoring.diff.effects import Effect, Effects, deciding
from thresholds.authoring.lint.asked import times_text
from thresholds.law.conditions import LawValue, NumberCondition, RecordsCondition
from thresholds.law.model import Ruleset
from thresholds.report.as_dict import number_text
from thresholds.report.model import PersonReport
from thresholds.values.figures import Unit

RULESET_DIFF_SCHEMA = "thresholds/ruleset-diff/1"

Data = dict[str, object]

#: Keys whose numbers are money (分) wherever a unit is not stated beside them.
_MONEY = ("at_least", "at_most", "below", "floor", "ceiling")


def diff_dict(difference: RulesetDifference, effects: Effects | None) -> Data:
    """What differs between two rulesets and, where there are cases, what that does to them."""
    return {
        "schema": RULESET_DIFF_SCHEMA,
        "tool": f"thresholds {__version__}",
        "before": _side(difference.before),
        "after": _side(difference.after),
        "changed": bool(difference.changes),
        "changes": [_change(change) for change in difference.changes],
        "reworded": list(difference.reworded),
        "cases": None if effects is None else _effects(effects),
    }


def _side(ruleset: Ruleset) -> Data:
    period = ruleset.in_force
    force = {"from": period.start.isoformat(), "until": period.until.isoformat() if period.until else None}
    return {"id": ruleset.id, "citation": ruleset.citation, "sha256": ruleset.sha256, "in_force": force}


def _change(change: Change) -> Data:
    fields = [
        {"field": field.name, "before": written(field.before, field.name), "after": written(field.after, field.name)}
        for field in change.fields
    ]
    ids = {"before": change.before, "after": change.after}
    return {"what": change.what, "change": change.sort.value, **ids, "fields": fields}


def _effects(effects: Effects) -> Data:
    return {
        "measured": effects.cases,
        "passed_over": effects.passed_over,
        "persons": len(effects.persons),
        "changed": [_effect(effect) for effect in effects.changed],
    }


def _effect(effect: Effect) -> Data:
    case, person = effect.case, effect.before
    named: Data = {"case": case.id, "file": case.file, "person": person.id, "name": person.name}
    return named | {"before": _standing(effect.before), "after": _standing(effect.after)}


def _standing(person: PersonReport) -> Data:
    grade = {"at_least": person.grade.at_least, "at_most": person.grade.at_most}
    return {"grade": grade, "items": [{"item": one.item, "status": one.status.value} for one in deciding(person)]}


def written(value: Any, key: str = "") -> Any:
    """A value as a ruleset writes it: 50 条, 5000 元, 3 个, 一半, 2 年; lists and maps of these."""
    if isinstance(value, LawValue):
        return _model(value)
    if key in ("months", "times") and isinstance(value, tuple):
        return list(value)
    if key == "regions" and isinstance(value, tuple):
        return [{"region": region, "value": _yuan(fen)} for region, fen in value]
    if isinstance(value, tuple):
        return [written(one) for one in value]
    if key in _MONEY and isinstance(value, int):
        return _yuan(value)
    if isinstance(value, Fraction):
        return number_text(value, None)
    return value if value is None or isinstance(value, str | bool | int) else str(value)


def _model(value: LawValue) -> Data:
    found: Data = {}
    for name, field in type(value).model_fields.items():
        inner = getattr(value, name)
        if inner == field.default:
            continue
        found[field.alias or name] = _of_model(value, name, inner)
    return found


def _of_model(value: LawValue, name: str, inner: Any) -> Any:
    if name in ("at_least", "below") and isinstance(value, NumberCondition):
        return f"{inner[0]} {inner[1]}"
    if name == "at_least" and isinstance(value, RecordsCondition):
        return f"{inner} 条"
    if name == "times" and isinstance(inner, Fraction):
        return times_text(inner)
    return f"{inner} 年" if name == "within" and isinstance(inner, int) else written(inner, name)


def _yuan(fen: int) -> str:
    return f"{number_text(fen, Unit.MONEY)} 元"
