"""Walks over the conditions that no other condition is needed for: a number against its standard, a fact, a dealing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.program import OptionMeasure
from thresholds.evaluation.statements import stated, stated_of_dealings
from thresholds.evaluation.trace import PLAIN, Number, Trace
from thresholds.evaluation.view import Explained, Verdicts, View, Walk
from thresholds.law.conditions import UNIT, DealingCondition, FactCondition, UnderCondition
from thresholds.values.figures import Unit
from thresholds.values.status import Status

_NEVER = UNBOUNDED // 2


def measured(
    kind: str,
    names: tuple[str, ...],
    standard: Number,
    scale: int,
    unit: Unit | None,
    times: Fraction,
    of_item: str,
) -> Callable[[View, list[int], tuple[str, ...]], Explained]:
    """How a number stands against this standard, in one world or in several."""
    new = tuple.__new__
    nothing = Trace(kind, names, Status.NOT_ESTABLISHED, 0, 0, standard, scale, unit, times, of_item=of_item)

    def measured(view: View, numbers: list[int], evidence: tuple[str, ...]) -> Explained:
        if len(numbers) == 1:
            low = high = numbers[0]
            if not (low or evidence):
                return 0, nothing
            met = 1 if low >= standard else 0
            status = Status.ESTABLISHED if met else Status.NOT_ESTABLISHED
        else:
            low, high = min(numbers), max(numbers)
            met = bits([number >= standard for number in numbers])
            status = view.status(met)
        top = None if high >= _NEVER else high
        fields = (
            kind,
            names,
            status,
            low,
            top,
            standard,
            scale,
            unit,
            times,
            "",
            evidence,
            (),
            of_item,
            *PLAIN,
        )
        return met, new(Trace, fields)

    return measured


def both(opening: Walk, rest: Walk) -> Walk:
    """Two conditions, both of which are needed."""

    def walk(view: View) -> Explained:
        first, asked = opening(view)
        verdicts, trace = rest(view)
        met = first & verdicts
        return met, Trace("requires", (), view.status(met), children=(asked, trace))

    return walk


def for_judgment(opening: Walk | None) -> Walk:
    """What is left to judgment: for the court, but not where its opening words ask for what is so in no world."""
    listed = Trace("judgment", (), Status.FOR_THE_COURT)
    closed = Trace("judgment", (), Status.NOT_ESTABLISHED)
    if opening is None:
        return lambda _: (0, listed)

    def walk(view: View) -> Explained:
        first, asked = opening(view)
        trace = listed if first else closed
        return 0, Trace("requires", (), trace.status, children=(asked, trace))

    return walk


def bits(verdicts: list[bool]) -> Verdicts:
    """One bit for each world in which it holds."""
    return sum([1 << index for index, met in enumerate(verdicts) if met])


@lru_cache(maxsize=64)
def conduct_trace(conduct: str, status: Status) -> Trace:
    """Whether there is conduct of a kind, as the first condition of an item."""
    return Trace("conduct", (conduct,), status)


def under(when: UnderCondition) -> Walk:
    """Whether an option of a reading is chosen: so in every world or in none."""
    option = OptionMeasure(when.under.reading, when.under.option)

    def walk(view: View) -> Explained:
        met = bits([option in world.options for world in view.worlds])
        return met, Trace("under", (option.reading, option.option), view.status(met))

    return walk


def fact_walk(when: FactCondition, key: int) -> Walk:
    """Whether a fact of the person is so, or is not; `key` is the number of its measure."""
    kind, name = "fact" if when.holds else "fact_absent", when.fact
    nothing = Trace(kind, (name,), Status.NOT_ESTABLISHED, detail="unstated")

    def walk(view: View) -> Explained:
        if name not in view.stated and when.holds and name != UNIT:
            return 0, nothing
        verdicts = bits([world.truths[key] for world in view.worlds])
        detail, evidence = stated(view.person.facts, name)
        if name == UNIT:
            detail = "yes" if view.person.person.kind == "unit" else "no"
        return verdicts, Trace(kind, (name,), view.status(verdicts), detail=detail, evidence=evidence)

    return walk


def dealing_walk(when: DealingCondition, key: int) -> Walk:
    """Whether there is a dealing of a kind; `key` is the number of its measure."""
    fact = when.dealing.fact or ""
    names = (fact, *when.dealing.categories)
    nothing = Trace("dealing", names, Status.NOT_ESTABLISHED, detail="unstated")

    def walk(view: View) -> Explained:
        if fact and fact not in view.stated:
            return 0, nothing
        verdicts = bits([world.truths[key] for world in view.worlds])
        detail, evidence = stated_of_dealings(view.person, fact)
        return verdicts, Trace("dealing", names, view.status(verdicts), detail=detail, evidence=evidence)

    return walk


def multiplied(number: int | Fraction, times: Fraction) -> Number:
    """A standard times a multiplier, whole where it can be."""
    product = Fraction(number) * times
    return product.numerator if product.denominator == 1 else product
