"""When one condition implies another, by their form alone: what is stricter than a laxer one can never decide.

This knows numbers, categories and facts, not the law: what it says follows is so, what it does not say may be so too.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    DealingCondition,
    FactCondition,
    JudgmentCondition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)
from thresholds.law.model import Ruleset


class Amount(NamedTuple):
    """A quantity reaches `least` and stays below `below` (None: unbounded); `of` are its categories or its fact."""

    kind: str
    of: frozenset[str]
    source: str
    least: Fraction
    below: Fraction | None = None


class Said(NamedTuple):
    """Anything else that is so or not: a fact, a dealing, an option of a reading, a condition taken as it is."""

    what: object
    holds: bool = True


class AllOf(NamedTuple):
    """All of these."""

    parts: tuple[Form, ...]


class AnyOf(NamedTuple):
    """One of these."""

    parts: tuple[Form, ...]


Form = Amount | Said | AllOf | AnyOf


def form_of(when: Condition | None, ruleset: Ruleset, times: Fraction = Fraction(1)) -> Form:
    """The form of a condition at a multiple of its numbers; of none, what is always so."""
    match when:
        case None:
            return AllOf(())
        case AllOfCondition():
            return AllOf(tuple(form_of(inner, ruleset, times) for inner in when.all_of))
        case AnyOfCondition():
            return AnyOf(tuple(form_of(inner, ruleset, times) for inner in when.any_of))
        case RecordsCondition():
            return Amount("records", frozenset(when.records_of), when.of_fact, when.at_least * times)
        case NumberCondition():
            below = None if when.below is None else when.below[0] * times
            return Amount("number", frozenset((when.number_of,)), when.at_least[1], when.at_least[0] * times, below)
        case MoneyCondition() if when.at_least is not None:
            below = None if when.below is None else when.below * times
            return Amount("money", frozenset((when.money,)), "", when.at_least * times, below)
        case StandardsCondition() if when.counting_only is None:
            items = [ruleset.by_id[name] for name in when.standards_of]
            return AnyOf(tuple(form_of(item.when, ruleset, times * when.times) for item in items))
        case FactCondition() if when.within is None:
            return Said(when.fact, when.holds)
        case UnderCondition():
            return Said(("under", when.under.reading, when.under.option))
        case JudgmentCondition():
            return Said(object())  # two judgments are never the same
    return Said((when, times))


def implies(one: Form, other: Form) -> bool:
    """Whether the first cannot hold without the second."""
    if isinstance(one, AnyOf):
        return bool(one.parts) and all(implies(part, other) for part in one.parts)
    if isinstance(other, AllOf):
        return all(implies(one, part) for part in other.parts)
    if isinstance(other, AnyOf) and any(implies(one, part) for part in other.parts):
        return True
    if isinstance(one, AllOf):
        return any(implies(part, other) for part in one.parts)
    if isinstance(one, Amount) and isinstance(other, Amount):
        return _within(one, other)
    return isinstance(one, Said) and isinstance(other, Said) and (one == other or _said(one, other))


def _within(one: Amount, other: Amount) -> bool:
    if (one.kind, one.source) != (other.kind, other.source) or not one.of <= other.of:
        return False
    if one.of != other.of and other.below is not None:
        return False
    capped = other.below is None or (one.below is not None and one.below <= other.below)
    return one.least >= other.least and capped


def _said(one: Said, other: Said) -> bool:
    """A fact within some years implies the fact, and the fact within more years; a narrower dealing a wider one."""
    first, second = _condition(one), _condition(other)
    if isinstance(first, FactCondition) and first.within and first.holds:
        if not isinstance(second, FactCondition):
            return other == Said(first.fact)
        return first.fact == second.fact and second.holds and bool(second.within and first.within <= second.within)
    if isinstance(first, DealingCondition) and isinstance(second, DealingCondition):
        narrow, wide = first.dealing, second.dealing
        return (
            wide.acts in ("any", narrow.acts)
            and (not wide.categories or (bool(narrow.categories) and {*narrow.categories} <= {*wide.categories}))
            and wide.fact in (None, narrow.fact)
        )
    return False


def _condition(said: Said) -> object:
    return said.what[0] if isinstance(said.what, tuple) else None


def is_never(form: Form) -> bool:
    """Whether a condition cannot be met by anything: nothing is enough, or two of its parts exclude each other."""
    if isinstance(form, AnyOf):
        return all(is_never(part) for part in form.parts)
    if isinstance(form, AllOf):
        parts = _flat(form)
        return any(is_never(part) for part in parts) or any(
            _exclude(one, other) for one, other in combinations(parts, 2)
        )
    return isinstance(form, Amount) and not form.of


def _flat(form: AllOf) -> list[Form]:
    found: list[Form] = []
    for part in form.parts:
        found += _flat(part) if isinstance(part, AllOf) else [part]
    return found


def _exclude(one: Form, other: Form) -> bool:
    if isinstance(one, Said) and isinstance(other, Said):
        if one.what == other.what:
            return one.holds != other.holds
        mine, theirs = one.what, other.what
        return (
            isinstance(mine, tuple)
            and isinstance(theirs, tuple)
            and mine[0] == "under" == theirs[0]
            and mine[1] == theirs[1]
        )
    if not (isinstance(one, Amount) and isinstance(other, Amount)):
        return False
    if (one.kind, one.of, one.source) != (other.kind, other.of, other.source):
        return False
    return any(a.below is not None and a.below <= b.least for a, b in ((one, other), (other, one)))


def has_number(form: Form) -> bool:
    """Whether there is a number that a multiple or a share could be taken of."""
    if isinstance(form, AllOf | AnyOf):
        return any(has_number(part) for part in form.parts)
    if isinstance(form, Amount):
        return True
    return isinstance(_condition(form), MoneyCondition | StandardsCondition | ProportionsCondition)
