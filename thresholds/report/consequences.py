"""What follows from the grade on the face of the ruleset: range, fine, and provisions that apply or may apply."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.evaluation.assess import Assessment
from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.program import ALL
from thresholds.law.model import Grade, Rule, Ruleset
from thresholds.values.interval import Interval
from thresholds.values.status import Status


class Consequences(NamedTuple):
    """Ranges of the grades in question, the usual band of the fine in fen, and provisions with their status."""

    ranges: tuple[Grade, ...]
    fine: Interval | None
    fine_rule: Rule | None
    provisions: tuple[tuple[Rule, Status], ...]


def consequences(ruleset: Ruleset, assessment: Assessment) -> Consequences:
    """What follows for one person, between the bounds of his grade. Law: 第七条、第八条、第十条、第十二条."""
    low, high = assessment.bounds
    ranges = tuple(grade for grade in ruleset.grades[low : high + 1] if grade.months)
    fines = [rule for rule in ruleset.rules if rule.rule == "fine" and rule.times]
    fine = _fine(fines[0], assessment) if fines and high else None
    provisions = tuple((rule, status) for rule, status in assessment.provisions if status is not Status.NOT_ESTABLISHED)
    return Consequences(ranges, fine, fines[0] if fine else None, provisions)


def _fine(rule: Rule, assessment: Assessment) -> Interval:
    """Generally so many times the gains, never below the floor; without gains there is no upper figure."""
    assert rule.times is not None
    gains = [world.money.get((ALL, rule.of or ""), 0) for world in assessment.worlds]
    floor = rule.floor or 0
    least, most = min(gains) * rule.times[0], max(gains) * rule.times[1]
    unbounded = most == 0 or most >= UNBOUNDED // 2
    return Interval(max(floor, least), None if unbounded else max(floor, most))
