"""The fewest records, or the least money, that must be excluded for a tier to fall, nothing else being changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from thresholds.errors import EngineError
from thresholds.evaluation.program import Program
from thresholds.evaluation.worlds import World
from thresholds.explore.margins.caps import Cap, MoneyOf, Quantity, RecordsOf, capped, most
from thresholds.explore.margins.least import least, lines
from thresholds.explore.margins.state import classes

Falls = Callable[[Sequence[World]], bool]


class Fewest:
    """Caps quantities until the tier falls, each no lower than it must be."""

    def __init__(self, program: Program, rank: int, worlds: list[World], falls: Falls) -> None:
        self.program, self.rank, self.worlds, self.falls = program, rank, worlds, falls
        every = [RecordsOf(names) for names in classes(program)]
        self.classes = [records for records in every if most(worlds, records).total]

    def records(self) -> list[dict[Quantity, Cap]]:
        """Every class that can fall low enough alone; otherwise the classes that must fall together."""
        single: list[dict[Quantity, Cap]] = []
        for records in self.classes:
            cap = self._cap(self.worlds, records)
            if cap is not None:
                single.append({records: cap})
        return single or [self._together()]

    def money(self, name: str) -> dict[Quantity, Cap]:
        """The amount (分) that may be left.

        Raises:
            EngineError: none at all is still too much; a fault of this program.
        """
        money = MoneyOf((name,))
        cap = self._cap(self.worlds, money)
        if cap is None:
            raise EngineError("engine-disagrees", detail=f"no amount of {name} is enough")
        return {money: cap}

    def _cap(self, worlds: Sequence[World], quantity: Quantity) -> Cap | None:
        """The highest cap under which the tier falls; None where nothing left is still too much.

        What is excluded comes from duty or service as far as that is needed, and no further.
        """
        top = most(worlds, quantity)

        def least_narrow(number: int) -> Cap:
            return Cap(top.total - number, max(0, top.narrow - number))

        wide, narrow = self._candidates(worlds, quantity, top)
        number = least(
            {top.total, *wide, *narrow}, lambda number: self.falls(capped(worlds, {quantity: least_narrow(number)}))
        )
        if number is None:
            return None
        total, floor = least_narrow(number)
        if self.falls(capped(worlds, {quantity: Cap(total, top.narrow)})):
            return Cap(total, top.narrow)
        out = least(
            {part for part in (number, *narrow) if part <= number},
            lambda part: self.falls(capped(worlds, {quantity: Cap(total, top.narrow - part)})),
        )
        return Cap(total, floor if out is None else top.narrow - out)

    def _candidates(self, worlds: Sequence[World], quantity: Quantity, top: Cap) -> tuple[set[int], set[int]]:
        """How much must go so that one comparison fails: in all, and of what the item on duty or service counts."""
        wide, narrow = set(), set()
        for world in worlds:
            total, duty = quantity.total(world), quantity.narrow(world)
            for line in lines(self.program, self.rank, [world], quantity.names):
                if line.value < line.constant:
                    continue
                over = (line.value - line.constant) // line.weight + 1
                wide.add(top.total - (line.constant - 1) // line.weight)
                wide.add(min(top.total, top.total - total + over))
                narrow.add(min(top.total, top.narrow - duty + over))
        return wide, narrow

    # -- several classes -----------------------------------------------------------------------------

    def _together(self) -> dict[Quantity, Cap]:
        """What each class asks for by itself, then more of the heaviest, so that the fewest records go in all."""
        found: dict[Quantity, Cap] = {}
        for records in self.classes:
            others: dict[Quantity, Cap] = {other: Cap(0, 0) for other in self.classes if other != records}
            alone = capped(self.worlds, others)
            if not self.falls(alone):
                found[records] = self._cap(alone, records) or Cap(0, 0)
        for records in self.classes:
            left = capped(self.worlds, found)
            if self.falls(left):
                break
            found[records] = self._cap(left, records) or Cap(0, 0)
        return self._trimmed(found)

    def _trimmed(self, caps: dict[Quantity, Cap]) -> dict[Quantity, Cap]:
        """Nothing more is taken of any class than is needed, the others being as they are."""
        for records in list(caps):
            others = {other: cap for other, cap in caps.items() if other != records}
            left = capped(self.worlds, others)
            if self.falls(left):
                del caps[records]
                continue
            found = self._cap(left, records)
            if found is not None:
                caps[records] = found
        return caps
