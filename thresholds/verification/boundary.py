"""Every number decides at exactly the law's number: one less is not met, the number itself is, all else being nothing.

The numbers are those of the condition tree, exactly; whether items are met is what the program decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from math import ceil
from typing import NamedTuple

from thresholds.law.conditions import MoneyCondition, ProportionsCondition
from thresholds.law.model import Standards
from thresholds.verification import logic
from thresholds.verification.claims import (
    Amount,
    Field,
    Name,
    Obligation,
    Outcome,
    Says,
    Verdict,
    says,
)
from thresholds.verification.counterexample import shown
from thresholds.verification.from_tree import Reading, classes_of, met
from thresholds.verification.ground import Concrete, Ground, Side
from thresholds.verification.leaves import (
    Leaf,
    bound,
    leaves,
    mentioned,
    opening_leaves,
    quantities_of,
    standard,
    with_whole,
)
from thresholds.verification.logic import Formula, Number
from thresholds.verification.symbols import ALL, NARROW, Quantity, Truth, alike


class Spot(NamedTuple):
    """One number of one item (or of the opening words of a paragraph: any of its items); `fixed` by a region (分)."""

    paragraph: Standards
    items: tuple[int, ...]
    name: Name
    leaf: Leaf
    fixed: int = 0

    def standard(self) -> Fraction:
        """The number, exactly."""
        return standard(self.leaf, self.fixed)


def obligations(ground: Ground) -> Iterator[Obligation]:
    """A claim for every number, and one more where there is an upper limit."""
    for spot in spots(ground):
        if isinstance(spot.leaf.when, ProportionsCondition):
            yield Obligation("boundary", _said(ground, spot, "sum", spot.standard()), partial(_sum, spot))
            continue
        least = ceil(spot.standard())
        yield Obligation("boundary", _said(ground, spot, "number", least), partial(_number, spot, least))
        limit = bound(spot.leaf)
        if limit is not None:
            yield Obligation("boundary", _said(ground, spot, "below", limit), partial(_limit, spot, limit))


def spots(ground: Ground) -> Iterator[Spot]:
    """Every number of the ruleset in the order of the law; one that regions fix at both ends of its band."""
    opened: set[str] = set()
    for place in ground.decided:
        paragraph = place.paragraph
        if paragraph.id not in opened:
            opened.add(paragraph.id)
            items = tuple(other.number for other in ground.decided if other.paragraph.id == paragraph.id)
            for leaf in opening_leaves(ground.ruleset, paragraph):
                yield from _ends(ground, Spot(paragraph, items, Name("item", paragraph.id), leaf))
        reading = Reading(paragraph.conduct)
        beside = ((paragraph.requires, reading),) if paragraph.requires is not None else ()
        for leaf in leaves(ground.ruleset, place.item.when, reading, beside):
            yield from _ends(ground, Spot(paragraph, (place.number,), Name("item", place.item.id), leaf))


def _ends(ground: Ground, spot: Spot) -> Iterator[Spot]:
    when = spot.leaf.when
    if isinstance(when, MoneyCondition) and when.standard:
        parameter = next(entry for entry in ground.ruleset.parameters if entry.id == when.standard)
        for fixed in (parameter.at_least, parameter.at_most):
            yield spot._replace(fixed=fixed)
    else:
        yield spot


def _said(ground: Ground, spot: Spot, key: str, value: int | Fraction) -> Says:
    """The claim about one number, and whose standard it is where the item refers to another."""
    quantity = None if key == "sum" else quantities_of(ground.ruleset, spot.leaf)[0]
    fields: dict[str, Field] = {"item": spot.name, "at": Amount(quantity, value)}
    if quantity is not None:
        fields["short"] = Amount(quantity, int(value) - 1)
    key = f"boundary.{key}"
    if spot.leaf.through:
        fields["through"] = tuple(Name("item", item) for item in spot.leaf.through)
        key += ".of"
    if spot.fixed:
        assert isinstance(spot.leaf.when, MoneyCondition)
        fields["parameter"] = Name("parameter", spot.leaf.when.standard)
        fields["fixed"] = Amount(Quantity("parameter", spot.leaf.when.standard), spot.fixed)
        key += ".fixed"
    return says(key, **fields)


class _Setting:
    """The worlds in which a number is tried: everything else that the item does not ask for is nothing."""

    def __init__(self, ground: Ground, spot: Spot) -> None:
        self.ground, self.spot = ground, spot
        self.counted = quantities_of(ground.ruleset, spot.leaf)
        self.free = with_whole(self.counted)
        self.asked = {key for when, reading in spot.leaf.beside for key in mentioned(ground.ruleset, when, reading)}

    def met(self, side: Side) -> Formula:
        """That the item is met, or one of the paragraph."""
        return logic.some(side.program[number] for number in self.spot.items)

    def total(self, side: Side) -> Number:
        """What the number counts."""
        return side.world.total(self.counted)

    def bare(self, side: Side) -> list[Formula]:
        """That everything is nothing but the number, what it is a part of, and what is asked beside it."""
        found = []
        for quantity, number in side.world.quantities.items():
            if quantity.kind == "parameter":
                if self.spot.fixed and quantity.name == getattr(self.spot.leaf.when, "standard", ""):
                    found.append(logic.equal(number, self.spot.fixed))
            elif quantity not in self.free and quantity not in self.asked:
                found.append(logic.equal(number, 0))
            elif quantity.part == NARROW and quantity in self.counted and quantity not in self.asked:
                found.append(logic.equal(number, side.world.number(quantity._replace(part=ALL))))
        for truth, formula in side.world.truths.items():
            if truth == Truth("conduct", self.spot.paragraph.conduct):
                found.append(formula)
            elif truth.kind != "option" and truth not in self.asked:
                found.append(logic.negated(formula))
        return found

    def pair(self, *statements: Formula) -> tuple[Concrete, ...] | None:
        """Two worlds that differ in the number alone, in which the statements hold."""
        one, other = self.ground.one, self.ground.other
        wanted = [*self.bare(one), *self.bare(other), alike(one.world, other.world, frozenset(self.free))]
        wanted += [logic.reaches(other.world.quantities[key], one.world.quantities[key]) for key in self.free]
        return self.ground.find([*wanted, *statements], one, other)

    def alone(self, *statements: Formula) -> Concrete | None:
        """A world in which the number stands alone and the statements hold."""
        found = self.ground.find([*self.bare(self.ground.one), *statements], self.ground.one)
        return found[0] if found else None


def _number(spot: Spot, least: int, ground: Ground) -> Outcome:
    """One less does not do, the number does: in some world of all that the item asks beside it; alone, in every one."""
    setting, one, other = _Setting(ground, spot), ground.one, ground.other
    found = setting.pair(
        logic.equal(setting.total(one), least - 1),
        logic.equal(setting.total(other), least),
        logic.negated(setting.met(one)),
        setting.met(other),
    )
    early = setting.alone(logic.equal(setting.total(one), least - 1), setting.met(one))
    asked = [met(ground.ruleset, when, reading, one.world) for when, reading in spot.leaf.beside]
    late = setting.alone(logic.equal(setting.total(one), least), logic.negated(setting.met(one)), *asked)
    if late is not None:
        return Outcome(Verdict.REFUTED, (says("boundary.late"),), {"at": late})
    if early is not None and (found is None or not spot.leaf.beside):
        return Outcome(Verdict.REFUTED, (says("boundary.early"),), {"below": early})
    if found is None:
        return Outcome(Verdict.REFUTED, (says("boundary.idle"),))
    return shown(ground, {"below": found[0], "at": found[1]})


def _limit(spot: Spot, limit: int, ground: Ground) -> Outcome:
    """The last number below the limit does, the limit itself does not, unless another number of the item goes on."""
    setting, one, other = _Setting(ground, spot), ground.one, ground.other
    found = setting.pair(
        logic.equal(setting.total(one), limit - 1),
        logic.equal(setting.total(other), limit),
        setting.met(one),
        logic.negated(setting.met(other)),
    )
    if found is not None:
        return shown(ground, {"below": found[0], "at": found[1]})
    last = setting.alone(logic.equal(setting.total(one), limit - 1), setting.met(one))
    if last is None:
        return Outcome(Verdict.REFUTED, (says("boundary.late"),))
    by_law = logic.some(one.law[number] for number in spot.items)
    beyond = setting.alone(logic.equal(setting.total(one), limit), setting.met(one), logic.negated(by_law))
    if beyond is not None:
        return Outcome(Verdict.REFUTED, (says("boundary.beyond"),), {"at": beyond})
    return Outcome(Verdict.PROVED, (says("boundary.goes-on"),))


def _sum(spot: Spot, ground: Ground) -> Outcome:
    """A sum that is just the number does, one record or thing less does not."""
    setting, one, other = _Setting(ground, spot), ground.one, ground.other
    whole = spot.standard()
    less = logic.equal(logic.added([setting.total(one), logic.constant(1)]), setting.total(other))
    switched = (less, logic.negated(setting.met(one)), setting.met(other))
    first, second = (_shares(ground, spot, side) for side in (one, other))
    exact = setting.pair(*switched, logic.equal(second, whole))
    found = exact or setting.pair(*switched, logic.reaches(second, whole), logic.below(first, whole))
    if found is None:
        reached = setting.alone(logic.reaches(first, whole), setting.met(one))
        worlds = None if reached is None else {"at": reached}
        return Outcome(Verdict.REFUTED, (says("boundary.idle"),), worlds)
    amounts = tuple(Amount(key, found[1].number(key)) for key in setting.counted if found[1].number(key))
    return _because(shown(ground, {"below": found[0], "at": found[1]}), says("boundary.example", amounts=amounts))


def _because(outcome: Outcome, reason: Says) -> Outcome:
    return outcome._replace(because=(reason, *outcome.because))


def _shares(ground: Ground, spot: Spot, side: Side) -> Number:
    """Quantity ÷ standard of every class, added up."""
    assert isinstance(spot.leaf.when, ProportionsCondition)
    return logic.added(
        logic.multiplied(side.world.total(one.quantities), Fraction(1, one.standard))
        for one in classes_of(ground.ruleset, spot.leaf.when, spot.leaf.reading.scope)
    )
