"""The chain evaluated without durable-rules and without what was compiled for it: the data themselves, as written."""

from __future__ import annotations

from collections.abc import Mapping

from thresholds.consequences.rulebook import Rulebook
from thresholds.law.consequences import (
    LAYERS,
    About,
    AllOf,
    AmountIs,
    AnyOf,
    ByProvision,
    Concluded,
    FactIs,
    FromGrade,
    HasEffect,
    InGrade,
    ItemsReach,
    LayerName,
    Months,
    Neighbour,
    RangeFrom,
    RangeTo,
    Reached,
    RestingOn,
    RoleIs,
    Unstated,
    When,
)


def concluded_plainly(book: Rulebook, values: Mapping[str, int]) -> frozenset[str]:
    """Everything that follows from these values, layer by layer."""
    found: set[str] = set()
    for layer in LAYERS:
        before = frozenset(found)
        situation = Situation(book, values, before, layer)
        found |= {rule.id for rule in book.rules if rule.layer == layer and situation.holds(rule.when)}
    return frozenset(found)


class Situation:
    """One situation at one layer: values, and what the layers before it concluded."""

    def __init__(
        self, book: Rulebook, values: Mapping[str, int], concluded: frozenset[str], layer: LayerName = "range"
    ) -> None:
        self.book, self.values, self.concluded = book, values, concluded
        self.rank = values["rank"]
        self.earlier = LAYERS[: LAYERS.index(layer)]

    def holds(self, when: When) -> bool:
        """Whether a condition is so."""
        if isinstance(when, AnyOf):
            return any(self.holds(inner) for inner in when.any_of)
        if isinstance(when, AllOf):
            return all(self.holds(inner) for inner in when.all_of)
        if isinstance(when, Reached):
            return (self.rank > 0) is when.reached
        if isinstance(when, InGrade):
            return self.rank == self.book.ruleset.grade_ids.index(when.grade)
        if isinstance(when, FromGrade):
            return self.rank >= self.book.ruleset.grade_ids.index(when.from_grade)
        if isinstance(when, Concluded):
            return (when.concluded in self.concluded) is when.holds
        if isinstance(when, HasEffect):
            return any(self._has_effect(name, when.effect) for name in self.concluded)
        return self._by_value(when)

    def _has_effect(self, name: str, effect: str) -> bool:
        entry = self.book.entries.get(name)
        if entry is None or entry.layer not in self.earlier:
            return False
        return effect in entry.effects and entry.status != "contested"

    def _by_value(self, when: When) -> bool:
        if isinstance(when, RangeFrom):
            return _within(self.values["range_from"], when.range_from)
        if isinstance(when, RangeTo):
            return _within(self.values["range_to"], when.range_to)
        if isinstance(when, AmountIs):
            amount = self.values[f"amount:{when.amount}"]
            return (when.at_least is None or amount >= when.at_least) and (when.below is None or amount < when.below)
        if isinstance(when, ItemsReach):
            rank = self.values["items:" + ",".join(when.items)]
            return rank >= when.least and (when.most is None or rank <= when.most)
        if isinstance(when, FactIs):
            return bool(self.values[f"fact:{when.fact}"]) is when.holds
        if isinstance(when, About):
            return bool(self.values[f"about:{when.about}"]) is when.holds
        return self._stated(when)

    def _stated(self, when: When) -> bool:
        if isinstance(when, Unstated):
            return self.values[f"unstated:{when.unstated}"] > 0
        if isinstance(when, RoleIs):
            return self.values[f"role:{when.role}"] > 0
        if isinstance(when, RestingOn):
            return self.values["resting_on:" + ",".join(when.resting_on)] > 0
        if isinstance(when, Neighbour):
            return self.values[f"neighbour:{when.neighbour}"] > 0
        return isinstance(when, ByProvision) and self._provision(when.provision)

    def _provision(self, name: str) -> bool:
        """A provision of the ruleset, straight from its own text."""
        when = next((rule.when for rule in self.book.ruleset.rules if rule.id == name), None)
        grades = self.book.ruleset.grade_ids
        if when is None:
            return False
        rank = self.values["items:" + ",".join(when.items)] if when.items else self.rank
        if when.items and not rank:
            return False
        if when.grade and rank != grades.index(when.grade):
            return False
        if when.from_grade and rank < grades.index(when.from_grade):
            return False
        if any(self.values[f"fact:{fact}"] for fact in when.none_of):
            return False
        return all(self.values["about:unit" if fact == "unit" else f"fact:{fact}"] for fact in when.facts)


def _within(value: int, months: Months) -> bool:
    """Whether there is a range whose end lies between the bounds."""
    if value <= 0 or (months.at_least is not None and value < months.at_least):
        return False
    return months.at_most is None or value <= months.at_most
