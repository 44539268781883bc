"""The conditions of a consequence in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.glossary import Family
from thresholds.values.pinpoint import pinpoint

if TYPE_CHECKING:
    from thresholds.consequences.model import Condition
    from thresholds.rendering.words import Words
    from thresholds.report.model import PersonReport


def condition_text(condition: Condition, person: PersonReport, words: Words) -> str:
    """What a condition asks, and what the file says; empty for one that the report says elsewhere."""
    kind, name = condition.kind, condition.name
    negated = "" if condition.wanted else ".not"
    if kind == "fact":
        return words.say(
            f"follow.condition.fact{negated}",
            fact=words.term(name, Family.FACT),
            stated=words.stated(condition.stated),
        )
    if kind == "role":
        role = words.term(name, Family.ROLE)
        return words.say("follow.condition.role", role=role, stated=_role(condition.stated, words))
    if kind in ("grade", "from_grade"):
        return words.say(f"follow.condition.{kind}", grade=words.term(name, Family.GRADE))
    if kind == "about":
        return words.say(f"follow.condition.{name}{negated}")
    if kind == "unstated":
        return words.say("follow.condition.unstated", fact=words.term(name, Family.FACT))
    if kind == "resting_on":
        items = [words.cite(item) for item in name.split(",") if person.finding(item).rank]
        return words.say("follow.condition.resting_on", items=words.joined(items))
    if kind == "neighbour":
        return words.say("follow.condition.neighbour", statute=pinpoint(name, words.lang))
    return ""


def _role(stated: str, words: Words) -> str:
    return words.say(f"stated.{stated}") if stated in ("unknown", "unstated") else words.term(stated, Family.ROLE)
