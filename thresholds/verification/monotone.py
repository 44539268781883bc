"""More never lowers the tier: of any records, any money, any number; a higher local standard never raises it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from thresholds.verification import logic
from thresholds.verification.claims import PROVED, Name, Obligation, Outcome, Verdict, items_between, says
from thresholds.verification.ground import Ground
from thresholds.verification.logic import Formula
from thresholds.verification.symbols import Quantity, alike


def obligations(ground: Ground) -> Iterator[Obligation]:
    """A claim for every category, amount and number that the ruleset asks for, and for every parameter."""
    for name, group in groups(ground).items():
        if name.kind == "parameter":
            yield Obligation("monotone", says("monotone.standard", what=name), partial(_standard, group))
        else:
            yield Obligation("monotone", says("monotone.more", what=name), partial(_more, name, group))


def groups(ground: Ground) -> dict[Name, tuple[Quantity, ...]]:
    """The quantities by what they are of: in all, in the narrower count, kept apart."""
    found: dict[Name, list[Quantity]] = {}
    for quantity in ground.one.world.quantities:
        found.setdefault(name_of(quantity), []).append(quantity)
    return {name: tuple(group) for name, group in found.items()}


def name_of(quantity: Quantity) -> Name:
    """What a quantity is of."""
    if quantity.kind == "records":
        return Name("category", quantity.name)
    return Name("parameter" if quantity.kind == "parameter" else "fact", quantity.name)


def more(ground: Ground, group: Sequence[Quantity]) -> list[Formula]:
    """That the other world has more of these quantities, or as much, and is the same in all else."""
    one, other = ground.one.world, ground.other.world
    rising = [logic.reaches(other.quantities[quantity], one.quantities[quantity]) for quantity in group]
    return [alike(one, other, frozenset(group)), *rising]


def _more(name: Name, group: tuple[Quantity, ...], ground: Ground) -> Outcome:
    found = ground.find([*more(ground, group), ground.lower(ground.one, ground.other)], ground.one, ground.other)
    if found is None:
        return PROVED
    less, much = found
    lost, _ = items_between(ground, less, much)
    because = says("monotone.falls", what=name, items=lost)
    return Outcome(Verdict.REFUTED, (because,), {"less": less, "more": much})


def _standard(group: tuple[Quantity, ...], ground: Ground) -> Outcome:
    found = ground.find([*more(ground, group), ground.lower(ground.other, ground.one)], ground.one, ground.other)
    if found is None:
        return PROVED
    low, high = found
    _, gained = items_between(ground, low, high)
    because = says("monotone.rises", items=gained)
    return Outcome(Verdict.REFUTED, (because,), {"lower_standard": low, "higher_standard": high})
