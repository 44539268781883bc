"""No more than so much of a quantity: records of a class, or an amount of money, capped in a world.

Each quantity is counted in all, and within that for the item on duty or service (narrow).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from thresholds.evaluation.program import ALL, NARROW
from thresholds.evaluation.worlds import Counts, World

Worlds = Sequence[World]


class Cap(NamedTuple):
    """The most that may be left in all, and of that what the item on duty or service counts."""

    total: int
    narrow: int


class RecordsOf(NamedTuple):
    """Records of these categories together (条)."""

    names: tuple[str, ...]

    def total(self, world: World) -> int:
        """How many there are."""
        return sum([world.general.get(name, 0) for name in self.names])

    def narrow(self, world: World) -> int:
        """How many of them the item on duty or service counts."""
        return sum([world.narrow.get(name, 0) for name in self.names])

    def capped(self, world: World, cap: Cap) -> World:
        """The world with no more of them."""
        total, narrow = self.total(world), self.narrow(world)
        if total <= cap.total and narrow <= min(cap.narrow, cap.total):
            return world
        general = _without(world.general, self.names, total - cap.total)
        duty = _without(world.narrow, self.names, narrow - min(cap.narrow, cap.total))
        return world._replace(general=general, narrow=duty)


class MoneyOf(NamedTuple):
    """An amount of money (分)."""

    names: tuple[str, ...]

    def total(self, world: World) -> int:
        """How much there is; where costs of other records are deducted, what came from duty may be more than all."""
        return max(world.money[ALL, self.names[0]], self.narrow(world))

    def narrow(self, world: World) -> int:
        """How much of it came from duty or service."""
        return world.money.get((NARROW, self.names[0]), 0)

    def capped(self, world: World, cap: Cap) -> World:
        """The world with no more of it."""
        money = {**world.money, (ALL, self.names[0]): min(world.money[ALL, self.names[0]], cap.total)}
        if (NARROW, self.names[0]) in money:
            money[NARROW, self.names[0]] = min(self.narrow(world), cap.narrow, cap.total)
        return world._replace(money=money)


Quantity = RecordsOf | MoneyOf
Caps = Mapping[Quantity, Cap]


def _without(counts: Counts, names: Sequence[str], number: int) -> Counts:
    if number <= 0:
        return counts
    found = dict(counts)
    for name in names:
        part = min(number, found.get(name, 0))
        if part:
            found[name] -= part
            number -= part
    return found


def capped(worlds: Worlds, caps: Caps) -> list[World]:
    """Every world with every cap."""
    found = list(worlds)
    for quantity, cap in caps.items():
        found = [quantity.capped(world, cap) for world in found]
    return found


def most(worlds: Worlds, quantity: Quantity) -> Cap:
    """The most of a quantity in any world, in all and narrow: a cap that takes nothing away."""
    return Cap(max(quantity.total(world) for world in worlds), max(quantity.narrow(world) for world in worlds))
