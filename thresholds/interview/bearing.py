"""Which items of the ruleset a question about the dealings bears on: read off their conditions."""

from __future__ import annotations

from functools import lru_cache

from thresholds.interview.state import Ask, State
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    FactCondition,
    MoneyCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
)
from thresholds.law.model import GENERAL, Ruleset

_RULES = {
    "batch": ("counted_once", "each_recipient_counted"),
    "to": ("each_recipient_counted",),
    "offer.got": ("counted_once",),
    "offer.gave": ("counted_once",),
    "kind": ("consequence",),
}
_ITEMS = {
    "category": "records",
    "records": "records",
    "part": "records",
    "obtained_in": "origin",
    "source": "origin",
    "paid": "money",
    "date": "date",
}


def bearing(state: State, ask: Ask) -> tuple[tuple[str, ...], Ruleset]:
    """The items, paragraphs or rules that a question bears on, and the ruleset that they are of."""
    ruleset = state.ruleset
    if ask.about in ("act", "act.more"):
        return tuple([one.id for one in ruleset.standards if one.conduct == GENERAL]), ruleset
    if ask.about in _RULES:
        kinds = _RULES[ask.about]
        found = [rule.id for rule in ruleset.rules if rule.rule in kinds]
        if ask.about == "kind":
            found = [rule.id for rule in ruleset.rules if rule.when is not None and rule.when.fact == "unit"]
        return tuple(found), ruleset
    return _items(ruleset, _ITEMS[ask.about]) if ask.about in _ITEMS else (), ruleset


@lru_cache(maxsize=64)
def _items(ruleset: Ruleset, what: str) -> tuple[str, ...]:
    """The items that read it, and those that read such items."""
    found = {item.id for _, item in ruleset.items() if _reads(item.when, what)}
    for _, item in ruleset.items():
        if isinstance(item.when, StandardsCondition) and found.intersection(item.when.standards_of):
            found.add(item.id)
    return tuple([item.id for _, item in ruleset.items() if item.id in found])


def _reads(when: Condition, what: str) -> bool:
    match when:
        case RecordsCondition() | ProportionsCondition():
            return what == "records"
        case MoneyCondition():
            return what == "money" and when.money == "illegal_gains"
        case StandardsCondition():
            return what == "origin" and when.counting_only is not None
        case FactCondition():
            return what == "date" and when.within is not None
        case AnyOfCondition():
            return any([_reads(inner, what) for inner in when.any_of])
        case AllOfCondition():
            return any([_reads(inner, what) for inner in when.all_of])
    return False
