"""The band of the fine, and the steps that lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from thresholds.consequences.model import FineStep, Standing
from thresholds.consequences.rulebook import Rulebook
from thresholds.consequences.situations import Situation, amount_of
from thresholds.evaluation.counting import UNBOUNDED
from thresholds.law.model import Rule
from thresholds.values.interval import Interval
from thresholds.values.pinpoint import pinpoints_in

_BOUNDLESS = UNBOUNDED // 2
_KINDS = ("multiple", "no_amount", "fixed", "floor", "floor_above_ceiling", "ceiling")


class Fine(NamedTuple):
    """The band in fen, the rule that it rests on first, and the steps to it."""

    band: Interval
    rule: Rule
    steps: tuple[FineStep, ...]


class _Part(NamedTuple):
    """What one situation adds to the band; `most` is None where it says nothing of an upper end."""

    least: int
    most: int | None


def fine_of(book: Rulebook, tried: Sequence[Situation], standings: dict[str, Standing]) -> Fine | None:
    """The band over all situations; None where no rule with a number applies in any of them.

    Amounts are taken from all worlds, also from those below the lowest grade: what lies between two worlds may
    reach the grade at any amount between theirs.
    """
    rules = [rule for rule in book.fines if any(_name(rule, kind) in standings for kind in _KINDS)]
    if not rules:
        return None
    parts = [part for situation in tried for part in _parts(rules, book, situation)]
    upper = [part.most for part in parts if part.most is not None]
    most = None if not upper or max(upper) >= _BOUNDLESS else max(upper)
    steps = [
        FineStep(
            kind, rule, _law(kind, rule, book, tried), standings[_name(rule, kind)], _figures(kind, rule, book, tried)
        )
        for rule in rules
        for kind in _KINDS
        if _name(rule, kind) in standings
    ]
    return Fine(Interval(min(part.least for part in parts), most), rules[0], tuple(steps))


def _name(rule: Rule, kind: str) -> str:
    return f"fine:{rule.id}:{kind}"


def _parts(rules: Sequence[Rule], book: Rulebook, situation: Situation) -> list[_Part]:
    """By the rule on a multiple where there is an amount, by the fixed one where there is none."""
    multiples = [rule for rule in rules if rule.of and rule.times]
    with_amount = [rule for rule in multiples if amount_of(situation.world, rule.of or "")]
    if with_amount:
        return [_multiple(rule, book, situation) for rule in with_amount]
    fixed = [rule for rule in rules if rule not in multiples]
    if situation.values["rank"] == 0:
        return [_Part(floor_in(rule, book, situation), None) for rule in rules]
    return [_Part(floor_in(rule, book, situation), rule.ceiling) for rule in fixed or multiples]


def _multiple(rule: Rule, book: Rulebook, situation: Situation) -> _Part:
    """So many times the amount, never below the floor, even where that passes the upper multiple."""
    assert rule.times is not None
    amount, floor = amount_of(situation.world, rule.of or ""), floor_in(rule, book, situation)
    least, most = (max(floor, times * amount) for times in rule.times)
    if rule.ceiling:
        least, most = min(least, rule.ceiling), min(most, rule.ceiling)
    return _Part(least, most)


def floor_in(rule: Rule, book: Rulebook, situation: Situation) -> int:
    """The lowest fine in a situation: the ruleset's own, or that for a person of some kind; 0 where there is none."""
    if not rule.floor:
        return 0
    floors = [floor.floor for floor in book.data.general.fine_floors if situation.values.get(f"fact:{floor.fact}")]
    return min(floors, default=rule.floor)


def _law(kind: str, rule: Rule, book: Rulebook, tried: Sequence[Situation]) -> tuple[str, ...]:
    """Where the floor is read, besides the rule itself."""
    if not kind.startswith("floor"):
        return ()
    floors = [f for f in book.data.general.fine_floors if any(s.values.get(f"fact:{f.fact}") for s in tried)]
    return (*pinpoints_in(rule.note), *(law for floor in floors for law in floor.law))


def _figures(kind: str, rule: Rule, book: Rulebook, tried: Sequence[Situation]) -> Interval:
    """The figures that a step is about: the multiples, the fixed band, the floor, or the ceiling."""
    floors = [floor_in(rule, book, situation) for situation in tried]
    if kind == "multiple":
        assert rule.times is not None
        amounts = [amount_of(situation.world, rule.of or "") for situation in tried]
        least, most = min(amounts) * rule.times[0], max(amounts) * rule.times[1]
        return Interval(least, None if most >= _BOUNDLESS else most)
    if kind == "ceiling":
        return Interval(rule.ceiling or 0, rule.ceiling)
    if kind in ("fixed", "no_amount"):
        return Interval(min(floors), rule.ceiling)
    return Interval(min(floors), max(floors))
